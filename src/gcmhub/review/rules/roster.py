"""The life cycle of a place on the roster of reviewers, from the application on."""

from gcmhub.review.choices import Role
from gcmhub.review.choices import RosterState as R
from gcmhub.workflow.rules import START, STAY, Deadline, Machine, Span, Transition

APPLICANT, EDITOR, MANAGING, SYSTEM = Role.APPLICANT, Role.EDITOR, Role.MANAGING_EDITOR, Role.SYSTEM
DECLINE_REASONS = ("experience", "conflict", "field-covered", "languages", "no-answer", "integrity")
SUSPENSION_REASONS = ("breach", "undeclared-conflict", "no-shows")
SCORES = ("depth", "breadth", "experience", "languages", "integrity")  # 0 to 5 each
SCREENING = ("experience", "evidence", "languages", "statement", "no-duplicate")
ON_ROSTER = (R.ACTIVE, R.PAUSED, R.RENEWAL_DUE)

MACHINE = Machine(
    "roster",
    tuple(R.values),
    (
        Transition("start", (START,), R.STARTED, (APPLICANT,)),
        Transition("enrol", (START,), R.ACTIVE, (MANAGING, SYSTEM)),
        Transition(
            "submit",
            (R.STARTED, R.INFO_REQUESTED),
            R.SUBMITTED,
            (APPLICANT,),
            ("application-complete",),
            notices=("roster-received",),
        ),
        Transition("screen", (R.SUBMITTED,), R.SCREENING, (EDITOR, MANAGING)),
        Transition("ask", (R.SCREENING,), R.INFO_REQUESTED, (EDITOR, MANAGING), ("letter",), notices=("roster-question",)),
        Transition("pass-on", (R.SCREENING,), R.PANEL_SCORING, (EDITOR, MANAGING), ("screened",)),
        Transition(
            "admit",
            (R.PANEL_SCORING, R.WAITLISTED),
            R.ONBOARDING,
            (MANAGING,),
            ("scored",),
            notices=("roster-admitted",),
        ),
        Transition("wait", (R.PANEL_SCORING,), R.WAITLISTED, (MANAGING,), ("scored",), notices=("roster-waitlisted",)),
        Transition(
            "decline",
            (R.SCREENING, R.PANEL_SCORING, R.WAITLISTED),
            R.DECLINED,
            (MANAGING,),
            ("letter",),
            DECLINE_REASONS,
            ("roster-declined",),
        ),
        Transition("begin", (R.ONBOARDING,), R.ACTIVE, (APPLICANT,), ("conduct-agreed",), notices=("roster-welcome",)),
        Transition("pause", (R.ACTIVE,), R.PAUSED, (APPLICANT, MANAGING)),
        Transition("resume", (R.PAUSED,), R.ACTIVE, (APPLICANT, MANAGING, SYSTEM)),
        Transition("fall-due", (R.ACTIVE, R.PAUSED), R.RENEWAL_DUE, (SYSTEM,), notices=("roster-renewal",)),
        Transition("renew", (R.RENEWAL_DUE,), R.ACTIVE, (APPLICANT,), ("conduct-agreed",)),
        Transition(
            "retire",
            (R.STARTED, R.SUBMITTED, R.INFO_REQUESTED, R.WAITLISTED, R.ONBOARDING, *ON_ROSTER),
            R.RETIRED,
            (APPLICANT, MANAGING, SYSTEM),
            notices=("roster-retired",),
        ),
        Transition("suspend", ON_ROSTER, R.SUSPENDED, (MANAGING,), ("letter",), SUSPENSION_REASONS, ("roster-suspended",)),
        Transition("reinstate", (R.SUSPENDED,), R.ACTIVE, (MANAGING,), notices=("roster-welcome",)),
        Transition("remove", (R.SUSPENDED,), R.REMOVED, (MANAGING,), ("letter",), SUSPENSION_REASONS, ("roster-removed",)),
        Transition("appeal", (R.SUSPENDED, R.REMOVED), STAY, (APPLICANT,), ("letter",), notices=("roster-appealed",)),
        Transition("restart", (R.RETIRED, R.DECLINED), R.STARTED, (APPLICANT,), ("may-apply-again",)),
    ),
    (
        Deadline("screening-reminder", R.SUBMITTED, Span(10, working=True), "The managing editors are reminded."),
        Deadline("scoring-reminder", R.PANEL_SCORING, Span(20, working=True), "The managing editors are reminded."),
        Deadline("question-late", R.INFO_REQUESTED, Span(14), "The applicant is reminded."),
        Deadline("question-end", R.INFO_REQUESTED, Span(44), "The application ends."),
        Deadline("onboarding-late", R.ONBOARDING, Span(20), "The new member is reminded."),
        Deadline("onboarding-end", R.ONBOARDING, Span(30), "The place lapses."),
        Deadline("pause-end", R.PAUSED, Span(365), "The pause ends, on the day that the member named or after a year."),
        Deadline("renewal", R.ACTIVE, Span(730), "The membership is to be renewed."),
        Deadline("renewal-first", R.RENEWAL_DUE, Span(7), "The member is reminded."),
        Deadline("renewal-second", R.RENEWAL_DUE, Span(21), "The member is reminded again."),
        Deadline("renewal-third", R.RENEWAL_DUE, Span(35), "The member is reminded for the last time."),
        Deadline("renewal-end", R.RENEWAL_DUE, Span(45), "Without an answer the member is retired."),
    ),
)

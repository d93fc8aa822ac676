"""The life cycle of a submission. Days are defaults; a track's version may name others for a kind of deadline."""

from gcmhub.review.choices import Role
from gcmhub.review.choices import SubmissionState as S
from gcmhub.workflow.rules import START, STAY, Deadline, Machine, Span, Transition

SUBMITTER, EDITOR, LEAD, MANAGING, SYSTEM = Role.SUBMITTER, Role.EDITOR, Role.LEAD, Role.MANAGING_EDITOR, Role.SYSTEM

CHANGE_REASONS = ("incomplete", "unclear", "wrong-classification", "rights-unclear", "file-unreadable", "translation-missing")
REJECTION_REASONS = (
    "outside-scope",
    "not-applicable-to-gcm",
    "method-not-transparent",
    "evidence-missing",
    "duplicate",
    "promotional",
    "rights-missing",
    "principles-not-met",
    "quality",
)
ARCHIVE_REASONS = ("outdated", "superseded", "not-confirmed", "dead-link", "complaint", "rights", "at-request")
WITHDRAWAL_REASONS = ("at-request", "no-answer", "duplicate", "on-behalf")
OPEN = (
    S.SUBMITTED,
    S.IN_TRIAGE,
    S.CHANGES_REQUESTED,
    S.ASSIGNING,
    S.UNDER_REVIEW,
    S.DECISION_PENDING,
    S.REVISION_REQUESTED,
    S.ACCEPTED,
    S.SCHEDULED,
)
DECIDED = (S.REVISION_REQUESTED, S.ACCEPTED, S.SCHEDULED, S.REJECTED)

MACHINE = Machine(
    "submission",
    tuple(S.values),
    (
        Transition("start", (START,), S.DRAFT, (SUBMITTER,)),
        Transition("submit", (S.DRAFT,), S.SUBMITTED, (SUBMITTER,), ("complete", "call-open"), notices=("received", "to-take")),
        Transition(
            "take", (S.SUBMITTED,), S.IN_TRIAGE, (EDITOR, MANAGING, SYSTEM), ("lead-without-conflict",), notices=("taken",)
        ),
        Transition("reassign", OPEN, STAY, (MANAGING, SYSTEM), ("lead-without-conflict",), notices=("taken",)),
        Transition(
            "ask-for-changes",
            (S.IN_TRIAGE,),
            S.CHANGES_REQUESTED,
            (LEAD, MANAGING),
            ("rounds-left", "letter"),
            CHANGE_REASONS,
            ("changes-requested",),
        ),
        Transition(
            "resubmit", (S.CHANGES_REQUESTED,), S.IN_TRIAGE, (SUBMITTER,), ("complete", "changed"), notices=("resubmitted",)
        ),
        Transition(
            "desk-reject",
            (S.IN_TRIAGE,),
            S.REJECTED,
            (LEAD, MANAGING),
            ("letter", "four-eyes"),
            REJECTION_REASONS,
            ("rejected",),
        ),
        Transition(
            "accept-light", (S.IN_TRIAGE,), S.ACCEPTED, (LEAD, MANAGING), ("light-track", "checklist"), notices=("accepted",)
        ),
        Transition("send-to-review", (S.IN_TRIAGE,), S.ASSIGNING, (LEAD, MANAGING), ("review-track",)),
        Transition("begin-review", (S.ASSIGNING,), S.UNDER_REVIEW, (SYSTEM,), ("quota",), notices=("under-review",)),
        Transition(
            "begin-review-short",
            (S.ASSIGNING,),
            S.UNDER_REVIEW,
            (MANAGING,),
            ("one-reviewer",),
            ("no-reviewer-found", "urgent"),
            ("under-review",),
        ),
        Transition(
            "close-review", (S.UNDER_REVIEW,), S.DECISION_PENDING, (SYSTEM,), ("enough-reviews",), notices=("to-decide",)
        ),
        Transition("add-reviewer", (S.DECISION_PENDING,), S.ASSIGNING, (LEAD, MANAGING)),
        Transition(
            "ask-minor",
            (S.DECISION_PENDING,),
            S.REVISION_REQUESTED,
            (LEAD, MANAGING),
            ("letter", "points"),
            notices=("revision-requested",),
        ),
        Transition(
            "ask-major",
            (S.DECISION_PENDING,),
            S.REVISION_REQUESTED,
            (LEAD, MANAGING),
            ("letter", "points"),
            notices=("revision-requested",),
        ),
        Transition(
            "return-minor",
            (S.REVISION_REQUESTED,),
            S.DECISION_PENDING,
            (SUBMITTER,),
            ("told", "minor", "complete", "changed", "answered"),
            notices=("revised",),
        ),
        Transition(
            "return-major",
            (S.REVISION_REQUESTED,),
            S.ASSIGNING,
            (SUBMITTER,),
            ("told", "major", "complete", "changed", "answered"),
            notices=("revised",),
        ),
        Transition("accept", (S.DECISION_PENDING,), S.ACCEPTED, (LEAD, MANAGING), notices=("accepted", "thanks")),
        Transition(
            "reject",
            (S.DECISION_PENDING,),
            S.REJECTED,
            (LEAD, MANAGING),
            ("letter", "four-eyes"),
            REJECTION_REASONS,
            ("rejected", "thanks"),
        ),
        Transition(
            "undo-desk-decision", (S.REJECTED, S.ACCEPTED), S.IN_TRIAGE, (LEAD, MANAGING), ("desk-decision", "undo-open")
        ),
        Transition(
            "undo-decision",
            (S.REJECTED, S.ACCEPTED, S.REVISION_REQUESTED),
            S.DECISION_PENDING,
            (LEAD, MANAGING),
            ("panel-decision", "undo-open"),
        ),
        Transition("appeal", (S.REJECTED,), STAY, (SUBMITTER,), ("appeal-open", "letter"), notices=("appealed",)),
        Transition(
            "uphold-appeal",
            (S.REJECTED,),
            S.IN_TRIAGE,
            (MANAGING,),
            ("appealed", "not-the-decider"),
            notices=("appeal-upheld",),
        ),
        Transition(
            "dismiss-appeal",
            (S.REJECTED,),
            STAY,
            (MANAGING,),
            ("appealed", "not-the-decider", "letter"),
            notices=("appeal-dismissed",),
        ),
        Transition("schedule", (S.ACCEPTED,), S.SCHEDULED, (LEAD, MANAGING), ("publishable",)),
        Transition(
            "publish",
            (S.ACCEPTED, S.SCHEDULED),
            S.PUBLISHED,
            (LEAD, MANAGING, SYSTEM),
            ("publishable",),
            notices=("published",),
        ),
        Transition("fall-due", (S.PUBLISHED,), S.RE_REVIEW_DUE, (SYSTEM,), notices=("re-review-due",)),
        Transition("attest", (S.RE_REVIEW_DUE,), STAY, (SUBMITTER,), notices=("attested",)),
        Transition("confirm-current", (S.RE_REVIEW_DUE,), S.PUBLISHED, (LEAD, MANAGING)),
        Transition("review-again", (S.RE_REVIEW_DUE,), S.ASSIGNING, (LEAD, MANAGING), ("review-track",)),
        Transition("mark-not-confirmed", (S.RE_REVIEW_DUE,), STAY, (SYSTEM,)),
        Transition(
            "archive",
            (S.PUBLISHED, S.RE_REVIEW_DUE),
            S.ARCHIVED,
            (LEAD, MANAGING, SYSTEM),
            reasons=ARCHIVE_REASONS,
            notices=("archived",),
        ),
        Transition(  # what another review refused, or never came to an end
            "archive",
            (S.REJECTED, S.WITHDRAWN),
            S.ARCHIVED,
            (LEAD, MANAGING, SYSTEM),
            ("on-shelf", "settled"),
            ARCHIVE_REASONS,
            ("archived",),
        ),
        Transition(
            "withdraw",
            (S.DRAFT, *OPEN),
            S.WITHDRAWN,
            (SUBMITTER, LEAD, MANAGING, SYSTEM),
            reasons=WITHDRAWAL_REASONS,
            notices=("withdrawn",),
        ),
        Transition(
            "withdraw",
            (S.REJECTED,),
            S.WITHDRAWN,
            (SUBMITTER,),
            ("undo-open",),
            WITHDRAWAL_REASONS,
            ("withdrawn",),
        ),
        Transition("reopen", (S.WITHDRAWN,), S.DRAFT, (SUBMITTER,), ("reopening-open",)),
    ),
    (
        Deadline("draft-reminder", S.DRAFT, Span(7), "The submitter is reminded of the draft, once."),
        Deadline("draft-warning", S.DRAFT, Span(76), "The submitter is told that the draft is deleted in 14 days."),
        Deadline("draft-deletion", S.DRAFT, Span(90), "The draft is deleted."),
        Deadline(
            "untaken", S.SUBMITTED, Span(1, working=True), "The editor of its objectives with the least open work becomes lead."
        ),
        Deadline("triage-reminder", S.IN_TRIAGE, Span(3, working=True), "The lead is reminded."),
        Deadline(
            "triage-escalation",
            S.IN_TRIAGE,
            Span(6, working=True),
            "The managing editors are told; another editor becomes lead.",
        ),
        Deadline("changes-soon", S.CHANGES_REQUESTED, Span(11), "The submitter is reminded three days before the term."),
        Deadline("changes-late", S.CHANGES_REQUESTED, Span(17), "The submitter is reminded three days after the term."),
        Deadline("changes-end", S.CHANGES_REQUESTED, Span(44), "The submission is withdrawn; it may be reopened for 180 days."),
        Deadline(
            "panel-escalation",
            S.ASSIGNING,
            Span(5, working=True),
            "The managing editors are told that invitations are missing.",
        ),
        Deadline("review-end", S.UNDER_REVIEW, Span(21), "With enough reviews the round is closed, else the lead is told."),
        Deadline("decision-reminder", S.DECISION_PENDING, Span(5, working=True), "The lead is reminded."),
        Deadline("decision-escalation", S.DECISION_PENDING, Span(10, working=True), "The managing editors are told."),
        Deadline("revision-week", S.REVISION_REQUESTED, Span(23), "The submitter is reminded seven days before the term."),
        Deadline("revision-soon", S.REVISION_REQUESTED, Span(29), "The submitter is reminded one day before the term."),
        Deadline("revision-late", S.REVISION_REQUESTED, Span(33), "The submitter is reminded three days after the term."),
        Deadline(
            "revision-end", S.REVISION_REQUESTED, Span(60), "The submission is withdrawn; it may be reopened for 180 days."
        ),
        Deadline("publication-reminder", S.ACCEPTED, Span(5, working=True), "The lead is reminded."),
        Deadline("publication-day", S.SCHEDULED, Span(0), "It is published on the day that the lead named."),
        Deadline("re-review-soon", S.PUBLISHED, Span(670), "Owner and lead are told, 60 days before the review is due."),
        Deadline("re-review", S.PUBLISHED, Span(730), "The resource is due for review."),
        Deadline("not-confirmed", S.RE_REVIEW_DUE, Span(30), "The page says since when it was not confirmed."),
        Deadline("re-review-end", S.RE_REVIEW_DUE, Span(180), "The resource is archived."),
        Deadline("refused-end", S.REJECTED, Span(31), "A resource still on the shelf is archived; an appeal is awaited."),
        Deadline("unfinished-end", S.WITHDRAWN, Span(31), "A resource still on the shelf is archived."),
    ),
)

"""What must hold before a step, by the names that the tables use. Each raises a named error."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from gcmhub.accounts.models import User
from gcmhub.accounts.permissions import EDITORS
from gcmhub.accounts.queries import roles_of
from gcmhub.core.actors import SYSTEM
from gcmhub.core.clock import now
from gcmhub.core.errors import NotPermitted
from gcmhub.library.errors import Problem
from gcmhub.library.models import Resource
from gcmhub.review import errors
from gcmhub.review.choices import AT_DESK, SMALL_CHANGES, DecisionKind
from gcmhub.review.models import Assignment, Review, RosterMember, Submission
from gcmhub.review.proposals import busy
from gcmhub.review.queries import panels
from gcmhub.review.queries.drafts import problems_of, takes_answers
from gcmhub.review.queries.matching import workloads
from gcmhub.review.queries.panels import accepted_count, findings_of, last_decision, rules_of, tasks_of
from gcmhub.review.queries.people import conflict_of_editor, told_state
from gcmhub.review.rules.assignment import HOLDING, UNDO_DECLINE
from gcmhub.review.rules.roster import SCORES, SCREENING
from gcmhub.review.rules.scoring import is_enough
from gcmhub.review.rules.standing import is_filled, open_places
from gcmhub.workflow.errors import NotInThisState

Guard = Callable[[Any, Mapping[str, Any], Any], None]
TRIAGE_ROUNDS = 2
APPEAL_TERM = timedelta(days=30)
REOPENING_TERM = timedelta(days=180)
APPLY_AGAIN = timedelta(days=180)
SCORERS = 2


def complete(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """All that a submission needs is there and sound."""
    if found := problems_of(submission):
        raise errors.Incomplete(tuple(found))


def call_open(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """The call that it answers, if any, takes practices now."""
    if submission.call and not takes_answers(submission.call):
        raise errors.CallClosed(submission.call)


def changed(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """What is sent differs from what was sent last."""
    last = submission.versions.last()
    if last and last.digest == values["digest"]:
        raise errors.NotChanged(str(submission))


def lead_without_conflict(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """Whoever becomes lead is an editor, and has nothing to do with it."""
    lead = User.objects.get(public_id=values["lead"])
    if EDITORS.isdisjoint(roles_of(lead)):
        raise NotPermitted("only editors lead submissions")
    if why := conflict_of_editor(lead, submission):
        raise errors.EditorHasConflict(str(submission), why=why)


def rounds_left(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """Before a decision changes are asked for twice at most."""
    if submission.triage_rounds >= TRIAGE_ROUNDS:
        raise errors.NoRoundsLeft(str(submission))


def letter(thing: Any, values: Mapping[str, Any], by: Any) -> None:
    """Whoever is asked or refused reads why."""
    if not str(values.get("letter", "")).strip():
        raise errors.LetterMissing(str(thing))


def four_eyes(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """What a Member State submitted is refused by two people."""
    if not submission.is_member_state:
        return
    if not values.get("cosigned_by"):
        raise errors.SecondEditorNeeded(str(submission))
    if values["cosigned_by"] == values["decided_by"]:
        raise errors.SameEditor(str(submission))


def light_track(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """One editor and a checklist are enough on a light track, and for small changes of what was reviewed."""
    if rules_of(submission).way != "light" and submission.change not in SMALL_CHANGES:
        raise errors.WrongTrack(submission.track.code)


def checklist(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """Every line of the checklist is ticked."""
    ticked = set(values.get("checklist", ()))
    if left := [code for code, _ in rules_of(submission).checklist if code not in ticked]:
        raise errors.NotPublishable(str(submission), missing=left)


def review_track(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """The track has a panel."""
    if rules_of(submission).way != "review":
        raise errors.WrongTrack(submission.track.code)


def quota(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """Everybody whom the track asks for has accepted."""
    rules = rules_of(submission)
    un, external = values.get("un", rules.un), values.get("external", rules.external)
    tasks = tasks_of(submission)
    if not is_filled(tasks, un=un, external=external):
        raise errors.PanelNotReady(str(submission), open=open_places(tasks, un=un, external=external))


def one_reviewer(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """At least one has accepted."""
    if not accepted_count(submission):
        raise errors.PanelNotReady(str(submission))


def enough_reviews(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """The reviews that are there allow a decision."""
    rules = rules_of(submission)
    un, external = values.get("un", rules.un), values.get("external", rules.external)
    if not is_enough(findings_of(submission), un=un, external=external, late=bool(values.get("late"))):
        raise errors.TooFewReviews(str(submission))


def points(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """A revision says what is to be addressed."""
    if not any(str(point).strip() for point in values.get("points", ())):
        raise errors.PointsMissing(str(submission))


def _last_is(submission: Submission, kinds: Collection[str]) -> None:
    decision = last_decision(submission)
    if decision is None or decision.kind not in kinds:
        raise errors.UndoClosed(str(submission))


def minor(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """A small revision was asked for."""
    _last_is(submission, (DecisionKind.MINOR,))


def major(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """A large revision was asked for."""
    _last_is(submission, (DecisionKind.MAJOR,))


def answered(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """Every point of the letter has an answer."""
    decision = last_decision(submission)
    wanted = decision.points if decision else []
    given = list(values.get("responses", ()))
    given += [""] * (len(wanted) - len(given))
    if left := [place for place, text in enumerate(given, 1) if place <= len(wanted) and not str(text).strip()]:
        raise errors.PointsOpen(str(submission), numbers=left)


def told(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """The mail of the decision has left: before, whoever submits is answered as if there were none."""
    if told_state(submission) != submission.state:
        raise NotInThisState(str(submission))


def desk_decision(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """What stands was decided without a panel."""
    _last_is(submission, AT_DESK)


def panel_decision(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """What stands was decided on reviews."""
    _last_is(submission, tuple(kind for kind in DecisionKind.values if kind not in AT_DESK))


def undo_open(thing: Any, values: Mapping[str, Any], by: Any) -> None:
    """A decision is undone before its mail leaves, a decline within two weeks."""
    if isinstance(thing, Assignment):
        until: datetime | None = thing.state_since + UNDO_DECLINE
    else:
        decision = last_decision(thing)
        until = decision.mail_at if decision else None
    if until is None or now() >= until:
        raise errors.UndoClosed(str(thing))


def appeal_open(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """A rejection is appealed against once, within thirty days of its mail."""
    decision = last_decision(submission)
    mailed = decision.mail_at if decision else None
    if submission.appealed_at or mailed is None or not mailed <= now() < mailed + APPEAL_TERM:
        raise errors.AppealClosed(str(submission))


def appealed(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """There is an appeal without an answer."""
    if not submission.appealed_at or submission.appeal_settled_at:
        raise errors.AppealClosed(str(submission))


def not_the_decider(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """Whoever judges an appeal did not take or sign the decision."""
    decision = last_decision(submission)
    if decision and by.public_id in {decision.decided_by, decision.cosigned_by}:
        raise errors.SameEditor(str(submission))


def publishable(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """The public page has all that it shows, and the decision can be undone no more."""
    if found := problems_of(submission):
        raise errors.Incomplete(tuple(found))
    if submission.amends and not Resource.objects.published().filter(pk=submission.amends.pk).exists():
        raise errors.NotPublishable(str(submission), missing=["published-resource"])


def on_shelf(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """The resource that it brought is published."""
    if not panels.on_shelf(submission):
        raise NotInThisState(str(submission))


def settled(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """A rejection was told, so that it can be undone no more, and no appeal waits; the Hub itself waits for no mail."""
    if panels.appeal_waits(submission):
        raise NotInThisState(str(submission))
    if by != SYSTEM:
        told(submission, values, by)


def reopening_open(submission: Submission, values: Mapping[str, Any], by: Any) -> None:
    """What was withdrawn may be taken up again for half a year."""
    if now() >= submission.state_since + REOPENING_TERM:
        raise errors.ReopeningClosed(str(submission))


SUBMISSION: Mapping[str, Guard] = {
    "complete": complete,
    "call-open": call_open,
    "changed": changed,
    "lead-without-conflict": lead_without_conflict,
    "rounds-left": rounds_left,
    "letter": letter,
    "four-eyes": four_eyes,
    "light-track": light_track,
    "checklist": checklist,
    "review-track": review_track,
    "quota": quota,
    "one-reviewer": one_reviewer,
    "enough-reviews": enough_reviews,
    "points": points,
    "minor": minor,
    "major": major,
    "answered": answered,
    "told": told,
    "desk-decision": desk_decision,
    "panel-decision": panel_decision,
    "undo-open": undo_open,
    "appeal-open": appeal_open,
    "appealed": appealed,
    "not-the-decider": not_the_decider,
    "publishable": publishable,
    "reopening-open": reopening_open,
    "on-shelf": on_shelf,
    "settled": settled,
}


def may_be_invited(assignment: Assignment, values: Mapping[str, Any], by: Any) -> None:
    """The reviewer is on the roster, rests no more, has time as agreed, and did not decline this submission before."""
    # Of two invitations at once the second sees the first.
    member = RosterMember.objects.select_for_update().filter(user=assignment.reviewer_id).first()
    if member is None or member.state != "active":
        raise errors.ReviewerUnavailable(str(assignment), why="not-active")
    earlier = Assignment.objects.filter(submission=assignment.submission, reviewer=assignment.reviewer_id)
    if earlier.filter(state__in=["declined", "recused"]).exists():
        raise errors.ReviewerUnavailable(str(assignment), why="declined")
    loads, resting = workloads([member.user_id], assignment.submission)
    if why := busy(loads.get(member.user_id, 0), member.capacity, rests=member.user_id in resting):
        raise errors.ReviewerUnavailable(str(assignment), why=why)


def never_invited(assignment: Assignment, values: Mapping[str, Any], by: Any) -> None:
    """Whoever was taken off the list had only been proposed; who was invited, declined or stepped down does not return."""
    if assignment.token_hash:
        raise errors.PlaceTaken(str(assignment))


def conflicts_declared(assignment: Assignment, values: Mapping[str, Any], by: Any) -> None:
    """Every question about conflicts is answered; with a yes an editor is asked first."""
    if assignment.conflicts is None:
        raise errors.ConflictsNotDeclared(str(assignment))
    named = [kind for kind, answer in assignment.conflicts.items() if isinstance(answer, dict) and answer.get("yes")]
    if named and assignment.conflict_verdict != "minor":
        raise errors.ReviewerHasConflict(str(assignment), conflicts=named)


def place_open(assignment: Assignment, values: Mapping[str, Any], by: Any) -> None:
    """Nobody else holds the place meanwhile."""
    submission, rules = assignment.submission, rules_of(assignment.submission)
    if submission.round != assignment.round or submission.state not in {"assigning", "under-review"}:
        raise errors.PlaceTaken(str(assignment))
    limit = rules.un if assignment.slot == "un" else rules.external if assignment.slot == "external" else rules.tie_break
    holders = submission.assignments.filter(round=assignment.round, slot=assignment.slot, state__in=HOLDING).count()
    if holders >= limit:
        raise errors.PlaceTaken(str(assignment))


def later_date(assignment: Assignment, values: Mapping[str, Any], by: Any) -> None:
    """An extension gives more time."""
    until = datetime.fromisoformat(values["due_at"])
    if until <= now() or (assignment.due_at and until <= assignment.due_at):
        raise errors.DateNotLater(str(assignment))


def review_complete(assignment: Assignment, values: Mapping[str, Any], by: Any) -> None:
    """A review has a recommendation and an answer to all that is required; "not applicable" is an answer."""
    review = Review.objects.filter(assignment=assignment).first()
    if review is None:
        raise errors.Incomplete((Problem("recommendation", "required"),))
    found = [] if review.recommendation else [Problem("recommendation", "required")]
    if review.recommendation != "outside-my-field":
        kind = str(assignment.submission.record.get("kind", ""))
        criteria = rules_of(assignment.submission).criteria_for(kind)
        left = [one.code for one in criteria if one.required and "value" not in review.answers.get(one.code, {})]
        found += [Problem(f"criteria.{code}", "required") for code in left]
        if review.confidence is None:
            found.append(Problem("confidence", "required"))
        if review.recommendation != "accept" and not review.for_submitter.strip():
            found.append(Problem("for_submitter", "required"))
    if found:
        raise errors.Incomplete(tuple(found))


ASSIGNMENT: Mapping[str, Guard] = {
    "may-be-invited": may_be_invited,
    "never-invited": never_invited,
    "conflicts-declared": conflicts_declared,
    "undo-open": undo_open,
    "place-open": place_open,
    "later-date": later_date,
    "review-complete": review_complete,
    "letter": letter,
}


def application_complete(member: RosterMember, values: Mapping[str, Any], by: Any) -> None:
    """Profile and statement say what the panel needs to know."""
    user = member.user
    profile = getattr(user, "profile", None)
    found = [] if user.expertise.exists() else [Problem("expertise", "required")]
    if not user.language_skills.exists():
        found.append(Problem("languages", "required"))
    if profile is None or not profile.sector:
        found.append(Problem("sector", "required"))
    if len(member.statement.strip()) < 100:
        found.append(Problem("statement", "too-short"))
    if found:
        raise errors.Incomplete(tuple(found))


def screened(member: RosterMember, values: Mapping[str, Any], by: Any) -> None:
    """Every line of the eligibility checklist is ticked."""
    if left := [code for code in SCREENING if not member.screening.get(code)]:
        raise errors.NotPublishable(str(member), missing=left)


def scored(member: RosterMember, values: Mapping[str, Any], by: Any) -> None:
    """At least two members of the roster panel gave every score."""
    full = [one for one in member.scores.all() if all(code in one.values for code in SCORES)]
    if len(full) < SCORERS:
        raise errors.TooFewReviews(str(member))


def conduct_agreed(member: RosterMember, values: Mapping[str, Any], by: Any) -> None:
    """The code of conduct is agreed to."""
    if member.code_of_conduct_at is None and not values.get("code_of_conduct"):
        raise errors.Incomplete((Problem("code_of_conduct", "required"),))


def may_apply_again(member: RosterMember, values: Mapping[str, Any], by: Any) -> None:
    """Half a year after a refusal; after retiring at any time."""
    if member.state == "declined" and now() < member.state_since + APPLY_AGAIN:
        raise errors.ReopeningClosed(str(member))


ROSTER: Mapping[str, Guard] = {
    "application-complete": application_complete,
    "letter": letter,
    "screened": screened,
    "scored": scored,
    "conduct-agreed": conduct_agreed,
    "may-apply-again": may_apply_again,
}

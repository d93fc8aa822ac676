"""Who is what to a submission, a reviewer's task or a place on the roster: relations, asked anew each time."""

from typing import Any

from django.db.models import QuerySet

from gcmhub.accounts.choices import Role as HubRole
from gcmhub.accounts.models import User
from gcmhub.accounts.permissions import EDITORS
from gcmhub.accounts.queries import holds, organisations_of, people_with, roles_of
from gcmhub.core.actors import SYSTEM
from gcmhub.core.clock import now
from gcmhub.review.choices import AT_DESK, Role, SubmissionState
from gcmhub.review.models import Assignment, RosterMember, Submission
from gcmhub.review.rules.assignment import HOLDING
from gcmhub.review.rules.submission import DECIDED, OPEN
from gcmhub.workflow.models import Event

JOINED = "join"  # what the record of a submission says of who came to submit it, and may be gone since


def is_submitter(by: Any, submission: Submission) -> bool:
    """Say whether somebody is one of those who submit."""
    return bool(getattr(by, "pk", None)) and submission.people.filter(user=by.pk).exists()


def joined(by: User) -> QuerySet[Event, str]:
    """Return the public ids of what somebody joined those who submit it: whoever left them again stays on that side."""
    rows = Event.objects.filter(actor=by.public_id, action=JOINED, chain__object_type="submission")
    return rows.values_list("chain__object_id", flat=True)


def joiners(submission: Submission) -> set[str]:
    """Return the opaque ids of who ever joined those who submit it."""
    rows = Event.objects.filter(action=JOINED, chain__object_type="submission", chain__object_id=submission.public_id)
    return set(rows.values_list("actor", flat=True))


def submission_roles(by: Any, submission: Submission) -> frozenset[str]:
    """Return the roles of somebody towards a submission. Who submits, submitted or reviews it handles it in no other role."""
    if by == SYSTEM:
        return frozenset({Role.SYSTEM})
    if not getattr(by, "is_authenticated", False) or not by.is_active:
        return frozenset()
    if submission._state.adding or is_submitter(by, submission):  # noqa: SLF001 - whoever begins one submits it
        return frozenset({Role.SUBMITTER})
    held = roles_of(by)
    if EDITORS.isdisjoint(held) or submission.assignments.filter(reviewer=by, state__in=HOLDING).exists():
        return frozenset()
    if joined(by).filter(chain__object_id=submission.public_id).exists():
        return frozenset()
    found = set()
    if HubRole.MANAGING_EDITOR in held:
        found.add(Role.MANAGING_EDITOR)
    if submission.lead_id == by.pk:
        found.add(Role.LEAD)
    if _covers(by, submission):
        found.add(Role.EDITOR)
    return frozenset(found)


def _covers(by: User, submission: Submission) -> bool:
    """Whether an editor's objectives hold one of the submission's; an editor of no objective in particular has all."""
    objectives = submission.record.get("objectives") or [""]
    return any(holds(by, HubRole.EDITOR, objective) for objective in objectives)


def assignment_roles(by: Any, assignment: Assignment) -> frozenset[str]:
    """Return the roles of somebody towards a reviewer's task."""
    if by == SYSTEM:
        return frozenset({Role.SYSTEM})
    if getattr(by, "pk", None) == assignment.reviewer_id and by.is_active:
        return frozenset({Role.REVIEWER})
    return submission_roles(by, assignment.submission) & {Role.LEAD, Role.MANAGING_EDITOR}


def roster_roles(by: Any, member: RosterMember) -> frozenset[str]:
    """Return the roles of somebody towards a place on the roster."""
    if by == SYSTEM:
        return frozenset({Role.SYSTEM})
    if not getattr(by, "is_authenticated", False) or not by.is_active:
        return frozenset()
    if by.pk == member.user_id:
        return frozenset({Role.APPLICANT})
    held = roles_of(by)
    found = {Role.MANAGING_EDITOR} if HubRole.MANAGING_EDITOR in held else set()
    return frozenset(found | ({Role.EDITOR} if HubRole.EDITOR in held else set()))


def conflict_of_editor(editor: User, submission: Submission) -> str:
    """Return why somebody must not handle a submission, as a code; "" when nothing speaks against it."""
    if is_submitter(editor, submission) or joined(editor).filter(chain__object_id=submission.public_id).exists():
        return "submitter"
    theirs = {one.public_id for one in organisations_of(editor)}
    if submission.organisation and submission.organisation in theirs:
        return "organisation"
    names = {author.get("name", "").casefold() for author in submission.record.get("authors") or []}
    return "author" if editor.name and editor.name.casefold() in names else ""


def editors_for(submission: Submission) -> list[User]:
    """Return who may become lead of a submission, those with the least open work first."""
    objectives = tuple(submission.record.get("objectives") or ())
    found = [one for one in people_with(HubRole.EDITOR, objectives) if not conflict_of_editor(one, submission)]
    load = {one.pk: Submission.objects.filter(lead=one, state__in=OPEN).count() for one in found}
    return sorted(found, key=lambda one: (load[one.pk], one.public_id))


def managing_editors() -> list[User]:
    """Return who answers for the whole desk."""
    return list(people_with(HubRole.MANAGING_EDITOR))


def submitters_of(submission: Submission) -> list[User]:
    """Return who submits, the owner first."""
    return [one.user for one in submission.people.select_related("user").order_by("-is_owner", "pk")]


def told_state(submission: Submission) -> SubmissionState:
    """Return the state that those who submit know: until the mail of a decision has left, the one before it."""
    state = SubmissionState(submission.state)
    if state not in DECIDED:
        return state
    held = submission.decisions.filter(undone_at=None, mail_at__gt=now()).last()
    if held is None:
        return state
    return SubmissionState.IN_TRIAGE if held.kind in AT_DESK else SubmissionState.DECISION_PENDING


def may_edit(by: Any, submission: Submission) -> bool:
    """Say whether somebody may change the draft now."""
    editable = {SubmissionState.DRAFT, SubmissionState.CHANGES_REQUESTED, SubmissionState.REVISION_REQUESTED}
    return told_state(submission) in editable and Role.SUBMITTER in submission_roles(by, submission)

"""Those who submit together: invited by e-mail, joined with any account, removed, gone by themselves."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from gcmhub.accounts.actions import invite, take_back_invitation
from gcmhub.accounts.invitations import Kind
from gcmhub.accounts.models import Invitation, User
from gcmhub.accounts.queries import invitations_made, open_invitations
from gcmhub.core.clock import now
from gcmhub.core.errors import NotPermitted
from gcmhub.notices.actions import send
from gcmhub.notices.mails import absolute
from gcmhub.review.actions.telling import tell_lead, tell_people, title_of
from gcmhub.review.choices import Role, SubmissionState
from gcmhub.review.errors import AddressInvalid, InvitedAlready, TooMany
from gcmhub.review.models import Submission, SubmissionPerson
from gcmhub.review.places import place
from gcmhub.review.queries.people import JOINED, joined, submission_roles, submitters_of, told_state
from gcmhub.review.rules.submission import OPEN
from gcmhub.workflow.actions import record
from gcmhub.workflow.models import Event

PURPOSE = "submit-together"
PEOPLE_LIMIT = 20  # who submit one thing together, the invited among them
ADDRESS_LIMIT = 254  # characters
INVITATIONS_A_DAY = 20  # of one person: what they send goes to addresses that others may own
TOGETHER = (SubmissionState.DRAFT, *OPEN)


def may_invite(by: Any, submission: Submission) -> bool:
    """Say whether somebody may let others in and put them out: the owner, from the draft until it is decided."""
    return told_state(submission) in TOGETHER and submission.people.filter(user=getattr(by, "pk", None), is_owner=True).exists()


def _own(submission: Submission, by: Any) -> Submission:
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    if not may_invite(by, locked):
        raise NotPermitted("who began a submission invites others to it while it is open")
    return locked


@transaction.atomic
def invite_to_submit(submission: Submission, email: str, *, by: User) -> Invitation:
    """Invite whoever reads mail at an address. The mail names who invites, and repeats nothing else that was typed.

    Raises ``NotPermitted``, ``AddressInvalid``, ``InvitedAlready``, ``TooMany``.
    """
    submission, address = _own(submission, by), email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise AddressInvalid(address[:80]) from error
    if len(address) > ADDRESS_LIMIT:
        raise AddressInvalid(address[:80])
    waiting = open_invitations(PURPOSE, submission.public_id)
    if waiting.filter(email=address).exists():
        raise InvitedAlready(address)
    if waiting.count() + submission.people.count() >= PEOPLE_LIMIT:
        raise TooMany(str(PEOPLE_LIMIT))
    if invitations_made(by, PURPOSE, now() - timedelta(days=1)) >= INVITATIONS_A_DAY:
        raise TooMany(str(INVITATIONS_A_DAY))
    row, token = invite(address, PURPOSE, by=by, object_id=submission.public_id)
    payload = {"invitation": row.public_id}
    record("submission", submission.public_id, "invite-person", by=by, version=submission.version, payload=payload)
    language = by.language
    link = absolute(place("invitation", token), language)
    send("review_invited_to_submit", to=address, language=language, secret=True, name=by.name, link=link)
    return row


@transaction.atomic
def take_back(submission: Submission, invitation: str, *, by: User) -> None:
    """Delete an invitation that nobody took up, by its public id; one that is gone already is no error."""
    submission = _own(submission, by)
    row = open_invitations(PURPOSE, submission.public_id).filter(public_id=invitation).first()
    if row:
        take_back_invitation(row, by=by)


def join(invitation: Invitation, person: User) -> None:
    """Let somebody who took an invitation up submit together with the others, who are told.

    Raises ``NotPermitted`` once it is decided or gone, and for who handles or reviews it.
    """
    submission = Submission.objects.select_for_update().filter(public_id=invitation.object_id).first()
    if submission is None or told_state(submission) not in TOGETHER:
        raise NotPermitted("it is no longer open")
    if submission.lead_id == person.pk or submission.assignments.filter(reviewer=person).exists():
        raise NotPermitted("who handles or reviews a submission does not submit it")
    if submission.assignments.exists() and submission_roles(person, submission) & {Role.EDITOR, Role.MANAGING_EDITOR}:
        raise NotPermitted("who may know the reviewers does not submit it")
    others = submitters_of(submission)
    _, created = SubmissionPerson.objects.get_or_create(
        submission=submission, user=person, defaults={"added_at": now(), "is_owner": False}
    )
    if not created:
        return
    payload = {"person": person.public_id}
    event = record("submission", submission.public_id, JOINED, by=person, version=submission.version, payload=payload)
    _tell(submission, others, "joined", event, name=person.name)
    if submission.lead:
        tell_lead(submission, "desk_person_joined", event=event)


def keep_side(gone: User, kept: User) -> None:
    """Of two accounts that become one, let the other stand where the first joined: whoever joined stays on that side."""
    for public_id in [*joined(gone)]:
        payload = {"person": kept.public_id, "merged": gone.public_id}
        record("submission", public_id, JOINED, by=kept, payload=payload)


@transaction.atomic
def remove_person(submission: Submission, person: str, *, by: User) -> None:
    """Let somebody, by public id, submit no more; the owner may do it, and is told so is who is removed.

    Whoever was removed already is no error. Raises ``NotPermitted``, also for the owner's own place.
    """
    submission = _own(submission, by)
    row = submission.people.select_related("user").filter(user__public_id=person).first()
    if row is None:
        return
    if row.is_owner:
        raise NotPermitted("who began a submission stays with it")
    row.delete()
    payload = {"person": person}
    event = record("submission", submission.public_id, "remove-person", by=by, version=submission.version, payload=payload)
    _tell(submission, [row.user], "removed", event)


@transaction.atomic
def leave(submission: Submission, *, by: User) -> None:
    """Submit no more together with the others, who are told. Raises ``NotPermitted`` for who began it."""
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    row = submission.people.filter(user=by).first()
    if row is None or row.is_owner:
        raise NotPermitted("who was invited may leave")
    row.delete()
    event = record(
        "submission", submission.public_id, "leave", by=by, version=submission.version, payload={"person": by.public_id}
    )
    _tell(submission, submitters_of(submission), "left", event, name=by.name)


def _tell(submission: Submission, people: list[User], template: str, event: Event, **values: Any) -> None:
    """Tell people of who comes and goes; whoever submits no more gets no way to it."""
    link = "" if template == "removed" else place("submission", submission.public_id)
    reference, title = submission.reference or "", title_of(submission)
    tell_people(people, f"person_{template}", event=event, link=link, reference=reference, title=title, **values)


INVITATION = Kind(PURPOSE, claimed=join)

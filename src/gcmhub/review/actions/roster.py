"""The roster of reviewers: applied for, screened, scored, admitted, paused, renewed, left."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from gcmhub.accounts.actions import grant_role, revoke_role
from gcmhub.accounts.choices import OrganisationType
from gcmhub.accounts.choices import Role as HubRole
from gcmhub.accounts.models import User
from gcmhub.accounts.queries import organisations_of, roles_of
from gcmhub.core.actors import SYSTEM
from gcmhub.core.clock import now
from gcmhub.core.errors import NotPermitted
from gcmhub.library.errors import Problem
from gcmhub.review.actions.telling import tell_member, tell_people
from gcmhub.review.errors import Incomplete, TooMany
from gcmhub.review.lives import ROSTER
from gcmhub.review.models import RosterMember, RosterScore
from gcmhub.review.places import place
from gcmhub.review.queries.people import managing_editors, roster_roles
from gcmhub.review.rules.roster import ON_ROSTER, SCORES, SCREENING
from gcmhub.review.rules.tracks import months_after
from gcmhub.workflow.actions import record, take_step
from gcmhub.workflow.models import Event

MEMBERSHIP = 24  # months
CAPACITY_LIMIT = 24
STATEMENT_LIMIT = 10_000


def tell_desk(member: RosterMember, template: str, *, key: str = "", event: Event | None = None) -> None:
    """Tell the managing editors of an application."""
    tell_people(managing_editors(), template, key=key, event=event, link=place("desk-roster-member", member.public_id))


@transaction.atomic
def begin_application(*, by: User) -> RosterMember:
    """Begin an application, or take up the one that somebody has. Raises ``NotPermitted`` without a verified address."""
    if "contributor" not in roles_of(by):
        raise NotPermitted("applications begin with a verified address")
    member = RosterMember.objects.filter(user=by).first()
    if member is None:
        un = organisations_of(by).filter(type=OrganisationType.UN).exists()
        member = RosterMember(user=by, is_un=un, created_at=now())
        take_step(ROSTER, member, "start", by=by)
    elif member.state in {"retired", "declined"}:
        take_step(ROSTER, member, "restart", by=by)
    return member


@transaction.atomic
def save_application(member: RosterMember, values: Mapping[str, Any], *, by: Any) -> RosterMember:
    """Keep what an applicant or member writes: statement, interests, capacity."""
    if "applicant" not in roster_roles(by, member):
        raise NotPermitted("the application is another person's")
    member = RosterMember.objects.select_for_update().get(pk=member.pk)
    for name in ("statement", "interests"):
        if len(str(values.get(name, ""))) > STATEMENT_LIMIT:
            raise TooMany(str(STATEMENT_LIMIT))
        setattr(member, name, str(values.get(name, getattr(member, name))))
    capacity = values.get("capacity", member.capacity)
    if not isinstance(capacity, int) or not 0 <= capacity <= CAPACITY_LIMIT:
        raise Incomplete((Problem("capacity", "off-scale"),))
    member.capacity = capacity
    member.save(update_fields=["statement", "interests", "capacity"])
    return member


@transaction.atomic
def submit_application(member: RosterMember, *, by: Any) -> Event:
    """Send an application. Raises ``Incomplete``."""
    event = take_step(ROSTER, member, "submit", by=by, payload={"statement": member.statement})
    tell_member(member, "roster_received", event=event)
    tell_desk(member, "roster_waiting", event=event)
    return event


@transaction.atomic
def screen(member: RosterMember, *, by: Any) -> Event:
    """Begin to look at an application."""
    return take_step(ROSTER, member, "screen", by=by)


@transaction.atomic
def tick_screening(member: RosterMember, ticked: Mapping[str, bool], *, by: Any) -> RosterMember:
    """Keep the checklist of eligibility."""
    if member.state != "screening" or not roster_roles(by, member) & {"editor", "managing-editor"}:
        raise NotPermitted("editors screen applications")
    member.screening = {code: bool(ticked.get(code)) for code in SCREENING}
    member.save(update_fields=["screening"])
    return member


@transaction.atomic
def ask_applicant(member: RosterMember, letter: str, *, by: Any) -> Event:
    """Ask an applicant for more."""
    event = take_step(ROSTER, member, "ask", by=by, payload={"letter": letter})
    tell_member(member, "roster_question", event=event, letter=letter)
    return event


@transaction.atomic
def pass_on(member: RosterMember, *, by: Any) -> Event:
    """Give an eligible application to the roster panel."""
    return take_step(ROSTER, member, "pass-on", by=by)


@transaction.atomic
def score(member: RosterMember, values: Mapping[str, int], *, by: User, comment: str = "") -> RosterScore:
    """Score an application as a member of the roster panel: every criterion from 0 to 5. Nobody scores oneself."""
    if member.state != "panel-scoring" or not roster_roles(by, member) & {"editor", "managing-editor"}:
        raise NotPermitted("editors score applications")
    wrong = [code for code in SCORES if values.get(code) not in range(6)]
    if wrong:
        raise Incomplete(tuple(Problem(f"scores.{code}", "off-scale") for code in wrong))
    kept, comment = {code: values[code] for code in SCORES}, comment[:STATEMENT_LIMIT]
    if same := RosterScore.objects.filter(member=member, scorer=by, values=kept, comment=comment).first():
        return same
    row, _ = RosterScore.objects.update_or_create(
        member=member, scorer=by, defaults={"values": kept, "comment": comment, "scored_at": now()}
    )
    record("roster", member.public_id, "score", by=by, version=member.version, payload=kept)
    return row


@transaction.atomic
def admit(member: RosterMember, *, by: Any) -> Event:
    """Admit an applicant, who then agrees to the code of conduct."""
    event = take_step(ROSTER, member, "admit", by=by)
    tell_member(member, "roster_admitted", event=event)
    return event


@transaction.atomic
def waitlist(member: RosterMember, *, by: Any) -> Event:
    """Keep an applicant for when the roster needs them."""
    event = take_step(ROSTER, member, "wait", by=by)
    tell_member(member, "roster_waitlisted", event=event)
    return event


@transaction.atomic
def decline(member: RosterMember, *, by: Any, reason: str, letter: str) -> Event:
    """Refuse an application, with reasons."""
    event = take_step(ROSTER, member, "decline", by=by, reason=reason, payload={"letter": letter})
    tell_member(member, "roster_declined", event=event, letter=letter, reason=reason)
    return event


def _membership() -> dict[str, Any]:
    moment = now()
    return {"admitted_at": moment, "renew_by": months_after(moment, MEMBERSHIP), "code_of_conduct_at": moment}


@transaction.atomic
def begin_membership(member: RosterMember, *, by: Any, code_of_conduct: bool) -> Event:
    """Agree to the code of conduct and be a reviewer from now on."""
    event = take_step(ROSTER, member, "begin", by=by, payload={"code_of_conduct": code_of_conduct}, changes=_membership())
    grant_role(member.user, HubRole.REVIEWER, by=SYSTEM)
    tell_member(member, "roster_welcome", event=event)
    return event


@transaction.atomic
def pause(member: RosterMember, *, by: Any, until: date | None) -> Event:
    """Receive no invitations until a day, or until one comes back."""
    if until is not None and until <= now().date():
        raise Incomplete((Problem("until", "not-later"),))
    return take_step(ROSTER, member, "pause", by=by, changes={"paused_until": until})


@transaction.atomic
def resume(member: RosterMember, *, by: Any) -> Event:
    """Receive invitations again."""
    return take_step(ROSTER, member, "resume", by=by, changes={"paused_until": None})


@transaction.atomic
def fall_due(member: RosterMember) -> Event:
    """Ask a member to renew."""
    event = take_step(ROSTER, member, "fall-due", by=SYSTEM)
    tell_member(member, "roster_renewal", event=event)
    return event


@transaction.atomic
def renew(member: RosterMember, *, by: Any, code_of_conduct: bool) -> Event:
    """Stay on the roster for another period."""
    changes = _membership() | {"admitted_at": member.admitted_at}
    return take_step(ROSTER, member, "renew", by=by, payload={"code_of_conduct": code_of_conduct}, changes=changes)


@transaction.atomic
def enrol(user: User, *, by: Any, is_un: bool, capacity: int = 2) -> RosterMember:
    """Put somebody on the roster without an application: a roster that a hub takes over from elsewhere.

    They agreed to its code of conduct there. Raises ``NotPermitted``, ``NotInThisState`` for who is or was on it.
    """
    member = RosterMember.objects.filter(user=user).first() or RosterMember(user=user, created_at=now())
    changes = _membership() | {"is_un": is_un, "capacity": capacity}
    take_step(ROSTER, member, "enrol", by=by, changes=changes)
    if HubRole.REVIEWER not in roles_of(user):
        grant_role(user, HubRole.REVIEWER, by=SYSTEM)
    return member


def _leave(member: RosterMember) -> None:
    revoke_role(member.user, HubRole.REVIEWER, by=SYSTEM)


@transaction.atomic
def retire(member: RosterMember, *, by: Any) -> Event:
    """Leave the roster, or end an application."""
    was = member.state
    event = take_step(ROSTER, member, "retire", by=by)
    if was in ON_ROSTER:
        _leave(member)
    tell_member(member, "roster_retired", event=event)
    return event


@transaction.atomic
def suspend(member: RosterMember, *, by: Any, reason: str, letter: str) -> Event:
    """Take somebody off the roster until it is clear what happened."""
    event = take_step(ROSTER, member, "suspend", by=by, reason=reason, payload={"letter": letter})
    _leave(member)
    tell_member(member, "roster_suspended", event=event, letter=letter, reason=reason)
    return event


@transaction.atomic
def reinstate(member: RosterMember, *, by: Any) -> Event:
    """Put somebody back on the roster."""
    event = take_step(ROSTER, member, "reinstate", by=by)
    grant_role(member.user, HubRole.REVIEWER, by=SYSTEM)
    tell_member(member, "roster_welcome", event=event)
    return event


@transaction.atomic
def remove(member: RosterMember, *, by: Any, reason: str, letter: str) -> Event:
    """Take somebody off the roster for good."""
    event = take_step(ROSTER, member, "remove", by=by, reason=reason, payload={"letter": letter})
    tell_member(member, "roster_removed", event=event, letter=letter, reason=reason)
    return event


@transaction.atomic
def appeal(member: RosterMember, letter: str, *, by: Any) -> Event:
    """Ask for another look at a suspension or removal."""
    event = take_step(ROSTER, member, "appeal", by=by, payload={"letter": letter})
    tell_desk(member, "roster_appealed", event=event)
    return event

"""Organisations, and who works for them. Anybody may name one; that it is what it says is verified."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from gcmhub.accounts.actions.roles import PERSON
from gcmhub.accounts.choices import OrganisationType
from gcmhub.accounts.errors import AlreadyMember, NotAMember, OrganisationRefused
from gcmhub.accounts.models import Membership, Organisation, User
from gcmhub.accounts.permissions import guard_contributor, guard_oneself, guard_organisations, may_keep_organisations
from gcmhub.accounts.queries import belongs_by_address, roles_of
from gcmhub.accounts.rules import DOMAIN, PUBLIC_MAIL
from gcmhub.core.clock import now, today
from gcmhub.vocabulary.choices import LANGUAGES, Scheme
from gcmhub.vocabulary.queries import codes
from gcmhub.workflow.actions import actor_id, record

ORGANISATION = "organisation"  # the type of organisations in events
BY_DOMAIN = "domain"
NAME = 200  # characters
EARLIEST = date(1945, 1, 1)  # before it nobody who works today began to


@transaction.atomic
def add_organisation(
    *,
    by: Any,
    names: Mapping[str, str],
    type: str,  # noqa: A002 - the field's word
    country: str = "",
    parent: Organisation | None = None,
    domains: Iterable[str] = (),
) -> Organisation:
    """Name an organisation; it is verified when administrators or managing editors do so.

    Domains are theirs to say: others' are left out. Raises ``NotPermitted``, ``OrganisationRefused``.
    """
    roles = roles_of(by)
    guard_contributor(by, roles)
    verified = may_keep_organisations(by, roles)
    cleaned = {language: " ".join(name.split()) for language, name in names.items() if name.strip()}
    _refuse(not cleaned or set(cleaned) - set(LANGUAGES) or max(map(len, cleaned.values())) > NAME, "names")
    _refuse(type not in OrganisationType.values, "type")
    _refuse(country and country not in codes(Scheme.COUNTRY), "country")
    under = sorted({domain.strip().lower().removeprefix("@") for domain in domains}) if verified else []
    _refuse(any(not DOMAIN.fullmatch(domain) or domain in PUBLIC_MAIL for domain in under), "domains")
    row = Organisation.objects.create(
        names=cleaned, type=type, country=country, parent=parent, domains=under, is_verified=verified
    )
    record(ORGANISATION, row.public_id, "add-organisation", by=by, payload={"names": cleaned, "type": str(type)})
    return row


def _refuse(wrong: object, field: str) -> None:
    if wrong:
        raise OrganisationRefused(field, field=field)


@transaction.atomic
def verify_organisation(organisation: Organisation, *, by: Any, domains: Iterable[str] | None = None) -> None:
    """Confirm that an organisation is what it says, and which domains are its own.

    Raises ``NotPermitted``, ``OrganisationRefused``.
    """
    guard_organisations(by, roles_of(by))
    if domains is not None:
        organisation.domains = sorted({domain.strip().lower().removeprefix("@") for domain in domains})
        wrong = (domain for domain in organisation.domains if not DOMAIN.fullmatch(domain) or domain in PUBLIC_MAIL)
        _refuse(any(wrong), "domains")
    organisation.is_verified = True
    organisation.save(update_fields=["domains", "is_verified"])
    record(ORGANISATION, organisation.public_id, "verify-organisation", by=by, payload={"domains": organisation.domains})


@transaction.atomic
def join_organisation(
    user: User,
    organisation: Organisation,
    *,
    by: Any,
    title: str = "",
    since: date | None = None,
    until: date | None = None,
    asks_focal_point: bool = False,
) -> Membership:
    """Write down that a person works for an organisation since a day (today), or did until another.

    It is verified at once where the organisation is and a verified address of the person is under its domain; whether
    the person is its focal point is not. Raises ``NotPermitted``, ``AlreadyMember``, ``OrganisationRefused``.
    """
    guard_oneself(by, user)
    guard_contributor(by, roles_of(by))
    begin = since or today()
    _refuse(not EARLIEST <= begin <= today(), "since")
    _refuse(until and not begin <= until <= today(), "until")
    User.objects.select_for_update().get(pk=user.pk)
    if until is None and Membership.objects.filter(user=user, organisation=organisation, until=None).exists():
        raise AlreadyMember(organisation.public_id)
    proven = until is None and organisation.is_verified and belongs_by_address(user, organisation)
    row = Membership.objects.create(
        user=user,
        organisation=organisation,
        title=" ".join(title.split())[:150],
        since=begin,
        until=until,
        asks_focal_point=asks_focal_point and until is None,
        verified_at=now() if proven else None,
        verified_by=BY_DOMAIN if proven else "",
    )
    payload = {"organisation": organisation.public_id, "by_domain": proven}
    record(PERSON, user.public_id, "join-organisation", by=by, payload=payload)
    return row


@transaction.atomic
def end_membership(membership: Membership, *, by: Any, until: date | None = None) -> None:
    """End a membership on a day (today); nobody is a focal point after it. Raises ``NotPermitted``, ``NotAMember``."""
    guard_oneself(by, membership.user)
    if membership.until is not None:
        raise NotAMember(str(membership.pk))
    end = until or today()
    _refuse(not membership.since <= end <= today(), "until")
    membership.until, membership.is_focal_point, membership.asks_focal_point = end, False, False
    membership.save(update_fields=["until", "is_focal_point", "asks_focal_point"])
    payload = {"organisation": membership.organisation.public_id, "until": end.isoformat()}
    record(PERSON, membership.user.public_id, "end-membership", by=by, payload=payload)


@transaction.atomic
def verify_focal_point(membership: Membership, *, by: Any) -> None:
    """Confirm that a person is the focal point of a verified organisation; nobody confirms their own.

    Raises ``NotPermitted``, ``NotAMember``, ``OrganisationRefused``.
    """
    guard_organisations(by, roles_of(by))
    if getattr(by, "pk", None) == membership.user_id:
        guard_organisations(None, ())
    if membership.until is not None:
        raise NotAMember(str(membership.pk))
    _refuse(not membership.organisation.is_verified, "is_verified")
    membership.is_focal_point, membership.asks_focal_point = True, False
    membership.verified_at, membership.verified_by = now(), actor_id(by)
    membership.save(update_fields=["is_focal_point", "asks_focal_point", "verified_at", "verified_by"])
    payload = {"organisation": membership.organisation.public_id}
    record(PERSON, membership.user.public_id, "verify-focal-point", by=by, payload=payload)

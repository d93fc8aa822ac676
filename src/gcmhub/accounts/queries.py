"""What others ask about people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet, Value

from gcmhub.accounts.choices import Purpose, Role
from gcmhub.accounts.errors import InvitationClaimed, InvitationExpired, InvitationUnknown
from gcmhub.accounts.models import Consent, Invitation, Membership, Organisation, Profile, RoleGrant, User
from gcmhub.accounts.rules import belongs, covers, hash_of
from gcmhub.core.clock import now
from gcmhub.vocabulary.words import fold


def roles_of(user: Any) -> frozenset[str]:
    """Return the roles that somebody holds now; none for who is not signed in or not active. One query."""
    if not isinstance(user, User) or not user.pk or not user.is_active:
        return frozenset()
    granted = RoleGrant.objects.filter(user=user, revoked_at=None).values_list("role")
    verified = EmailAddress.objects.filter(user=user, verified=True)
    rows = granted.union(verified.values_list(Value(str(Role.CONTRIBUTOR)))).values_list("role", flat=True)
    return frozenset(map(str, rows)) | ({str(Role.ADMINISTRATOR)} if user.is_superuser else frozenset())


def holds(user: Any, role: str, objective: str = "") -> bool:
    """Say whether somebody holds a role, for an objective where one is named."""
    if role in {Role.CONTRIBUTOR, Role.ADMINISTRATOR} or not objective:
        return role in roles_of(user)
    if not isinstance(user, User) or not user.pk or not user.is_active:
        return False
    rows = RoleGrant.objects.filter(user=user, role=role, revoked_at=None).values_list("objectives", flat=True)
    return any(covers(objectives, objective) for objectives in rows)


def people_with(role: str, objectives: Iterable[str] = ()) -> QuerySet[User]:
    """Return the active people who hold a role, for one of the objectives at least where some are named."""
    people = User.objects.filter(is_active=True)
    if role == Role.CONTRIBUTOR:
        return people.filter(pk__in=EmailAddress.objects.filter(verified=True).values("user"))
    grants, wanted = RoleGrant.objects.filter(role=role, revoked_at=None), list(objectives)
    if role == Role.ADMINISTRATOR:
        return people.filter(Q(is_superuser=True) | Q(pk__in=grants.values("user")))
    if not wanted:
        return people.filter(pk__in=grants.values("user"))
    rows = grants.values_list("user", "objectives")
    return people.filter(pk__in=[user for user, found in rows if any(covers(found, each) for each in wanted)])


def addresses_of(user: User) -> list[str]:
    """Return the verified addresses of a person, the primary one first."""
    rows = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")
    return list(rows.values_list("email", flat=True))


def primary_address(user: User) -> str:
    """Return where mails to a person go: the primary address, else any verified one, else nowhere (empty)."""
    return next(iter(addresses_of(user)), "")


def memberships_of(user: User, since: date | None = None) -> QuerySet[Membership]:
    """Return a person's memberships that have not ended, or had not on the day ``since``."""
    rows = Membership.objects.filter(user=user).select_related("organisation", "organisation__parent")
    return rows.filter(Q(until=None) | (Q(until__gte=since) if since else Q(pk=None)))


def organisations_of(user: User, since: date | None = None) -> QuerySet[Organisation]:
    """Return the organisations of a person now, with those of the past that did not end before ``since``."""
    rows = memberships_of(user, since).order_by()
    return Organisation.objects.filter(pk__in=rows.values("organisation"))


def organisation_by_id(public_id: str) -> Organisation | None:
    """Return an organisation."""
    return Organisation.objects.filter(public_id=public_id).first()


def search_organisations(text: str, limit: int = 20) -> list[Organisation]:
    """Return verified organisations with a name, in any language, that has every word of ``text``."""
    words = fold(text).split()
    found = Organisation.objects.filter(is_verified=True).order_by("pk") if words else Organisation.objects.none()
    named = (row for row in found if any(all(word in name for word in words) for name in map(fold, row.names.values())))
    return list(islice(named, limit))


def unverified_organisations() -> QuerySet[Organisation]:
    """Return the organisations that people have named and nobody has verified, oldest first."""
    return Organisation.objects.filter(is_verified=False).order_by("pk")


def organisation_named(name: str) -> Organisation | None:
    """Return the organisation of exactly this name in some language, a verified one first."""
    wanted = fold(name)
    rows = Organisation.objects.order_by("-is_verified", "pk")
    return next((row for row in rows if wanted in map(fold, row.names.values())), None)


def person_by_id(public_id: str) -> User | None:
    """Return a person who has not left."""
    return User.objects.filter(public_id=public_id, deleted_at=None).first()


def names_of(public_ids: Iterable[str]) -> dict[str, str]:
    """Return the names of people by their public ids; who is gone is left out."""
    return dict(User.objects.filter(public_id__in=list(public_ids)).values_list("public_id", "name"))


def search_people(text: str, limit: int = 20) -> list[User]:
    """Return who has this verified address, else people with a name, in any script, that has every word of ``text``."""
    if "@" in text:
        return [person] if (person := person_by_address(text)) else []
    words = fold(text).split()
    if not words:
        return []
    rows = User.objects.filter(deleted_at=None).order_by("name", "pk").values_list("pk", "name", "profile__names")
    named = (
        key
        for key, name, names in rows.iterator(2_000)
        if any(all(word in each for word in words) for each in map(fold, (name, *(names or {}).values())))
    )
    keys = list(islice(named, limit))
    return sorted(User.objects.filter(pk__in=keys), key=lambda one: keys.index(one.pk))


def grants_of(user: User) -> QuerySet[RoleGrant]:
    """Return the roles that a person was granted and holds, oldest first."""
    return RoleGrant.objects.filter(user=user, revoked_at=None).order_by("granted_at", "pk")


def focal_points_to_verify() -> QuerySet[Membership]:
    """Return the memberships of people who say to be a focal point and are not verified as one, oldest first."""
    rows = Membership.objects.filter(asks_focal_point=True, is_focal_point=False, until=None, user__is_active=True)
    return rows.select_related("user", "organisation").order_by("pk")


def person_by_address(address: str) -> User | None:
    """Return whose verified address this is."""
    row = EmailAddress.objects.filter(email__iexact=address, verified=True, user__is_active=True).select_related("user").first()
    return row.user if row else None


def belongs_by_address(user: User, organisation: Organisation) -> bool:
    """Say whether a verified address of the person is under a domain of the organisation."""
    return any(belongs(address, organisation.domains) for address in addresses_of(user))


def consents_of(user: User) -> QuerySet[Consent]:
    """Return every consent of a person, those that ended too."""
    return Consent.objects.filter(user=user)


def has_consented(user: User, purpose: str) -> bool:
    """Say whether a consent stands."""
    return Consent.objects.filter(user=user, purpose=purpose, withdrawn_at=None).exists()


def open_invitations(purpose: str, object_id: str) -> QuerySet[Invitation]:
    """Return the invitations for something that can still be taken up, in their order."""
    rows = Invitation.objects.filter(purpose=purpose, object_id=object_id, claimed_at=None, expires_at__gt=now())
    return rows.order_by("pk")


def invitations_made(by: User, purpose: str, since: datetime) -> int:
    """Return how many ways in for a purpose somebody has made since a moment and nobody took back."""
    return Invitation.objects.filter(purpose=purpose, invited_by=by.public_id, created_at__gt=since).count()


def invitation_by_token(token: str) -> Invitation:
    """Return an invitation that can be taken up. Raises ``InvitationUnknown``, ``InvitationClaimed``, ``InvitationExpired``."""
    row = Invitation.objects.filter(token_hash=hash_of(token)).first()
    if row is None:
        raise InvitationUnknown
    if row.claimed_at is not None:
        raise InvitationClaimed(row.public_id)
    if now() >= row.expires_at:
        raise InvitationExpired(row.public_id)
    return row


@dataclass(frozen=True)
class PublicProfile:
    """What anybody may see of a person who wished it. There is no gender here, and no address."""

    public_id: str
    name: str
    names: dict[str, str]
    biography: dict[str, str]
    sector: str
    country: str
    organisations: tuple[Organisation, ...]
    expertise: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, str], ...]
    regions: tuple[str, ...]
    countries: tuple[str, ...]
    publications: tuple[tuple[str, str, int | None], ...]
    orcid: str


def public_profile(user: User) -> PublicProfile | None:
    """Return what anybody may see of a person; None unless profile and consent say so. The only way to the public."""
    profile = Profile.objects.filter(user=user, is_public=True, user__is_active=True).first()
    if profile is None or not has_consented(user, Purpose.DIRECTORY):
        return None
    knows = profile.shows_expertise
    published = user.publications.all() if profile.shows_publications else ()
    return PublicProfile(
        public_id=user.public_id,
        name=user.name,
        names=profile.names,
        biography=profile.biography,
        sector=profile.sector,
        country=profile.country if profile.shows_country else "",
        organisations=tuple(organisations_of(user)) if profile.shows_organisations else (),
        expertise=tuple(user.expertise.values_list("objective", "level")) if knows else (),
        languages=tuple(user.language_skills.values_list("language", "level")) if knows else (),
        regions=tuple(profile.regions) if knows else (),
        countries=tuple(profile.countries) if knows else (),
        publications=tuple((row.title, row.url, row.year) for row in published),
        orcid=profile.orcid if profile.shows_publications else "",
    )

"""Which columns are about people: how they are found, exported and erased when somebody leaves.

Each room registers its own in ``AppConfig.ready``; ``tests/architecture`` fails on a column that looks personal and is
neither registered nor declared to be about no person.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet


class Known(Enum):
    """By what the rows of a person are found."""

    PERSON = "person"  # a key to the account
    ADDRESS = "address"  # one of the person's verified addresses
    OPAQUE = "opaque"  # the person's public id


class Erase(Enum):
    """What becomes of rows when the person leaves."""

    DELETE = "delete"
    BLANK = "blank"  # the row stays, with what ``blank`` gives in place of what was personal
    KEEP = "keep"  # it names the person by an opaque id alone; ``why`` says what it is needed for


@dataclass(frozen=True)
class Personal:
    """The personal columns of one model.

    ``column`` leads to the person, a path of keys if need be. ``fields`` are exported; ``secret`` ones are personal and
    neither shown nor exported (hashes of passwords, keys). ``impersonal`` ones hold texts that are about no person.
    """

    model: str
    column: str
    fields: tuple[str, ...]
    known: Known = Known.PERSON
    erase: Erase = Erase.DELETE
    secret: tuple[str, ...] = ()
    impersonal: tuple[str, ...] = ()
    blank: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""

    def __post_init__(self) -> None:
        if (self.erase is Erase.BLANK) != bool(self.blank):
            raise ValueError(f"{self.model}: blanks are for rows that stay without what was personal")
        if (self.erase is not Erase.DELETE) != bool(self.why):
            raise ValueError(f"{self.model}: say why rows stay, and only then")

    def rows(self, user: Any, addresses: list[str]) -> QuerySet[Any]:
        """Return the rows about a person; one known by addresses alone needs no ``user``."""
        model: type[Model] = apps.get_model(self.model)
        value: dict[Known, tuple[str, Any]] = {
            Known.PERSON: (self.column, getattr(user, "pk", None)),
            Known.ADDRESS: (f"{self.column}__in", addresses),
            Known.OPAQUE: (self.column, getattr(user, "public_id", "")),
        }
        name, wanted = value[self.known]
        return model._base_manager.filter(**{name: wanted}).order_by("pk")  # noqa: SLF001 - rows that a manager hides too


@dataclass(frozen=True)
class Impersonal:
    """A model, or some of its columns, that tell of no person. Keys to people and addresses must be named one by one."""

    model: str
    why: str
    fields: tuple[str, ...] = ()


_personal: dict[tuple[str, str], Personal] = {}
_impersonal: dict[str, Impersonal] = {}
_against: list[Callable[[Any, Any], list[str]]] = []
_carried: list[Callable[[Any, Any], None]] = []


def register(*rows: Personal) -> None:
    """Make personal columns known. Raises ``ValueError`` for a model that is known otherwise."""
    for row in rows:
        if _personal.setdefault((row.model, row.column), row) != row:
            raise ValueError(f"{row.model} is registered twice")


def declare_impersonal(why: str, *models: str, fields: tuple[str, ...] = ()) -> None:
    """Say that models, or these fields of theirs, tell of no person."""
    for model in models:
        _impersonal[model] = Impersonal(model, why, fields)


def forbid_merging(check: Callable[[Any, Any], list[str]]) -> None:
    """Let a room say why two accounts cannot be one person's: codes of reasons, with what they are about."""
    if check not in _against:
        _against.append(check)


def carry_over(work: Callable[[Any, Any], None]) -> None:
    """Let a room keep up, when two accounts become one, what stands in its record under the name of the first."""
    if work not in _carried:
        _carried.append(work)


def carry(gone: Any, kept: Any) -> None:
    """Do what every room has to do for the account that is kept."""
    for work in _carried:
        work(gone, kept)


def against_merging(one: Any, other: Any) -> list[str]:
    """Return what any room has against merging two accounts."""
    return [reason for check in _against for reason in check(one, other)]


def registered() -> list[Personal]:
    """Return what is registered, by model."""
    return [_personal[key] for key in sorted(_personal)]


def declared() -> list[Impersonal]:
    """Return what is declared impersonal, by model."""
    return [_impersonal[key] for key in sorted(_impersonal)]


OPAQUE_ROW = "It names the person by an opaque id alone, and shows who was trusted with what, and when."

ACCOUNTS = (
    Personal(
        "accounts.User",
        "pk",
        ("public_id", "name", "language", "joined_at", "last_login"),
        erase=Erase.BLANK,
        secret=("password",),
        blank={"name": "", "language": "en", "last_login": None},
        why="The work of the person holds on to the row; nothing in it names them.",
    ),
    Personal(
        "accounts.RoleGrant",
        "user",
        ("role", "objectives", "granted_at", "revoked_at"),
        erase=Erase.KEEP,
        impersonal=("granted_by",),
        why=OPAQUE_ROW,
    ),
    Personal(
        "accounts.Membership",
        "user",
        ("organisation", "title", "since", "until", "asks_focal_point", "is_focal_point", "verified_at", "verified_by"),
    ),
    Personal(
        "accounts.Profile",
        "user",
        (
            *("names", "biography", "sector", "country", "regions", "countries", "years_of_experience", "orcid", "gender"),
            *("is_public", "shows_country", "shows_organisations", "shows_expertise", "shows_publications"),
        ),
    ),
    Personal("accounts.Expertise", "user", ("objective", "level", "evidence")),
    Personal("accounts.LanguageSkill", "user", ("language", "level")),
    Personal("accounts.Publication", "user", ("title", "url", "year", "coauthors")),
    Personal(
        "accounts.Consent",
        "user",
        ("purpose", "text_version", "language", "given_at", "withdrawn_at", "channel"),
        erase=Erase.KEEP,
        why="It shows what was agreed to, by an opaque id alone.",
    ),
    Personal(
        "accounts.Invitation",
        "claimed_by",
        ("email", "purpose", "object_id", "created_at", "claimed_at"),
        erase=Erase.BLANK,
        secret=("token_hash",),
        impersonal=("invited_by",),
        blank={"email": "gone@invalid.invalid"},
        why="What was taken up is part of another's work; the address is not.",
    ),
    Personal("accounts.Invitation", "email", ("email", "purpose", "created_at", "expires_at"), known=Known.ADDRESS),
    Personal("account.EmailAddress", "user", ("email", "verified", "primary")),
    Personal("account.EmailConfirmation", "email_address__user", ("created", "sent"), secret=("key",)),
    Personal("mfa.Authenticator", "user", ("type", "created_at", "last_used_at"), secret=("data",)),
    Personal(
        "usersessions.UserSession", "user", ("created_at", "last_seen_at", "ip", "user_agent"), secret=("session_key", "data")
    ),
)


def register_accounts() -> None:
    """Make known what this room, and what it uses of allauth and of Django, keep of people."""
    register(*ACCOUNTS)
    declare_impersonal("It tells of organisations.", "accounts.Organisation")
    declare_impersonal("No group and no permission of Django's is given to anybody.", "auth.Group", "auth.Permission")
    for each in ("groups", "user_permissions"):
        declare_impersonal("As above; the row names the person by a number.", f"accounts.User_{each}", fields=("user",))
    declare_impersonal("It lists models.", "contenttypes.ContentType")
    declare_impersonal("Words and lists shared by everybody.", "vocabulary.Term", "workflow.Holiday")
    declare_impersonal("Resources as they are published.", "search.Entry")
    declare_impersonal(
        "Tasks carry numbers and names of codes, never words about people.", "django_tasks_database.DBTaskResult"
    )
    declare_impersonal(
        "People stand in events by opaque ids; what events of a person remember is erased with the account.",
        *("workflow.Chain", "workflow.Event", "workflow.Anchor", "workflow.Timer"),
    )
    declare_impersonal("Sessions of a person are ended with the account.", "sessions.Session")

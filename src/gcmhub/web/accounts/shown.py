"""What the pages of accounts show, in the reader's language."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from gcmhub.accounts.actions.profiles import FLAGS
from gcmhub.accounts.choices import Purpose
from gcmhub.accounts.models import Consent, Membership, Organisation, Profile
from gcmhub.core.errors import HubError
from gcmhub.face import account_words as words
from gcmhub.face.formats import language_name
from gcmhub.face.languages import current, languages
from gcmhub.vocabulary.choices import LANGUAGES, Scheme
from gcmhub.vocabulary.queries import label, sorted_countries, terms
from gcmhub.web.accounts.forms import ExpertiseRows, LanguageRows, PublicationRows

EVER = date(1900, 1, 1)
Pairs = list[tuple[Any, Any]]


def roles(held: Iterable[str]) -> list[str]:
    """Return the names of roles, in the order of the table."""
    return [str(name) for role, name in words.ROLES.items() if role in held]


def refusal(error: HubError) -> str:
    """Return why a value was refused."""
    field = str(error.details.get("field", ""))
    return str(words.REFUSED.get("names_of_organisation" if field == "names" else field, words.UNREADABLE))


def profile_values(user: Any) -> dict[str, Any]:
    """Return the profile as the form shows it."""
    row = Profile.objects.filter(user=user).first() or Profile(user=user)
    standing = set(Consent.objects.filter(user=user, withdrawn_at=None).values_list("purpose", flat=True))
    values: dict[str, Any] = {
        "name": user.name,
        "language": user.language,
        "sector": row.sector,
        "country": row.country,
        "regions": row.regions,
        "countries": ", ".join(label(Scheme.COUNTRY, code, current().content) for code in row.countries),
        "years_of_experience": row.years_of_experience,
        "orcid": row.orcid,
        "gender": row.gender,
        "gender_consent": Purpose.GENDER in standing,
        "directory_consent": Purpose.DIRECTORY in standing,
    }
    values |= {flag: getattr(row, flag) for flag in FLAGS}
    return (
        values
        | {f"name_{tag}": row.names.get(tag, "") for tag in LANGUAGES}
        | {f"biography_{tag}": row.biography.get(tag, "") for tag in LANGUAGES}
    )


def profile_choices() -> dict[str, Any]:
    """Return what can be chosen in the form of the profile."""
    return {
        "tags": [(tag, language_name(tag)) for tag in LANGUAGES],
        "languages_of_mail": [(each.code, each.name) for each in languages().values()],
        "sectors": named(words.SECTORS),
        "countries": countries(),
        "regions": [(row.code, label(Scheme.REGION, row.code, current().content)) for row in terms(Scheme.REGION)],
        "genders": named(words.GENDERS),
    }


def named(names: dict[Any, Any]) -> Pairs:
    """Return codes and names."""
    return [(getattr(code, "value", code), name) for code, name in names.items()]


def countries() -> Pairs:
    """Return codes and names of countries and areas."""
    code = current().code
    return [(row.code, label(Scheme.COUNTRY, row.code, current().content)) for row in sorted_countries(code)]


def expertise_rows(user: Any, data: Any) -> dict[str, Any]:
    """Return the three lists as forms, with empty rows to fill in."""
    objectives = list(user.expertise.values("objective", "level", "evidence"))
    spoken = list(user.language_skills.values("language", "level"))
    published = list(user.publications.values("title", "url", "year", "coauthors"))
    return {
        "objectives": ExpertiseRows(data, prefix="objectives", initial=[*objectives, *[{}] * (5 - len(objectives))]),
        "languages": LanguageRows(data, prefix="languages", initial=[*spoken, *[{}] * min(3, 12 - len(spoken))]),
        "publications": PublicationRows(data, prefix="publications", initial=[*published, *[{}] * min(3, 30 - len(published))]),
    }


def expertise_choices() -> dict[str, Any]:
    """Return what can be chosen in the rows."""
    content = current().content
    tongues = [(row.code, label(Scheme.LANGUAGE, row.code, content)) for row in terms(Scheme.LANGUAGE)]
    return {
        "objective_choices": [
            (row.code, f"{row.code}. {label(Scheme.OBJECTIVE, row.code, content)}") for row in terms(Scheme.OBJECTIVE)
        ],
        "level_choices": named(words.EXPERTISE_LEVELS),
        "language_choices": sorted(tongues, key=lambda pair: pair[1]),
        "language_levels": named(words.LANGUAGE_LEVELS),
    }


def organisation_choices() -> dict[str, Any]:
    """Return what can be chosen for an organisation."""
    return {"types": named(words.ORGANISATION_TYPES), "countries": countries()}


def organisations(rows: Iterable[Organisation]) -> list[dict[str, Any]]:
    """Return organisations as the page names them."""
    content = current().content
    return [
        {
            "id": row.public_id,
            "name": row.name_in(content),
            "type": dict(named(words.ORGANISATION_TYPES)).get(row.type, ""),
            "country": label(Scheme.COUNTRY, row.country, content) if row.country else "",
        }
        for row in rows
    ]


def memberships(rows: Iterable[Membership]) -> list[dict[str, Any]]:
    """Return where somebody works, what of it is verified, and what has ended."""
    return [{"row": row, "organisation": organisations([row.organisation])[0]} for row in rows]


def consents(rows: Iterable[Consent]) -> list[dict[str, Any]]:
    """Return consents, the latest first; ``standing`` ones can be withdrawn."""
    return [
        {
            "row": row,
            "name": words.PURPOSES.get(row.purpose, row.purpose),
            "standing": row.withdrawn_at is None,
            "needed": row.purpose == Purpose.TERMS,
            "language": languages()[row.language].name if row.language in languages() else row.language,
        }
        for row in sorted(rows, key=lambda each: each.given_at, reverse=True)
    ]

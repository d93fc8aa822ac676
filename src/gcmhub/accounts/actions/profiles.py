"""What people say of themselves."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction

from gcmhub.accounts.actions.roles import PERSON
from gcmhub.accounts.choices import Gender, LanguageLevel, Purpose, Sector
from gcmhub.accounts.errors import ConsentMissing, PersonGone, ProfileRefused
from gcmhub.accounts.models import Expertise, LanguageSkill, Profile, Publication, User
from gcmhub.accounts.permissions import guard_oneself
from gcmhub.accounts.queries import has_consented
from gcmhub.accounts.rules import is_orcid
from gcmhub.core.clock import today
from gcmhub.vocabulary.choices import LANGUAGES, Scheme
from gcmhub.vocabulary.queries import codes
from gcmhub.workflow.actions import record

NAME, BIOGRAPHY, EVIDENCE, TITLE, URL, COAUTHORS = 200, 3_000, 1_000, 300, 500, 2_000  # characters
MOST_OBJECTIVES, MOST_LANGUAGES, MOST_PUBLICATIONS, MOST_YEARS = 5, 12, 30, 70
FLAGS = ("is_public", "shows_country", "shows_organisations", "shows_expertise", "shows_publications")


def _texts(length: int) -> Callable[[Any], bool]:
    return lambda value: set(value) <= set(LANGUAGES) and all(0 < len(text) <= length for text in value.values())


CHECKS: dict[str, Callable[[Any], bool]] = {
    "names": _texts(NAME),
    "biography": _texts(BIOGRAPHY),
    "sector": lambda value: value in {"", *Sector.values},
    "country": lambda value: value == "" or value in codes(Scheme.COUNTRY),
    "regions": lambda value: set(value) <= codes(Scheme.REGION),
    "countries": lambda value: set(value) <= codes(Scheme.COUNTRY),
    "years_of_experience": lambda value: value is None or 0 <= value <= MOST_YEARS,
    "orcid": lambda value: value == "" or is_orcid(value),
    "gender": lambda value: value in {"", *Gender.values},
} | dict.fromkeys(FLAGS, lambda value: isinstance(value, bool))


@transaction.atomic
def update_profile(
    user: User,
    *,
    by: Any,
    name: str | None = None,
    language: str | None = None,
    expertise: Iterable[Mapping[str, Any]] | None = None,
    languages: Mapping[str, str] | None = None,
    publications: Iterable[Mapping[str, Any]] | None = None,
    **fields: Any,
) -> Profile:
    """Write what a person says of themselves; what is not given stays as it is, lists are replaced whole.

    ``fields`` are those of ``Profile``; ``expertise`` rows have objective, level, evidence; ``languages`` maps tags to
    levels; ``publications`` rows have title, url, year, coauthors. Gender needs the consent for it, a public profile
    the one for that. Raises ``NotPermitted``, ``PersonGone``, ``ProfileRefused``, ``ConsentMissing``.
    """
    guard_oneself(by, user)
    held = User.objects.select_for_update().get(pk=user.pk)
    if held.deleted_at:
        raise PersonGone(user.public_id)
    for field, value in fields.items():
        _refuse(field not in CHECKS or not CHECKS[field](value), field)
    _need(user, Purpose.GENDER, fields.get("gender"))
    _need(user, Purpose.DIRECTORY, fields.get("is_public"))
    profile, _ = Profile.objects.update_or_create(user=user, defaults=fields)
    _write_person(user, name, language)
    lists = {"expertise": expertise, "languages": languages, "publications": publications}
    if expertise is not None:
        _replace(user, Expertise, _expertise(expertise))
    if languages is not None:
        _replace(user, LanguageSkill, _languages(languages))
    if publications is not None:
        _replace(user, Publication, _publications(publications))
    changed = {"name": name, "language": language} | lists
    named = sorted([*fields, *(field for field, value in changed.items() if value is not None)])
    record(PERSON, user.public_id, "update-profile", by=by, payload={"fields": named})
    return profile


def _refuse(wrong: object, field: str) -> None:
    if wrong:
        raise ProfileRefused(field, field=field)


def _need(user: User, purpose: str, wished: object) -> None:
    if wished and not has_consented(user, purpose):
        raise ConsentMissing(purpose, purpose=purpose)


def _write_person(user: User, name: str | None, language: str | None) -> None:
    if name is not None:
        user.name = " ".join(name.split())
        _refuse(len(user.name) > NAME or any(unicodedata.category(sign) == "Cc" for sign in user.name), "name")
    if language is not None:
        _refuse(not language or len(language) > 16, "language")
        user.language = language
    user.save(update_fields=["name", "language"])


def _replace(user: User, model: Any, rows: list[dict[str, Any]]) -> None:
    model.objects.filter(user=user).delete()
    model.objects.bulk_create([model(user=user, **row) for row in rows])


def _expertise(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    found = [
        {"objective": row["objective"], "level": row["level"], "evidence": row.get("evidence", "").strip()} for row in rows
    ]
    known = codes(Scheme.OBJECTIVE)
    _refuse(len(found) > MOST_OBJECTIVES or len({row["objective"] for row in found}) != len(found), "expertise")
    for row in found:
        _refuse(row["objective"] not in known or row["level"] not in {1, 2, 3} or len(row["evidence"]) > EVIDENCE, "expertise")
    return found


def _languages(levels: Mapping[str, str]) -> list[dict[str, Any]]:
    known = codes(Scheme.LANGUAGE)
    _refuse(
        len(levels) > MOST_LANGUAGES or set(levels) - known or set(levels.values()) - set(LanguageLevel.values), "languages"
    )
    return [{"language": tag, "level": level} for tag, level in levels.items()]


def _publications(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    found = [
        {
            "title": " ".join(row["title"].split()),
            "url": row.get("url", "").strip(),
            "year": row.get("year"),
            "coauthors": row.get("coauthors", "").strip(),
        }
        for row in rows
    ]
    _refuse(len(found) > MOST_PUBLICATIONS, "publications")
    for row in found:
        _refuse(not 0 < len(row["title"]) <= TITLE or len(row["coauthors"]) > COAUTHORS, "publications")
        _refuse(row["url"] and not (row["url"].startswith(("https://", "http://")) and len(row["url"]) <= URL), "publications")
        _refuse(row["year"] is not None and not 1900 <= row["year"] <= today().year + 1, "publications")
    return found

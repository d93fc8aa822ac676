"""From filled-in forms to actions."""

from typing import Any

from django.db import transaction

from gcmhub.accounts.actions import (
    add_organisation,
    give_consent,
    join_organisation,
    update_profile,
    withdraw_consent,
)
from gcmhub.accounts.errors import AlreadyMember, ProfileRefused
from gcmhub.accounts.queries import has_consented, organisation_named
from gcmhub.face.account_words import REFUSED, UNREADABLE
from gcmhub.face.languages import current
from gcmhub.web.accounts.forms import TERMS_VERSION, OrganisationForm, ProfileForm


def save_profile(user: Any, form: ProfileForm) -> bool:
    """Save a profile with the consents that it needs; what is refused is told in the form. Returns whether it is saved."""
    wanted = form.consents()
    try:
        with transaction.atomic():
            for purpose, wished in wanted.items():
                if wished and not has_consented(user, purpose):
                    give_consent(user, purpose, by=user, text_version=TERMS_VERSION, language=current().code)
            update_profile(user, by=user, **form.written())
            for purpose, wished in wanted.items():
                if not wished and has_consented(user, purpose):
                    withdraw_consent(user, purpose, by=user)
    except ProfileRefused as error:
        field = str(error.details["field"])
        form.add_error(field if field in form.fields else None, REFUSED.get(field, UNREADABLE))
        return False
    return True


def save_expertise(user: Any, rows: dict[str, Any]) -> Any:
    """Save what the three lists say, empty rows left out; returns what is wrong, None when it is saved."""
    if not all([each.is_valid() for each in rows.values()]):  # noqa: C419 - each row shall be checked and tell
        return UNREADABLE
    objectives, languages, publications = ([row.cleaned_data for row in rows[name]] for name in rows)
    spoken = [row for row in languages if row.get("language")]
    if len({row["language"] for row in spoken}) != len(spoken):
        return REFUSED["languages"]
    try:
        update_profile(
            user,
            by=user,
            expertise=[row | {"level": row["level"] or 1} for row in objectives if row.get("objective")],
            languages={row["language"]: row["level"] or "read" for row in spoken},
            publications=[row for row in publications if any(row.values())],
        )
    except ProfileRefused as error:
        return REFUSED.get(str(error.details["field"]), UNREADABLE)
    return None


@transaction.atomic
def add_and_join(user: Any, form: OrganisationForm) -> None:
    """Join the organisation of this name, named anew where there is none. Raises ``OrganisationRefused``."""
    values = form.cleaned_data
    known = organisation_named(values["organisation_name"])
    organisation = known or add_organisation(
        by=user,
        names={current().content: values["organisation_name"]},
        type=values["type"],
        country=values["organisation_country"],
    )
    try:
        join_organisation(
            user,
            organisation,
            by=user,
            title=values["title"],
            since=values["since"],
            asks_focal_point=values["asks_focal_point"],
        )
    except AlreadyMember:
        return  # sent twice

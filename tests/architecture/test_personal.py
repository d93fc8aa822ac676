"""No column about a person is forgotten: each is registered, so that it is exported and erased, or declared impersonal."""

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from gcmhub.accounts.personal import Erase, Personal, declared, registered

TEXTS = (models.TextField, models.JSONField, models.FileField, models.URLField)
NAMES = {"name", "title", "orcid", "phone", "ip", "user_agent", "session_key", "token_hash", "password"}
LONG = 100  # characters from which on a line is more than a code
TEST_APPS = {"loans"}


def all_models():
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label not in TEST_APPS]


def leads_to_a_person(field):
    return field.is_relation and field.related_model is get_user_model()


def is_marked(field):
    """Whether a field is a person's by its kind, whatever it is called: a key to an account, an address, a network address."""
    return leads_to_a_person(field) or isinstance(field, models.EmailField | models.GenericIPAddressField)


def looks_personal(field):
    """Whether a field may hold something about a person: also every free text and every line longer than codes are."""
    line = isinstance(field, models.CharField) and (field.name in NAMES or (field.max_length or LONG) >= LONG)
    return is_marked(field) or ((line or isinstance(field, TEXTS)) and not field.choices)


def known_fields(model):
    """Return the fields of a model that are registered or declared one by one, and whether it is declared as a whole."""
    label = model._meta.label
    rows = [row for row in registered() if row.model == label]
    words = {
        name for row in rows for name in (row.column.partition("__")[0], *row.fields, *row.secret, *row.impersonal, *row.blank)
    }
    told = [row for row in declared() if row.model == label]
    return words | {name for row in told for name in row.fields}, any(not row.fields for row in told)


def forgotten(model):
    known, whole = known_fields(model)
    fields = [field for field in (*model._meta.concrete_fields, *model._meta.many_to_many) if looks_personal(field)]
    return [field.name for field in fields if field.name not in known and (is_marked(field) or not whole)]


@pytest.mark.parametrize("model", all_models(), ids=lambda model: model._meta.label)
def test_every_column_that_looks_personal_is_registered_or_declared_impersonal(model):
    assert forgotten(model) == []


def test_the_search_for_personal_columns_finds_them():
    user = get_user_model()
    assert looks_personal(user._meta.get_field("name"))
    assert looks_personal(apps.get_model("accounts.RoleGrant")._meta.get_field("user"))
    assert not looks_personal(user._meta.get_field("is_staff"))
    assert len(all_models()) > 30


def test_what_is_registered_is_there():
    for row in registered():
        model = apps.get_model(row.model)
        for name in (row.column.partition("__")[0], *row.fields, *row.secret, *row.impersonal, *row.blank):
            if name == "pk":
                continue
            try:
                model._meta.get_field(name)
            except FieldDoesNotExist:
                pytest.fail(f"{row.model} has no {name}")
    for row in declared():
        apps.get_model(row.model)


def test_a_registration_says_what_becomes_of_its_rows():
    with pytest.raises(ValueError, match="blanks"):
        Personal("accounts.Profile", "user", (), erase=Erase.BLANK, why="x")
    with pytest.raises(ValueError, match="why"):
        Personal("accounts.Profile", "user", (), erase=Erase.KEEP)


def test_every_room_with_rows_of_people_is_installed_from_settings():
    labels = {app.partition(".")[2].partition(".")[0] for app in settings.INSTALLED_APPS if app.startswith("gcmhub.")}
    assert {"accounts", "notices"} <= labels

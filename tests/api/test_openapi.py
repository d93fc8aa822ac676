"""The checked-in OpenAPI file is what the API does."""

import json
import os
from pathlib import Path

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from gcmhub.api.schemas import (
    MessageOut,
    ProblemsOut,
    ResourcesOut,
    SuggestOut,
    TombstoneOut,
    VocabularyOut,
    WholeResourceOut,
)
from gcmhub.api.v1 import SCHEMES
from gcmhub.config.wsgi import application
from gcmhub.core.actors import SYSTEM
from gcmhub.library.actions import archive_resource
from gcmhub.library.models import Resource
from tests.api.shelf import DETAILS
from tests.factories.records import FULL, shelved

FILE = Path(__file__).resolve().parents[2] / "docs" / "api" / "openapi.json"
EXAMPLES = 300 if os.environ.get("HUB_TEST_FULL") == "1" else 25

schema = schemathesis.openapi.from_path(FILE)
schema.app = application


@pytest.fixture
def one_connection():
    """The server's own entry closes connections around a request; the test's must stay, as in Django's client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_answers_keep_the_openapi_file(case, shelf, one_connection):
    case.call_and_validate(headers={"Accept-Encoding": "identity"})


def test_the_file_is_what_the_code_says(tmp_path):
    call_command("export_openapi", check=True)


@pytest.mark.django_db
def test_the_file_is_what_the_hub_serves(api):
    assert api.get("openapi.json") == json.loads(FILE.read_text(encoding="utf-8"))


def keeps(model, body):
    """Say that a body has exactly the fields of its form."""
    return model.model_validate(body).model_dump(mode="json") == body


@pytest.mark.django_db
def test_answers_have_exactly_the_fields_of_their_forms(api, shelf):
    assert keeps(ResourcesOut, api.resources(page_size=100))
    assert keeps(ResourcesOut, api.resources(q="skills nurses", page_size=100, lang="zh"))
    assert keeps(ResourcesOut, api.resources(q="remitances"))
    assert keeps(SuggestOut, api.get("suggest", q="ski"))
    for scheme in SCHEMES:
        assert keeps(VocabularyOut, api.get(f"vocabulary/{scheme}"))
    for resource in Resource.objects.all():
        assert keeps(WholeResourceOut, api.get(f"resources/{resource.public_id}"))


@pytest.mark.django_db
def test_a_full_resource_has_exactly_the_fields_of_its_form(api, empty):
    for kind, details in DETAILS.items():
        resource = shelved(**FULL | {"id": kind, "kind": kind, kind: details})
        shelved(id=f"{kind}-2", relations=[{"type": "evaluates", "id": kind}])
        body = api.get(f"resources/{resource.public_id}")
        assert body["relations"][-1]["resource"]["external_id"] == f"{kind}-2"
        assert keeps(WholeResourceOut, body)


@pytest.mark.django_db
def test_refusals_have_the_fields_of_their_forms(api, empty):
    resource = shelved()
    archive_resource(resource, by=SYSTEM, reason="Replaced.")
    assert keeps(TombstoneOut, api.ask(f"resources/{resource.public_id}").json())
    assert keeps(MessageOut, api.ask("resources/unknown").json())
    body = api.ask("resources", "page=0&kind=x").json()
    assert ProblemsOut.model_validate(body).model_dump(exclude_unset=True) == body

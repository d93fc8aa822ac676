"""The page of one submission at the desk: what it shows to whom, what each act changes, and what nothing but an act changes."""

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from gcmhub.core.ids import new_id
from tests.review.conftest import (  # noqa: F401 - fixtures
    REPORT,
    assigning,
    clock,
    django_db_setup,
    draft,
    in_triage,
    people,
    sent,
    to_decide,
    under_review,
    upload,
)
from tests.web.conftest import LANGUAGES
from tests.web.html import read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration(settings, tmp_path):
    settings.HUB_LOOPBACK = True  # where demonstration accounts need no second factor
    settings.MEDIA_ROOT = tmp_path


def browser(user):
    user.is_demo = True
    user.save()
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def address(submission, more="", language="en"):
    return f"/{language}/desk/submissions/{submission.public_id}/{more}"


def shown(client, submission, language="en"):
    response = client.get(address(submission, language=language))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_there_in_every_language_and_no_cache_keeps_it(people, language):  # noqa: F811
    submission = to_decide(people)
    response = browser(people.editor).get(address(submission, language=language))
    assert response.status_code == 200
    assert len(read(response.content).all("h1")) == 1
    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].replace(",", " ").split())


def test_who_edits_nothing_is_refused_and_who_submits_it_finds_nothing(people):  # noqa: F811
    from gcmhub.accounts.actions import grant_role
    from gcmhub.core.actors import SYSTEM

    submission = sent(people)
    assert browser(people.stranger).get(address(submission)).status_code == 403
    assert browser(people.submitter).get(address(submission)).status_code == 403
    assert Client(SERVER_NAME="localhost").get(address(submission)).status_code == 302
    grant_role(people.submitter, "managing-editor", by=SYSTEM)
    assert browser(people.submitter).get(address(submission)).status_code == 404
    assert browser(people.managing).get(f"/en/desk/submissions/{new_id()}/").status_code == 404


def test_an_editor_of_other_objectives_finds_neither_page_nor_files(people):  # noqa: F811
    from tests.review.conftest import person

    submission = draft(people.submitter)
    file = upload(submission, people.submitter)
    from gcmhub.review.actions import submitting

    submitting.submit(submission, by=people.submitter)
    other = browser(person("Otto Other", "editor", objectives=["3"]))
    assert [other.get(address(submission, path)).status_code for path in ("", f"files/{file.public_id}/")] == [404, 404]
    mine = browser(people.editor).get(address(submission, f"files/{file.public_id}/"))
    assert (mine.status_code, b"".join(mine.streaming_content)) == (200, b"%PDF-1.4 nothing")
    assert mine.headers["Content-Security-Policy"].startswith("sandbox")
    assert browser(people.submitter).get(address(submission, f"files/{file.public_id}/")).status_code == 403


def test_a_draft_is_nobodys_but_its_writers(people):  # noqa: F811
    submission = draft(people.submitter)
    assert browser(people.managing).get(address(submission)).status_code == 404


def test_the_record_is_shown_in_all_its_languages_with_what_only_editors_read(people):  # noqa: F811
    record = REPORT | {"excluded": "Dr Feud of Rivalry", "note": "Seen by the ministry"}
    submission = sent(people, record)
    page = shown(browser(people.editor), submission)
    said = ("office@example.org", "Dr Feud of Rivalry", "Seen by the ministry", people.submitter.name)
    facts = ("https://example.org/nurses", "Kenya", "CC-BY-4.0", REPORT["abstract"]["en"], *REPORT["title"].values())
    for each in (*said, *facts):
        assert each.replace("'", "&#39;") in page


def everything():
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.label != "sessions.Session"]
    return {model._meta.label: sorted(map(str, model._base_manager.values_list())) for model in models}

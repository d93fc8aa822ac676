"""The demonstration content goes in through the actions, and out again with one command."""

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from gcmhub.accounts.models import User
from gcmhub.demo import actions
from gcmhub.library.actions import extract_file_text
from gcmhub.library.choices import ReviewStatus, State
from gcmhub.library.models import Call, Resource, ResourceFile
from gcmhub.library.queries import Selection, call_page, find_calls, search_resources, upcoming_events
from gcmhub.vocabulary.actions import load_vocabulary
from tests.demo.test_content import ILLUSTRATIVE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hub(data_folder, db):
    load_vocabulary()


def names_found(word):
    return [card.external_id for card in search_resources(Selection(text=word)).items]


def test_every_resource_is_public_and_says_that_nobody_reviewed_it():
    counts = actions.load_demo_resources()
    assert counts == {"created": Resource.objects.count(), "repeated": 0}
    states = set(Resource.objects.values_list("source", "state", "review_status"))
    assert states == {("demo", State.PUBLISHED, ReviewStatus.IMPORTED)}


def test_loading_twice_changes_nothing():
    actions.load_demo_resources()
    before = list(Resource.objects.order_by("pk").values())
    assert actions.load_demo_resources() == {"unchanged": len(before), "repeated": 0}
    assert list(Resource.objects.order_by("pk").values()) == before


def test_calls_count_their_days_from_the_day_they_came_and_keep_them():
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False):
        actions.load_demo_resources()
        assert actions.load_demo_calls() == {"created": 3}
    for now, phases in (
        ("2026-11-25", "open coming closed"),
        ("2026-12-27", "open open closed"),
        ("2027-03-01", "closed closed closed"),
    ):
        moment = datetime.fromisoformat(now).replace(hour=12, tzinfo=UTC)
        found = {card.external_id: card.phase for card in find_calls("en", moment).items}
        names = ("demo-call-recognition", "demo-call-return", "demo-call-skills")
        assert " ".join(found[name] for name in names) == phases
    with time_machine.travel("2027-02-01T12:00:00Z", tick=False):
        assert actions.load_demo_calls() == {"unchanged": 3}
    page = call_page(Call.objects.get(external_id="demo-call-skills").public_id, "en", datetime(2026, 11, 25, tzinfo=UTC))
    assert {card.external_id for card in page.answers} == {
        "demo-practice-returning-builders",
        "demo-practice-mobile-assessors",
        "demo-practice-employer-statement",
    }


def test_every_call_says_in_each_language_that_it_is_an_example():
    actions.load_demo_calls()
    for call in Call.objects.all():
        assert (call.source, call.organiser, call.contact) == ("demo", "GCM Hub demonstration", "calls@example.org")
        for text in call.texts.all():
            assert text.summary.startswith(ILLUSTRATIVE[text.language])
            assert text.title
            assert text.asked
            assert text.criteria


def test_words_that_only_files_hold_are_found_once_their_text_is_read():
    actions.load_demo_resources()
    words = ("pumps", "مضخات", "水泵", "Valclair", "Заречинске", "Almendro")
    assert [word for word in words if names_found(word)] == []
    for file in ResourceFile.objects.exclude(stored=""):
        extract_file_text(file)
    guide, checklist = ["demo-guide-before-departure"], ["demo-one-stop-checklist"]
    assert [names_found(word) for word in words] == [guide, guide, guide, checklist, checklist, checklist]


def test_events_to_come_stand_in_their_order():
    actions.load_demo_resources()
    coming = upcoming_events("en", since=datetime(2026, 11, 30, tzinfo=UTC), limit=4)
    names = ["demo-webinar-credentials", "demo-seminar-rescue", "migrants-day-2026", "demo-data-clinic-2027"]
    assert [event.external_id for event in coming] == names


def test_a_broken_file_is_named_and_the_command_fails(monkeypatch, tmp_path):
    (tmp_path / "skills.jsonl").write_text('{"id": "a", "kind": "poem"}\n', encoding="utf-8")
    monkeypatch.setattr(actions, "DATA", tmp_path)
    with pytest.raises(CommandError, match=r"^skills\.jsonl 1 \(a\): kind: unknown value 'poem'"):
        call_command("load_demo", stdout=StringIO())


def test_accounts_come_on_loopback_only(settings):
    settings.HUB_LOOPBACK = False
    call_command("load_demo", stdout=StringIO())
    assert User.objects.count() == 0


def test_log_ins_are_the_same_until_they_are_removed():
    first, second = StringIO(), StringIO()
    call_command("load_demo", "--json", stdout=first)
    call_command("load_demo", "--json", stdout=second)
    logins = json.loads(first.getvalue())
    assert json.loads(second.getvalue()) == logins
    assert all(User.objects.get(emailaddress__email=login["email"]).check_password(login["password"]) for login in logins)


def test_one_command_removes_everything_and_may_be_repeated(settings):
    call_command("load_demo", stdout=StringIO())
    resources, accounts = Resource.objects.filter(source="demo").count(), User.objects.filter(is_demo=True).count()
    first, second = StringIO(), StringIO()
    call_command("remove_demo", stdout=first)
    call_command("remove_demo", stdout=second)
    assert first.getvalue() == f"{resources} resources, 3 calls and {accounts} accounts removed\n"
    assert second.getvalue() == "0 resources, 0 calls and 0 accounts removed\n"
    assert (Resource.objects.count(), User.objects.count(), ResourceFile.objects.count()) == (0, 0, 0)
    assert (Call.objects.count(), Call.history.count()) == (0, 0)
    assert search_resources(Selection()).total == 0
    assert not settings.HUB_DEMO_LOGINS.exists()

"""Calls for practices: by whose clock they are open, who may announce them, files of them in and out."""

import json
from datetime import UTC, datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from gcmhub.core.actors import SYSTEM
from gcmhub.core.errors import NotPermitted
from gcmhub.library import actions, rules
from gcmhub.library.call_records import CALL_FIELDS, read_call, write_call
from gcmhub.library.errors import CallKnown, CallUnknown, CallWithdrawn, RecordRefused
from gcmhub.library.imports import known_words
from gcmhub.library.models import Call, CallText
from gcmhub.library.queries import call_answered, call_page, current_calls, find_calls
from tests.factories.calls import FULL_CALL, LEAST_CALL, announced, call_record
from tests.factories.records import record, shelve

NAIROBI = ZoneInfo("Africa/Nairobi")
MIDDLE = datetime(2027, 3, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        ("2027-02-28T20:59:59", "coming"),
        ("2027-02-28T21:00:00", "open"),  # midnight in Nairobi
        ("2027-03-31T20:59:59", "open"),
        ("2027-03-31T21:00:00", "closed"),
    ],
)
def test_a_call_is_open_from_its_first_day_to_the_end_of_its_last_in_its_own_zone(now, phase):
    times = call_record().times
    assert rules.call_phase(times.start, times.end, datetime.fromisoformat(now).replace(tzinfo=UTC)) == phase


@pytest.mark.parametrize(
    ("now", "days"),
    [("2027-03-30T20:59", 1), ("2027-03-30T21:00", 0), ("2027-03-31T20:59", 0), ("2027-03-01T12:00", 30)],
)
def test_days_until_a_closing_day_are_midnights_of_its_zone(now, days):
    assert rules.days_until(call_record().times.end, datetime.fromisoformat(now).replace(tzinfo=UTC), NAIROBI) == days


def test_a_day_without_an_hour_in_spring_counts_as_one_day():
    zurich = ZoneInfo("Europe/Zurich")
    record_ = call_record(timezone="Europe/Zurich", closes="2027-03-28T18:00")
    assert rules.days_until(record_.times.end, datetime(2027, 3, 27, 23, 30, tzinfo=zurich), zurich) == 1


def refused(**changes):
    with pytest.raises(RecordRefused) as error:
        read_call(LEAST_CALL | changes, known_words())
    return {problem.field: problem.reason for problem in error.value.problems}


@pytest.mark.parametrize("name", ["id", "title", "asked", "opens", "closes", "timezone", "contact", "organiser", "source"])
def test_what_a_call_needs_is_required(name):
    assert refused(**{name: None}) == {name: "is required"}


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"closes": "2027-02-28"}, "closes"),
        ({"opens": "2027-03-31T12:00", "closes": "2027-03-31T12:00"}, "closes"),
        ({"timezone": "East of here"}, "timezone"),
        ({"opens": "in March"}, "opens"),
        ({"contact": "javascript:alert(1)"}, "contact"),
        ({"contact": "somebody"}, "contact"),
        ({"contact": "a@b"}, "contact"),
        ({"kinds": ["poem"]}, "kinds"),
        ({"objectives": ["24"]}, "objectives"),
        ({"countries": ["Nowhere"]}, "countries"),
        ({"original": "fr"}, "original"),
        ({"title": "Fair recruitment"}, "title"),
    ],
)
def test_what_cannot_be_meant_is_refused(changes, name):
    assert set(refused(**changes)) == {name}


def test_every_problem_is_named_not_only_the_first():
    assert set(refused(closes="never", contact="nobody", organiser="")) == {"closes", "contact", "organiser"}


def test_a_record_is_written_as_it_was_read():
    for raw in (LEAST_CALL, FULL_CALL):
        read = read_call(raw, known_words())
        assert read_call(json.loads(json.dumps(write_call(read))), known_words()) == read
        assert set(write_call(read)) <= CALL_FIELDS


@pytest.mark.django_db
def test_announcing_marks_the_original_and_keeps_texts_and_terms():
    call = announced(**FULL_CALL)
    assert dict(call.texts.values_list("language", "origin")) == {"fr": "original", "en": "human", "ar": "human"}
    assert [str(row.term) for row in call.terms.all()] == [
        "objective:6", "region:africa", "country:KEN", "objective:18", "country:XKX",
    ]  # fmt: skip
    assert (call.opens_at, call.closes_at) == (
        datetime(2027, 3, 1, 6, tzinfo=UTC),
        datetime(2027, 3, 31, 14, 30, tzinfo=UTC),
    )
    assert call.state == "published"
    assert [row.history_type for row in Call.history.all()] == ["+"]


@pytest.mark.django_db
def test_a_call_is_announced_once():
    announced()
    with pytest.raises(CallKnown):
        announced()


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["announce", "publish", "amend", "withdraw", "take", "delete"])
def test_nobody_but_staff_and_the_system_has_a_say(verb):
    call = announced()
    other = call_record(id="c2")
    ways = {
        "announce": lambda: actions.announce_call(other, by=None),
        "publish": lambda: actions.publish_call(call, by=None),
        "amend": lambda: actions.amend_call(call, other, by=None),
        "withdraw": lambda: actions.withdraw_call(call, by=None, reason="no"),
        "take": lambda: actions.take_call(other, by=None),
        "delete": lambda: actions.delete_calls("test", by=None),
    }
    with pytest.raises(NotPermitted):
        ways[verb]()
    assert list(Call.objects.values_list("external_id", "state")) == [("c1", "published")]


@pytest.mark.django_db
def test_amending_moves_the_deadline_and_keeps_the_address():
    before = announced()
    after = actions.amend_call(before, call_record(closes="2027-04-15", title={"en": "More time"}), by=SYSTEM)
    assert (after.public_id, after.version, after.closes_at) == (before.public_id, 2, datetime(2027, 4, 15, 21, tzinfo=UTC))
    assert [text.title for text in after.texts.all()] == ["More time"]
    assert actions.amend_call(after, call_record(closes="2027-04-15", title={"en": "More time"}), by=SYSTEM).version == 2


@pytest.mark.django_db
def test_a_draft_is_seen_by_nobody_until_it_is_published():
    draft = announced(publish=False)
    assert find_calls("en", MIDDLE).total == 0
    with pytest.raises(CallUnknown):
        call_page(draft.public_id, "en", MIDDLE)
    actions.publish_call(draft, by=SYSTEM)
    assert call_page(draft.public_id, "en", MIDDLE).card.phase == "open"


@pytest.mark.django_db
def test_a_withdrawn_call_leaves_a_tombstone_and_takes_no_change():
    call = announced()
    with time_machine.travel(MIDDLE, tick=False):
        actions.withdraw_call(call, by=SYSTEM, reason="Merged with another")
    with pytest.raises(CallWithdrawn) as error:
        call_page(call.public_id, "en", MIDDLE)
    assert error.value.details == {"reason": "Merged with another", "withdrawn_at": MIDDLE}
    for verb in (lambda: actions.amend_call(call, call_record(), by=SYSTEM), lambda: actions.publish_call(call, by=SYSTEM)):
        with pytest.raises(CallWithdrawn):
            verb()
    assert actions.take_call(call_record(closes="2027-05-01"), by=SYSTEM, publish=True) == "withdrawn"
    assert find_calls("en", MIDDLE).total == 0


@pytest.mark.django_db
def test_a_draft_that_was_withdrawn_never_was():
    call = actions.withdraw_call(announced(publish=False), by=SYSTEM, reason="No")
    with pytest.raises(CallUnknown):
        call_page(call.public_id, "en", MIDDLE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [
        {"closes_at": datetime(2027, 2, 1, tzinfo=UTC)},
        {"state": "open"},
        {"state": "published", "public_since": None},
        {"state": "withdrawn", "withdrawn_at": None},
        {"contact": ""},
        {"timezone": ""},
    ],
)
def test_the_database_refuses_what_cannot_be(changes):
    call = announced()
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(**changes)


@pytest.mark.django_db
def test_the_database_knows_one_original():
    call = announced(**FULL_CALL)
    with pytest.raises(IntegrityError), transaction.atomic():
        CallText.objects.filter(call=call).update(origin="original")


@pytest.fixture
def shelf(vocabulary):
    announced(id="open-late", closes="2027-04-30", objectives=["6"])
    announced(id="open-soon", closes="2027-03-12", objectives=["18"])
    announced(id="coming", opens="2027-05-01", closes="2027-06-01", objectives=["6", "18"])
    announced(id="closed-long-ago", opens="2026-01-01", closes="2026-02-01", objectives=["18"])
    announced(id="closed-lately", opens="2026-01-01", closes="2027-03-01", countries=["KEN"])
    announced(id="draft", publish=False)


@pytest.mark.django_db
def test_calls_stand_in_the_order_of_their_deadlines_past_ones_last(shelf):
    names = [card.external_id for card in find_calls("en", MIDDLE).items]
    assert names == ["open-soon", "open-late", "coming", "closed-lately", "closed-long-ago"]
    assert [card.external_id for card in find_calls("en", MIDDLE, first=2, size=2).items] == names[2:4]
    assert find_calls("en", MIDDLE, first=2, size=2).total == 5


@pytest.mark.django_db
def test_calls_are_narrowed_by_phase_and_by_what_they_are_about(shelf):
    def names(**choice):
        return [card.external_id for card in find_calls("en", MIDDLE, **choice).items]

    assert names(phases=["coming", "closed"], filters={"objective": ["18"]}) == ["coming", "closed-long-ago"]
    assert names(filters={"objective": ["6", "18"], "country": ["KEN"]}) == []
    assert names(filters={"country": ["KEN"]}) == ["closed-lately"]
    assert names(phases=[]) == []


@pytest.mark.django_db
def test_current_calls_are_open_ones_then_coming_ones(shelf):
    assert [card.external_id for card in current_calls("en", MIDDLE, limit=9)] == ["open-soon", "open-late", "coming"]
    assert [card.external_id for card in current_calls("en", MIDDLE, limit=9, about=("objective", "6"))] == [
        "open-late",
        "coming",
    ]
    assert [(card.phase, card.days) for card in current_calls("en", MIDDLE, limit=9)] == [
        ("open", 2),
        ("open", 51),
        ("coming", 52),
    ]


@pytest.mark.django_db
def test_texts_come_in_the_readers_language_else_in_the_original():
    call = announced(**FULL_CALL)
    page = call_page(call.public_id, "ar", MIDDLE)
    assert (page.card.title.language, page.card.summary.language, page.criteria.language) == ("ar", "fr", "en")
    assert page.card.languages == ("fr", "en", "ar")
    assert call_page(call.public_id, "es", MIDDLE).card.title.language == "fr"


@pytest.mark.django_db
def test_a_call_shows_the_published_practices_of_its_source_that_name_it_once_it_has_opened(hub_index):
    call = announced()
    practice = {"kind": "practice", "practice": {"call": "c1", "implementer": "Town"}}
    shelve([record(1, **practice), record(2, **practice | {"practice": {"call": "c2"}})])
    shelve([record(3, source="other", **practice)])
    shelve([record(4, **practice)], publish=False)
    assert [card.external_id for card in call_page(call.public_id, "en", MIDDLE).answers] == ["a1"]
    assert call_page(call.public_id, "en", datetime(2027, 1, 1, tzinfo=UTC)).answers == ()
    assert call_answered("test", {"call": "c1"}, "en", MIDDLE).external_id == "c1"
    assert call_answered("test", {"call": "c9"}, "en", MIDDLE) is None


def run(name, *arguments):
    out, err = StringIO(), StringIO()
    try:
        call_command(name, *map(str, arguments), stdout=out, stderr=err)
        code = 0
    except SystemExit as stop:
        code = stop.code
    return code, out.getvalue().splitlines(), err.getvalue()


@pytest.mark.django_db
def test_a_file_of_calls_is_imported_and_bad_lines_cost_only_themselves(tmp_path):
    path = tmp_path / "calls.jsonl"
    lines = [
        LEAST_CALL,
        LEAST_CALL | {"id": "bad", "closes": "2020-01-01", "contact": "?"},
        "no json",
        FULL_CALL | {"id": "c3"},
    ]
    text = "\n".join(each if isinstance(each, str) else json.dumps(each | {"colour": "blue"}) for each in lines)
    path.write_text(text, encoding="utf-8")
    code, out, _ = run("import_calls", path, "--publish", "--dry-run")
    assert (code, Call.objects.count(), out[-1]) == (2, 0, "checked 2, refused 2")
    code, out, _ = run("import_calls", path, "--publish")
    assert code == 2
    assert out[0] == "line 2 (bad): contact: must be an e-mail address, or an http or https address"
    assert out[1].startswith("line 3: record: is no JSON in UTF-8")
    assert out[2:] == ["note: unknown field colour left out in 2 records", "created 2, refused 2"]
    assert run("import_calls", path, "--publish")[1][-1] == "refused 2, unchanged 2"
    assert Call.history.count() == 2
    path.write_text("no json\n", encoding="utf-8")
    assert run("import_calls", path)[0] == 1
    assert run("import_calls", tmp_path / "absent.jsonl")[0] == 1


@pytest.mark.django_db
def test_without_publish_new_calls_are_drafts_and_public_ones_stay_public(tmp_path):
    path = tmp_path / "calls.jsonl"
    announced()
    rows = [LEAST_CALL | {"closes": "2027-04-01"}, LEAST_CALL | {"id": "c2"}]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert run("import_calls", path)[1] == ["changed 1, created 1"]
    assert dict(Call.objects.values_list("external_id", "state")) == {"c1": "published", "c2": "draft"}
    assert run("import_calls", path, "--publish")[1] == ["changed 1, unchanged 1"]


@pytest.mark.django_db
def test_export_import_export_gives_the_same_file(tmp_path):
    announced(**FULL_CALL)
    announced(id="c2")
    announced(id="draft", publish=False)
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    assert run("export_calls", first)[1] == [f"2 calls written to {first}"]
    actions.delete_calls("test", by=SYSTEM)
    assert (Call.objects.count(), Call.history.count(), CallText.history.count()) == (0, 0, 0)
    assert run("import_calls", first, "--publish")[1] == ["created 2"]
    run("export_calls", second)
    assert first.read_bytes() == second.read_bytes()
    assert run("import_calls", first)[1] == ["unchanged 2"]


@pytest.mark.django_db
def test_the_operator_withdraws_a_call_by_source_and_id():
    announced()
    assert run("withdraw_call", "test", "c1", "--reason", "Merged")[1] == ["test/c1: withdrawn"]
    with pytest.raises(CommandError, match="no call test/c9"):
        run("withdraw_call", "test", "c9", "--reason", "Merged")

import io
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db.models import F

from gcmhub.workflow.actions import drop_anchor, drop_anchor_if_due, record
from gcmhub.workflow.models import Anchor, Chain, Event
from gcmhub.workflow.queries import breaks

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def two_chains():
    for number in range(4):
        record("book", "b1", "read", by="omar", payload={"page": number})
        record("book", "b2", "read", by="anna", payload={"page": number})


def verify(*arguments):
    out = io.StringIO()
    code = 0
    try:
        call_command("verify_audit", *arguments, stdout=out, stderr=io.StringIO())
    except SystemExit as end:
        code = end.code
    return code, out.getvalue()


def test_what_was_written_verifies():
    anchor = drop_anchor()
    code, out = verify("--anchor", anchor.hash)
    assert code == 0
    assert "8 events, all as they were written" in out
    assert anchor.hash in out


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "eve"},
        {"action": "burn"},
        {"at": DAY},
        {"reason": "none"},
        {"role": "owner"},
        {"from_state": "a"},
        {"to_state": "b"},
        {"on_behalf_of": "eve"},
        {"object_version": 9},
        {"digest": "0" * 64},
        {"payload": '{"page":99}'},
        {"hash": "1" * 64},
        {"previous": "1" * 64},
    ],
)
def test_a_changed_event_is_found(change):
    Event.objects.filter(chain__object_id="b1", number=2).update(**change)
    code, out = verify()
    assert code == 1
    assert "book b1 event 2" in out
    assert "book b2" not in out


def test_a_removed_event_is_found():
    Event.objects.filter(chain__object_id="b1", number=2).delete()
    assert [(one.where, one.what) for one in breaks()] == [("book b1 event 3", "events 2 to 2 are missing")]


def test_an_end_that_was_cut_is_found_in_the_chain_and_under_the_anchor():
    drop_anchor()
    Event.objects.filter(chain__object_id="b1", number=4).delete()
    assert {one.where.split(" of ")[0] for one in breaks()} == {"book b1", "anchor"}
    third = Event.objects.get(chain__object_id="b1", number=3)
    Chain.objects.filter(object_id="b1").update(length=3, head=third.hash)
    assert [one.where.split(" of ")[0] for one in breaks()] == ["anchor"]


def test_an_object_whose_whole_record_was_removed_is_found_under_the_anchor():
    drop_anchor()
    Event.objects.filter(chain__object_id="b1").delete()
    Chain.objects.filter(object_id="b1").delete()
    assert [one.where.split(" of ")[0] for one in breaks()] == ["anchor"]


def test_an_anchor_that_was_kept_elsewhere_shows_a_record_that_was_made_anew():
    kept = drop_anchor().hash
    Anchor.objects.all().delete()
    Event.objects.filter(chain__object_id="b1").delete()
    Chain.objects.filter(object_id="b1").delete()
    drop_anchor()
    assert verify()[0] == 0
    code, out = verify("--anchor", kept)
    assert code == 1
    assert f"anchor {kept}: is not one of this hub" in out


def test_anchors_hold_on_to_each_other():
    drop_anchor()
    assert drop_anchor() is None
    record("book", "b3", "read", by="omar")
    second = drop_anchor()
    assert (second.events, Anchor.objects.count()) == (9, 2)
    assert list(breaks()) == []
    Anchor.objects.filter(pk=second.pk).update(events=F("events") - 1)
    assert len(list(breaks())) == 1


def test_an_anchor_is_dropped_once_a_day():
    with time_machine.travel(DAY, tick=False) as clock:
        assert drop_anchor_if_due() is not None
        record("book", "b3", "read", by="omar")
        assert drop_anchor_if_due() is None
        clock.move_to(DAY + timedelta(days=1))
        assert drop_anchor_if_due() is not None


def test_no_two_events_have_the_same_text_under_their_hash():
    hashes = list(Event.objects.values_list("hash", flat=True))
    assert len(set(hashes)) == len(hashes)

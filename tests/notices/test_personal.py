"""What the room keeps of a person is given to them whole, and is gone when they leave."""

import pytest

from gcmhub.accounts.actions.leaving import delete_person, export_person
from gcmhub.core.actors import SYSTEM
from gcmhub.notices import actions
from gcmhub.notices.choices import Pace
from gcmhub.notices.models import Bounce, ContactMessage, DigestHour, Message, Notice, Preference

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(omar):
    """Omar in every table, and something of somebody else's."""
    actions.tell(omar, "loan_due", key="k", book="Nurses", due="2026-12-03")
    actions.set_pace(omar, "shelves", Pace.WEEKLY)
    actions.set_digest_hour(omar, "Asia/Manila", 6)
    actions.send("password_reset", to="omar@example.org", language="en", secret=True, link="https://a.org/secret-key")
    actions.record_contact(key="c", subject="S", text="T", language="en", email="omar@example.org")
    actions.record_bounce("omar@example.org")
    actions.send("unknown_account", to="other@example.org", language="en", address="x")
    return omar


def test_a_person_takes_along_what_they_were_told_and_no_open_door(told):
    records = export_person(told, by=told)["records"]
    assert [row["values"] for row in records["notices.Notice"]] == [{"book": "Nurses", "due": "2026-12-03"}]
    assert {row["recipient"] for row in records["notices.Message"] if "recipient" in row} == {"omar@example.org"}
    assert records["notices.DigestHour"] == [{"time_zone": "Asia/Manila", "hour": 6}]
    assert "secret-key" not in str(records)


def test_nothing_is_left_of_who_leaves_and_waiting_mails_do_not_go(told):
    delete_person(told, by=SYSTEM)
    assert [row.recipient for row in Message.objects.all()] == ["other@example.org"]
    for model in (Notice, Preference, DigestHour, Bounce, ContactMessage):
        assert not model.objects.exists()

"""Telling a person: a notice and a mail with their occasion, in the language of who reads, at the pace they wish."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils.translation import override

from gcmhub.core.clock import now
from gcmhub.notices import actions, queries, tasks
from gcmhub.notices.choices import Pace
from gcmhub.notices.errors import KindUnknown, TemplateUnknown, TimeZoneUnknown
from gcmhub.notices.models import Message, Notice
from gcmhub.workflow.actions import record

pytestmark = pytest.mark.django_db
BASE = "https://hub.example.org"
MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def due(user, key="loan-1", **more):
    return actions.tell(user, "loan_due", key=key, link="/loans/1/", **({"book": "Nurses", "due": "2026-12-03"} | more))


def came(user, number, **more):
    return actions.tell(user, "book_came", key=f"book-{number}", link=f"/books/{number}/", book=f"Book {number}", **more)


def send():
    call_command("send_messages", verbosity=0)


def shown(user):
    return queries.told(list(queries.notice_rows(user)))


def test_a_person_is_told_in_their_language_whoever_acts(amina, settings):
    settings.HUB_BASE_URL = BASE
    with override("fr"):
        due(amina)
    message = Message.objects.get()
    assert (message.language, message.recipient, message.person) == ("ar", "amina@example.org", amina)
    assert message.subject.startswith("Nurses: 3 ديسمبر 2026")
    assert f"{BASE}/ar/loans/1/" in message.body
    assert "Bonjour" not in message.body


def test_a_notice_is_read_in_the_readers_language(amina):
    due(amina)
    for language, date in (("en", "3 December 2026"), ("fr", "3 décembre 2026"), ("zh-hans", "2026年12月3日")):
        with override(language):
            assert shown(amina)[0].title == f"Nurses: {date}"


def test_notice_and_mail_exist_exactly_when_their_occasion_does(omar):
    with transaction.atomic():
        due(omar)
        transaction.set_rollback(True)
    assert (Notice.objects.count(), Message.objects.count()) == (0, 0)


def test_one_occasion_is_told_once_to_each(omar, amina):
    event = record("loan", "l1", "lend", by="omar")
    first = actions.tell_each([omar, amina], "loan_due", key="loan-1", event=event, book="B", due="2026-12-03")
    again = actions.tell_each([omar, amina], "loan_due", key="loan-1", event=event, book="B", due="2026-12-03")
    assert first == again
    rows = Message.objects.order_by("pk")
    assert [(row.recipient, row.language, row.event) for row in rows] == [
        ("omar@example.org", "en", event),
        ("amina@example.org", "ar", event),
    ]
    send()
    assert [each.recipients() for each in mail.outbox] == [["omar@example.org"], ["amina@example.org"]]


def test_who_has_no_confirmed_address_is_told_on_the_page_alone(omar):
    omar.emailaddress_set.update(verified=False)
    due(omar)
    assert (len(shown(omar)), Message.objects.count()) == (1, 0)


def test_values_that_a_mail_does_not_take_are_refused_when_they_are_told(omar):
    with pytest.raises(TypeError):
        due(omar, colour="red")
    with pytest.raises(TemplateUnknown):
        actions.tell(omar, "nothing", key="x")
    with pytest.raises(ValueError, match="goes to addresses only"):
        actions.tell(omar, "unknown_account", key="x", address="a@example.org")
    assert not Notice.objects.exists()


def test_unread_comes_first_and_is_counted_until_it_is_read(omar, amina):
    with time_machine.travel(now(), tick=False) as clock:
        for number in range(3):
            came(omar, number)
            clock.shift(timedelta(minutes=1))
        rows = shown(omar)
        assert [row.title for row in rows] == ["New: Book 2", "New: Book 1", "New: Book 0"]
        assert actions.mark_read(amina, rows[0].number) == 0  # not hers
        assert actions.mark_read(omar, rows[0].number) == 1
        assert [row.title for row in shown(omar)] == ["New: Book 1", "New: Book 0", "New: Book 2"]
        assert queries.unread_count(omar) == 2
        assert actions.mark_read(omar) == 2
        assert queries.unread_count(omar) == 0


def test_a_notice_whose_words_are_gone_breaks_no_page(omar):
    came(omar, 1)
    due(omar)
    Notice.objects.filter(key="book-1").update(template="of_an_older_version")
    assert [row.title for row in shown(omar)] == ["Nurses: 3 December 2026"]


# Held


def test_what_is_held_is_neither_sent_nor_shown_before_its_time(omar):
    with time_machine.travel(MONDAY, tick=False) as clock:
        due(omar, hold_until=MONDAY + timedelta(hours=24))
        assert [row.pk for row in queries.outbox(state="held")] == [Message.objects.get().pk]
        assert list(queries.outbox(state="queued")) == []
        clock.shift(timedelta(hours=23, minutes=59))
        tasks.send_message.func(message_id=Message.objects.get().pk)
        send()
        assert (mail.outbox, shown(omar), queries.unread_count(omar)) == ([], [], 0)
        clock.shift(timedelta(minutes=1))
        send()
        assert (len(mail.outbox), queries.unread_count(omar)) == (1, 1)


def test_what_is_held_can_be_taken_back_until_then_and_never_comes(omar, amina):
    with time_machine.travel(MONDAY, tick=False) as clock:
        until = MONDAY + timedelta(hours=24)
        actions.tell_each([omar, amina], "loan_due", key="loan-1", hold_until=until, book="B", due="2026-12-03")
        due(omar, key="loan-2")
        assert actions.withdraw_held("loan-1") == 2
        clock.shift(timedelta(days=2))
        send()
        assert [each.to for each in mail.outbox] == [["omar@example.org"]]
        assert queries.message_counts()["withdrawn"] == 2
        assert (len(shown(omar)), len(shown(amina))) == (1, 0)
        assert actions.withdraw_held("loan-2") == 0  # it was never held


def test_of_sender_and_withdrawal_one_wins(omar):
    with time_machine.travel(MONDAY, tick=False) as clock:
        due(omar, hold_until=MONDAY + timedelta(hours=1))
        stale = Message.objects.get()
        clock.shift(timedelta(minutes=30))
        assert actions.withdraw_held("loan-1") == 1
        clock.shift(timedelta(hours=1))
        assert actions.deliver(stale) is False  # read before it was withdrawn
        due(omar, key="loan-2", hold_until=now() + timedelta(hours=1))
        clock.shift(timedelta(hours=1))
        assert actions.deliver(Message.objects.last()) is True
        assert actions.withdraw_held("loan-2") == 0
        assert [row.state for row in Message.objects.order_by("pk")] == ["withdrawn", "sent"]


# Preferences and digests


def test_what_is_procedural_cannot_be_switched_off(omar):
    for kind in ("loans", "account", "nothing"):
        with pytest.raises(KindUnknown):
            actions.set_pace(omar, kind, Pace.NEVER)
    actions.end_mails(omar)
    due(omar)
    came(omar, 1)
    assert [row.template for row in Message.objects.all()] == ["loan_due"]
    paces = {kind.name: pace for kind, pace in queries.paces_of(omar)}
    assert (paces["account"], paces["loans"], paces["shelves"]) == ("now", "now", "never")
    assert len(shown(omar)) == 2  # the page shows all


def test_a_digest_comes_at_seven_with_what_was_not_read_and_not_when_empty(omar, settings):
    settings.HUB_BASE_URL = BASE
    actions.set_pace(omar, "shelves", Pace.DAILY)
    with time_machine.travel(MONDAY, tick=False) as clock:
        for number in range(3):
            came(omar, number)
        actions.mark_read(omar, Notice.objects.get(key="book-1").pk)
        send()
        assert mail.outbox == []
        clock.move_to(MONDAY.replace(day=24, hour=6, minute=59))
        send()
        assert mail.outbox == []
        clock.move_to(MONDAY.replace(day=24, hour=7, minute=0))
        send()
        send()
        (digest,) = mail.outbox
        assert digest.subject == "2 new notices - Migration Network Hub"
        assert f"New: Book 2\n{BASE}/en/books/2/\n\nNew: Book 0\n" in digest.body
        assert "Book 1" not in digest.body
        assert f"{BASE}/en/notices/" in digest.body
        clock.shift(timedelta(days=1))
        send()
        assert len(mail.outbox) == 1


def test_a_digest_names_twenty_and_says_how_many_more_there_are(omar):
    actions.set_pace(omar, "shelves", Pace.WEEKLY)
    with time_machine.travel(MONDAY, tick=False) as clock:
        for number in range(23):
            came(omar, number)
        clock.move_to(MONDAY + timedelta(days=6))
        send()
        assert mail.outbox == []
        clock.move_to(MONDAY + timedelta(days=7))
        send()
    assert mail.outbox[0].body.count("New: Book") == 20
    assert "3 more are among your notices." in mail.outbox[0].body


def test_a_digest_comes_at_the_persons_own_hour_in_their_language(amina):
    actions.set_pace(amina, "shelves", Pace.DAILY)
    actions.set_digest_hour(amina, "Africa/Nairobi", 6)
    with time_machine.travel(MONDAY, tick=False) as clock:
        came(amina, 1)
        clock.move_to(datetime(2026, 11, 24, 2, 59, tzinfo=UTC))
        send()
        assert mail.outbox == []
        clock.move_to(datetime(2026, 11, 24, 3, 0, tzinfo=UTC))
        send()
    assert mail.outbox[0].subject.startswith("إشعار جديد واحد")


def test_an_hour_or_a_zone_that_is_none_is_refused(omar):
    for zone in ("Mars/Olympus", "../etc/passwd", "", "x" * 300, "Africa"):
        with pytest.raises(TimeZoneUnknown):
            actions.set_digest_hour(omar, zone, 7)
    with pytest.raises(ValueError, match="24"):
        actions.set_digest_hour(omar, "UTC", 24)


def test_what_waits_for_a_digest_goes_with_the_wish(omar):
    actions.set_pace(omar, "shelves", Pace.DAILY)
    came(omar, 1)
    actions.set_pace(omar, "shelves", Pace.WEEKLY)
    assert Notice.objects.get().pace == "weekly"
    actions.end_mails(omar, "shelves")
    assert Notice.objects.get().pace == ""


def test_one_digest_that_breaks_keeps_no_other_from_its_turn(omar, amina, caplog):
    for user in (omar, amina):
        actions.set_pace(user, "shelves", Pace.DAILY)
    with time_machine.travel(MONDAY, tick=False) as clock:
        came(omar, 1)
        came(amina, 2)
        Notice.objects.filter(user=omar).update(template="of_an_older_version")
        clock.shift(timedelta(days=1))
        assert actions.send_due_digests() == 1
        assert "was not put together" in caplog.text
        assert Notice.objects.get(user=omar).pace == "daily"

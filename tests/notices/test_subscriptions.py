"""Following a list: nothing is sent to who did not confirm, news come once and at their time, one click ends it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from gcmhub.notices import subscriptions, tasks, topics
from gcmhub.notices.errors import SubscriptionUnknown
from gcmhub.notices.models import Message, Subscription
from gcmhub.notices.rules import LATE, TICK, UNCONFIRMED_AT_ONCE, next_digest

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 31, 10, 0, tzinfo=UTC)
SHELF = [("Old", START - timedelta(days=1)), ("First", START + timedelta(hours=2)), ("Second", START + timedelta(days=3))]


def news(selection, language, since, until):
    found = [(title, f"/{language}/{title}/") for title, moment in SHELF if since <= moment < until]
    return topics.News(len(found), tuple(found))


@pytest.fixture(autouse=True)
def shelf(monkeypatch):
    monkeypatch.setattr(topics, "_topics", {})
    topics.register(
        topics.Topic(
            name="shelf",
            title=lambda selection, _: f"List {selection}",
            path=lambda selection, language: f"/{language}/list/?{selection}",
            news=news,
            confirmation=lambda token, language: f"/{language}/confirm/{token}/",
            ending=lambda token, language: f"/{language}/end/{token}/",
        )
    )


def ask(**more):
    values = {"email": "a@example.org", "topic": "shelf", "selection": "q=x", "frequency": "daily", "language": "fr"}
    values |= {"site": "https://hub.example.org"} | more
    subscriptions.subscribe(**values)
    return Subscription.objects.filter(email=values["email"], selection=values["selection"]).first()


def confirmed(**more):
    row = ask(**more)
    return subscriptions.confirm(subscriptions.token_of(row), row.frequency)


def send_all():
    call_command("send_messages", verbosity=0)
    return [each.subject for each in mail.outbox]


@pytest.mark.parametrize(
    ("frequency", "after", "then"),
    [
        ("daily", datetime(2026, 2, 28, 9, tzinfo=UTC), datetime(2026, 3, 1, 9, tzinfo=UTC)),
        ("weekly", datetime(2026, 12, 30, 9, tzinfo=UTC), datetime(2027, 1, 6, 9, tzinfo=UTC)),
        ("monthly", datetime(2026, 1, 31, 9, tzinfo=UTC), datetime(2026, 2, 28, 9, tzinfo=UTC)),
        ("monthly", datetime(2026, 12, 5, 9, tzinfo=UTC), datetime(2027, 1, 5, 9, tzinfo=UTC)),
    ],
)
def test_the_next_news_come_a_day_a_week_or_a_month_later(frequency, after, then):
    assert next_digest(frequency, after) == then


def test_without_a_confirmation_one_mail_a_day_is_sent_and_the_address_is_forgotten():
    with time_machine.travel(START, tick=False) as clock:
        row = ask()
        ask(frequency="daily")
        assert [each.template for each in Message.objects.all()] == ["subscription_request"]
        assert (
            f"https://hub.example.org/fr/confirm/{subscriptions.token_of(row)}/?frequency=daily" in Message.objects.get().body
        )
        clock.shift(timedelta(days=8))
        tasks.tick.func()
        assert not Subscription.objects.exists()


def test_news_come_once_at_their_time_with_a_way_out():
    with time_machine.travel(START, tick=False) as clock:
        row = confirmed()
        send_all()
        mail.outbox.clear()
        clock.shift(timedelta(hours=23))
        assert send_all() == []
        clock.shift(timedelta(hours=1))
        send_all()
        send_all()
        (digest,) = mail.outbox
        assert "List q=x" in digest.subject
        assert "First\nhttps://hub.example.org/fr/First/" in digest.body
        assert "Old" not in digest.body
        assert "https://hub.example.org/fr/list/?q=x" in digest.body
        ending = f"https://hub.example.org/fr/end/{subscriptions.token_of(row)}/"
        assert digest.extra_headers["List-Unsubscribe"] == f"<{ending}>"
        assert digest.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert ending in digest.body


def test_what_a_worker_missed_is_told_in_one_mail_and_a_day_without_news_sends_none():
    with time_machine.travel(START, tick=False) as clock:
        row = confirmed()
        send_all()
        mail.outbox.clear()
        clock.shift(timedelta(days=10))
        assert len(send_all()) == 1
        assert "First" in mail.outbox[0].body
        assert "Second" in mail.outbox[0].body
        clock.shift(timedelta(days=2))
        assert len(send_all()) == 1
        row.refresh_from_db()
        assert row.next_at == START + timedelta(days=13)


def test_no_address_is_asked_about_many_lists_at_once():
    for number in range(5):
        ask(selection=f"q={number}")
    assert Subscription.objects.count() == Message.objects.count() == UNCONFIRMED_AT_ONCE
    confirmed(selection="q=0")
    assert ask(selection="q=9") is not None


def test_what_was_committed_late_is_told_the_next_time(monkeypatch):
    with time_machine.travel(START, tick=False) as clock:
        confirmed()
        clock.shift(timedelta(days=1))
        committed = START + timedelta(days=1) - LATE / 2
        send_all()
        monkeypatch.setattr("tests.notices.test_subscriptions.SHELF", [("Late", committed)])
        clock.shift(timedelta(days=1))
        send_all()
        assert "Late" in mail.outbox[-1].body


def test_every_hour_a_tick_tells_what_is_due_though_one_list_is_broken():
    with time_machine.travel(START, tick=False) as clock:
        broken = confirmed(email="b@example.org")
        Subscription.objects.filter(pk=broken.pk).update(topic="gone", next_at=START)
        confirmed()
        clock.shift(timedelta(days=1))
        tasks.begin_ticking()
        tasks.begin_ticking()
        waiting = DBTaskResult.objects.filter(task_path=tasks.TICKING)
        assert waiting.count() == 1
        waiting.delete()  # the worker has taken it
        tasks.tick.func()
        assert [each.recipient for each in Message.objects.filter(template="digest")] == ["a@example.org"]
        assert [each.run_after for each in waiting] == [START + timedelta(days=1) + TICK]


def test_another_frequency_counts_only_when_the_owner_confirms_it():
    with time_machine.travel(START, tick=False):
        row = confirmed()
        ask(frequency="monthly")
        row.refresh_from_db()
        assert row.frequency == "daily"
        subscriptions.confirm(subscriptions.token_of(row), "monthly")
        row.refresh_from_db()
        assert (row.frequency, row.next_at) == ("monthly", START.replace(month=2, day=28))


def test_an_end_forgets_the_address_and_may_come_twice():
    row = confirmed()
    token = subscriptions.token_of(row)
    subscriptions.end(token)
    subscriptions.end(token)
    assert not Subscription.objects.exists()
    for wrong in (token, f"{token}x", "nonsense"):
        with pytest.raises(SubscriptionUnknown):
            subscriptions.subscription_of(wrong)
    assert subscriptions.tell(row.pk) is None

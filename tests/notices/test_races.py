"""Several at once: each occasion is told once, each digest goes once, a held mail is withdrawn or sent and never both."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from gcmhub.core.clock import now
from gcmhub.notices import actions, queries
from gcmhub.notices.choices import Pace
from gcmhub.notices.models import Bounce, Message, Notice

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


def race(*acts):
    """Do all of these at once, each in a thread with a connection of its own; returns what they gave or raised."""
    gate, found = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            gate.wait(10)
            found[place] = act()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    return found


def tell(user, **more):
    return actions.tell(user, "book_came", key="k", book="B", **more)


def test_one_occasion_is_told_once_by_whomever_it_is_told(omar):
    found = race(*[lambda: tell(omar).pk] * AT_ONCE)
    assert len(set(found)) == 1
    assert (Notice.objects.count(), Message.objects.count()) == (1, 1)


def test_one_digest_goes_once(omar):
    actions.set_pace(omar, "shelves", Pace.DAILY)
    with time_machine.travel(now() - timedelta(days=2)):
        tell(omar)
    assert sum(race(*[actions.send_due_digests] * AT_ONCE)) == 1
    assert Message.objects.count() == 1


def test_a_held_mail_is_withdrawn_or_sent_and_never_both(omar):
    for number in range(10):
        tell_key = f"held-{number}"
        message = actions.tell(omar, "loan_due", key=tell_key, book="B", due="2026-12-03", hold_until=now() + timedelta(1)).mail
        # The sender's clock says that the time has come, that of who withdraws does not yet.
        Message.objects.filter(pk=message.pk).update(next_attempt_at=now())
        message.refresh_from_db()
        withdrawn, sent = race(lambda key=tell_key: actions.withdraw_held(key), lambda row=message: actions.deliver(row))
        message.refresh_from_db()
        assert (withdrawn, sent, message.state) in {(1, False, "withdrawn"), (0, True, "sent")}


def test_the_same_report_read_twice_at_once_counts_once():
    race(*[lambda: actions.record_bounce("a@example.org", key="one")] * AT_ONCE)
    assert Bounce.objects.count() == 1


def test_three_bounces_at_once_stop_an_address_and_tell_its_owner_once(omar):
    found = race(*[lambda number=number: actions.record_bounce("omar@example.org", key=f"b{number}") for number in range(6)])
    assert sorted(map(str, found)) == ["False"] * 5 + ["True"]
    assert queries.is_stopped("omar@example.org")
    assert Notice.objects.get(user=omar).template == "address_stopped"

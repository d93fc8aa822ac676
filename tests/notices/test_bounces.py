"""Mail that comes back: three times for good, and nothing more is sent there. Nothing is sent in answer."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command

from gcmhub.core.clock import now
from gcmhub.notices import actions, queries, tasks
from gcmhub.notices.errors import AddressNotStopped
from gcmhub.notices.models import AddressStopped, Bounce, Message
from gcmhub.notices.rules import is_hard, status_in

pytestmark = pytest.mark.django_db


def stop(address="omar@example.org"):
    return [actions.record_bounce(address) for _ in range(3)]


def tell(user, key="k"):
    return actions.tell(user, "loan_due", key=key, book="B", due="2026-12-03")


@pytest.mark.parametrize(
    ("status", "hard"),
    [("5.1.1", True), ("5.0.0", True), ("5.2.1", True), ("5.2.2", False), ("5.7.1", False), ("4.2.2", False), ("", False)],
)
def test_a_full_mailbox_and_a_policy_say_nothing_about_an_address(status, hard):
    assert is_hard(status) is hard


def test_a_status_is_found_in_what_a_server_says():
    assert status_in("550 5.1.1 no such user at 10.5.1.20") == "5.1.1"
    assert status_in("mailbox 10.5.1.20 unknown") == ""


def test_the_third_bounce_stops_an_address_and_its_owner_is_told_on_the_page(omar):
    assert stop("Omar@Example.org") == [False, False, True]
    assert actions.record_bounce("omar@example.org") is False  # stopped once
    (notice,) = queries.told(list(queries.notice_rows(omar)))
    assert "omar@example.org" in notice.title
    assert not Message.objects.exists()  # no mail about mail


def test_soft_bounces_and_the_same_report_twice_stop_nothing():
    for _ in range(5):
        actions.record_bounce("a@example.org", status="4.2.2")
        actions.record_bounce("a@example.org", key="same")
    assert not AddressStopped.objects.exists()
    assert Bounce.objects.count() == 6


def test_nothing_is_sent_to_a_stopped_address_and_the_outbox_says_so():
    message = actions.send("unknown_account", to="Omar@example.org", language="en", address="x")
    stop()
    tasks.send_message.func(message_id=message.pk)
    message.refresh_from_db()
    assert (message.state, mail.outbox) == ("stopped", [])
    assert "came back" in message.error


def test_another_confirmed_address_takes_mail_up_again(omar):
    stop()
    tell(omar)
    assert not Message.objects.exists()
    omar.emailaddress_set.create(email="new@example.org", verified=False)
    tell(omar, "l")
    assert not Message.objects.exists()
    omar.emailaddress_set.filter(email="new@example.org").update(verified=True)
    tell(omar, "m")
    assert Message.objects.get().recipient == "new@example.org"


def test_the_operator_takes_an_address_up_again(omar, capsys):
    for _ in range(3):
        call_command("record_bounce", "omar@example.org")
    assert "mail to omar@example.org is stopped" in capsys.readouterr().out
    call_command("resume_address", "OMAR@example.org")
    assert not Bounce.objects.exists()
    tell(omar)
    assert Message.objects.get().recipient == "omar@example.org"
    with pytest.raises(AddressNotStopped):
        actions.resume_address("omar@example.org")


def test_a_server_that_refuses_a_recipient_counts_as_a_bounce(server):
    for answer in ("550 no such user", "550 5.1.1 unknown", "550 5.7.1 policy", "551 5.1.6 moved"):
        server.refusals.append(("RCPT", answer))
        tasks.send_message.func(message_id=actions.send("unknown_account", to="a@example.org", language="en", address="x").pk)
    assert [(row.status, row.is_hard) for row in Bounce.objects.order_by("pk")] == [
        ("5.1.1", True),
        ("5.1.1", True),
        ("5.7.1", False),
        ("5.1.6", True),
    ]
    assert queries.is_stopped("A@example.org")


def test_bounces_are_forgotten_in_the_end(omar):
    actions.record_bounce("omar@example.org")
    with time_machine.travel(now() + timedelta(days=181)):
        assert actions.forget_old() == 1


def test_what_is_no_address_is_refused():
    with pytest.raises(CommandError, match="no e-mail address"):
        call_command("record_bounce", "nobody")
    with pytest.raises(CommandError, match="was not stopped"):
        call_command("resume_address", "a@example.org")

"""The outbox: a mail exists with its occasion, is tried with patience, and is sent once."""

import email
import email.policy
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from gcmhub.core.clock import now
from gcmhub.notices import actions, queries, tasks
from gcmhub.notices.actions import delivery
from gcmhub.notices.errors import TemplateUnknown
from gcmhub.notices.models import Message
from gcmhub.notices.rules import WAITS

pytestmark = pytest.mark.django_db
LINK = "https://hub.example.org/en/reset/secret-key/"


def queue(**more):
    values = {"to": "a@example.org", "language": "en", "address": "a@example.org"}
    return actions.send("unknown_account", **(values | more))


def run_task(message):
    tasks.send_message.func(message_id=message.pk)
    message.refresh_from_db()


def test_a_mail_exists_exactly_when_its_occasion_does():
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert (Message.objects.count(), DBTaskResult.objects.count()) == (0, 0)
    queue()
    assert (Message.objects.count(), DBTaskResult.objects.count()) == (1, 1)
    assert mail.outbox == []  # nothing is sent inside the request


def test_one_occasion_has_one_mail():
    assert queue(key="x") == queue(key="x", to="b@example.org")
    assert queue() != queue()
    assert (Message.objects.count(), DBTaskResult.objects.count()) == (3, 3)


def test_the_database_holds_one_mail_for_one_occasion():
    message = queue(key="x")
    message.pk, message.public_id = None, "other"
    with pytest.raises(IntegrityError), transaction.atomic():
        message.save(force_insert=True)


def test_an_unknown_mail_is_refused():
    with pytest.raises(TemplateUnknown):
        actions.send("nothing", to="a@example.org", language="en")


def test_the_worker_sends_a_mail_and_says_so_in_its_row():
    message = queue()
    run_task(message)
    assert (message.state, message.attempts, message.error) == ("sent", 1, "")
    sent = mail.outbox[0]
    assert (sent.to, sent.subject) == (["a@example.org"], "No account with this address - Migration Network Hub")
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert message.settled_at is not None


def test_a_mail_is_sent_once_however_often_it_is_asked_for():
    message, stale = queue(), None
    stale = Message.objects.get(pk=message.pk)
    run_task(message)
    run_task(message)
    assert actions.deliver(stale) is False
    call_command("send_messages")
    assert len(mail.outbox) == 1


def test_who_was_killed_while_sending_is_followed_by_the_next_attempt_with_the_same_mail(server, monkeypatch):
    message = queue()

    def die(*_args, **_values):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_settle", die)  # after the server took it, before the row says so
        with pytest.raises(KeyboardInterrupt):
            actions.deliver(message)
    run_task(message)
    assert (message.state, message.attempts, len(server.taken)) == ("queued", 1, 1)  # not before the next attempt is due
    deferred = DBTaskResult.objects.order_by("-enqueued_at").first()
    assert deferred.run_after == message.next_attempt_at
    with time_machine.travel(message.next_attempt_at + timedelta(seconds=1)):
        run_task(message)
    assert message.state == "sent"
    assert server.taken[0] == server.taken[1]  # byte for byte: Message-ID and date too


def test_a_server_that_is_away_loses_nothing(server):
    server.refusals = [("MAIL", "451 later")] * 2
    message = queue()
    for attempt, wait in enumerate(WAITS[:2], start=1):
        with time_machine.travel(message.next_attempt_at + timedelta(seconds=1), tick=False):
            run_task(message)
            assert (message.state, message.attempts) == ("queued", attempt)
            assert "451" in message.error
            assert message.next_attempt_at == now() + wait
    with time_machine.travel(message.next_attempt_at + timedelta(seconds=1)):
        run_task(message)
    assert (message.state, len(server.taken)) == ("sent", 1)


def test_a_mail_is_given_up_in_the_end_and_can_be_queued_anew(settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens
    message = queue()
    for _ in range(len(WAITS) + 1):
        assert message.state == "queued"
        with time_machine.travel(message.next_attempt_at + timedelta(seconds=1)):
            run_task(message)
    assert (message.state, message.attempts) == ("failed", len(WAITS) + 1)
    assert "a@example.org" not in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("send_messages", "--retry-failed")
    message.refresh_from_db()
    assert (message.state, len(mail.outbox)) == ("sent", 1)


def test_an_address_that_the_server_refuses_for_good_is_not_tried_again(server):
    server.refusals = [("RCPT", "550 no such mailbox a@example.org")]
    message = queue()
    run_task(message)
    assert (message.state, message.attempts) == ("failed", 1)
    assert "550" in message.error
    assert "a@example.org" not in message.error


def test_a_password_that_the_mail_server_refuses_is_the_operators_to_mend(server, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "hub", "old"
    server.refusals = [("EHLO", "250-hub\r\n250 AUTH PLAIN"), ("AUTH", "535 no")]
    message = queue()
    run_task(message)
    assert message.state == "queued"
    assert "535" in message.error


def test_a_text_that_opens_a_door_is_erased_once_it_is_sent_and_never_logged(caplog):
    with caplog.at_level("DEBUG"):
        message = actions.send("password_reset", to="a@example.org", language="en", secret=True, link=LINK)
        run_task(message)
    assert LINK in mail.outbox[0].body
    assert message.body == ""
    assert "secret-key" not in caplog.text
    assert not [row for row in DBTaskResult.objects.all() if "secret-key" in str(row.args_kwargs)]


def test_what_is_sent_is_ascii_headers_and_readable_text(server):
    message = actions.send("password_reset", to="a@example.org", language="ar", link=LINK)
    run_task(message)
    got = email.message_from_string(server.taken[0], policy=email.policy.default)
    assert got["Subject"].strip().startswith("تعيين كلمة مرور جديدة")
    assert got["Message-ID"] == f"<{message.public_id}@localhost>"
    assert got["Content-Language"] == "ar"
    assert LINK in got.get_body(("plain",)).get_content()


def test_a_line_end_in_a_subject_makes_no_header():
    message = actions.send(
        "contact_message", to="a@example.org", language="en",
        number="1", name="", email="", page="", subject="x\r\nBcc: victim@example.org", text="y",
    )  # fmt: skip
    run_task(message)
    assert message.state == "sent"
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == ["a@example.org"]


def test_old_mails_and_messages_are_removed_and_waiting_ones_stay():
    old, waiting = queue(), queue()
    run_task(old)
    actions.record_contact(key="k", subject="s", text="t", language="en")
    with time_machine.travel(now() + timedelta(days=31)):
        assert actions.forget_old() == 1
    assert [row.pk for row in Message.objects.all()] == [waiting.pk]
    with time_machine.travel(now() + timedelta(days=366)):
        assert actions.forget_old() == 1


def test_what_is_due_comes_oldest_first():
    first, second = queue(), queue()
    assert [row.pk for row in queries.due()] == [first.pk, second.pk]
    assert queries.message_counts() == {"queued": 2, "sent": 0, "failed": 0, "withdrawn": 0, "stopped": 0}

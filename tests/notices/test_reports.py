"""Delivery reports of mail servers: read from a mailbox, counted once, believed only about mails of ours."""

import mailbox
import random

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from gcmhub.notices import actions, queries
from gcmhub.notices.models import Bounce, Message
from gcmhub.notices.reports import LARGEST, Report, read_report

REPORT = """\
From: MAILER-DAEMON@mx.example.org
To: hub@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="b1"

--b1
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: Wed, 25 Nov 2026 08:00:00 +0000

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <{recipient}>: no such user

--b1
Content-Type: {original}

From: hub@example.org
To: {recipient}
Message-ID: <{public_id}@localhost>
Subject: Confirm your e-mail address

{body}
--b1--
"""


def report(public_id, **more):
    values = {
        "kind": "delivery-status",
        "recipient": "omar@example.org",
        "action": "failed",
        "status": "5.1.1",
        "original": "message/rfc822",
        "body": "Hello",
    }
    return REPORT.format(public_id=public_id, **(values | more)).encode()


def queue(to="omar@example.org"):
    return actions.send("unknown_account", to=to, language="en", address=to)


def box(folder, reports, made=mailbox.mbox):
    kept = made(folder, create=True)
    for each in reports:
        kept.add(each)
    kept.flush()
    kept.close()
    return folder


def run(path, capsys):
    call_command("read_bounces", str(path))
    return capsys.readouterr().out


@pytest.mark.parametrize("original", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_names_our_mail_what_became_of_it_and_why(original):
    assert read_report(report("0123456789ab", original=original)) == Report(
        "0123456789ab", "failed", "5.1.1", "smtp; 550 5.1.1 <omar@example.org>: no such user"
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\0\0" * 50,
        report("0123456789ab", kind="disposition-notification"),
        report("not-one-of-ours"),
        report("0123456789ab", original="text/html"),
        report("0123456789ab").replace(b"Final-Recipient", b"X-Nobody"),
        report("0123456789ab").replace(b"multipart/report", b"multipart/mixed"),
        report("0123456789ab", body="x" * LARGEST),
        b"From: a@example.org\nSubject: Out of office\nAuto-Submitted: auto-replied\n\nI am away",
    ],
)
def test_what_is_no_report_about_our_mail_says_nothing(raw):
    assert read_report(raw) is None


def test_no_broken_report_breaks_the_reader():
    draw, whole = random.Random(3464), report("0123456789ab")
    for _ in range(2_000):
        raw = bytearray(whole)
        for _ in range(draw.randint(1, 12)):
            place = draw.randrange(len(raw))
            raw[place : place + draw.randint(0, 9)] = draw.randbytes(draw.randint(0, 9))
        read_report(bytes(raw))
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth) for depth in range(3_000))
    assert read_report(b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n" + nested) is None


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [mailbox.mbox, mailbox.Maildir])
def test_three_reports_in_a_mailbox_stop_an_address_and_nothing_is_sent_in_answer(kind, tmp_path, omar, capsys):
    messages = [queue() for _ in range(3)]
    path = box(tmp_path / "box", [*(report(each.public_id) for each in messages), b"Subject: Hello\n\nA letter"], kind)
    tasks_before = Message.objects.count()
    assert run(path, capsys) == "4 mails read, 3 bounces written down\n"
    assert queries.is_stopped("omar@example.org")
    assert run(path, capsys) == "4 mails read, 0 bounces written down\n"
    assert Bounce.objects.count() == 3
    assert (Message.objects.count(), mail.outbox) == (tasks_before, [])
    assert "omar@example.org" not in Bounce.objects.first().answer


@pytest.mark.django_db
def test_a_forged_report_stops_nobody(tmp_path, capsys):
    ours = queue("attacker@example.org")
    forged = [report("0123456789ab"), *(report(ours.public_id, recipient="victim@example.org") for _ in range(5))]
    run(box(tmp_path / "box", forged), capsys)
    assert [row.address for row in Bounce.objects.all()] == ["attacker@example.org"]


@pytest.mark.django_db
def test_what_is_late_or_full_is_no_reason_to_stop(tmp_path, capsys):
    reports = [report(queue().public_id, action="delayed", status="4.4.1") for _ in range(3)]
    reports += [report(queue().public_id, status="5.2.2") for _ in range(3)]
    assert run(box(tmp_path / "box", reports), capsys) == "6 mails read, 3 bounces written down\n"
    assert not queries.is_stopped("omar@example.org")


def test_what_is_no_mailbox_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(CommandError, match="neither an mbox file nor a Maildir"):
            call_command("read_bounces", str(path))

"""The outbox on the terminal."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from gcmhub.core.clock import now
from gcmhub.notices import actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def mails(amina):
    actions.tell(
        amina, "loan_due", key="k", link="/loans/1/", hold_until=now() + timedelta(hours=24), book="B", due="2026-12-03"
    )
    actions.send("unknown_account", to="a@example.org", language="en", address="\x1b[31m red")
    actions.send("password_reset", to="b@example.org", language="en", secret=True, link="https://a.org/secret-key")


def run(capsys, *arguments):
    call_command("outbox", *arguments)
    return capsys.readouterr().out


def test_every_mail_is_read_there_but_no_open_door(mails, capsys):
    told = run(capsys)
    assert told.endswith("3 mails\n")
    assert "held  [ar]  loan_due  <amina@example.org>" in told
    assert "/ar/loans/1/" in told
    assert "No account with this address" in told
    assert "secret-key" not in told
    assert "\x1b" not in told


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (("--state", "held"), 1),
        (("--state", "queued"), 2),
        (("--state", "sent"), 0),
        (("--to", "AMINA@"), 1),
        (("--template", "password_reset"), 1),
        (("--language", "en", "--limit", "1"), 2),
    ],
)
def test_it_is_narrowed(mails, capsys, arguments, count):
    told = run(capsys, "--brief", *arguments)
    assert told.endswith(f"\n{count} mails\n") or (count == 0 and told == "0 mails\n")
    assert "Hello," not in told

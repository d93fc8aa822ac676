"""``read_bounces``: a mailbox full of what mail servers sent back."""

import mailbox
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gcmhub.notices.actions import take_report
from gcmhub.notices.reports import read_report


class Command(BaseCommand):
    """A door on the terminal. The mailbox stays as it is, and nothing is sent in answer."""

    help = "Read delivery reports (RFC 3464) from an mbox file or a Maildir folder; each counts once, however often it is read."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("path", type=Path, help="mbox file or Maildir folder")

    def handle(self, *_args: object, **options: Any) -> None:
        """Read and report."""
        path: Path = options["path"]
        if not path.exists() or (path.is_dir() and not (path / "cur").is_dir()):
            raise CommandError(f"{path} is neither an mbox file nor a Maildir folder")
        made: mailbox.Mailbox[Any] = mailbox.Maildir(path, create=False) if path.is_dir() else mailbox.mbox(path, create=False)
        mails = bounces = 0
        with closing(made):
            for key in made.iterkeys():
                mails += 1
                report = read_report(made.get_bytes(key))
                bounces += bool(report and take_report(report))
        self.stdout.write(f"{mails} mails read, {bounces} bounces written down")

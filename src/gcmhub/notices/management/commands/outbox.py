"""``outbox``: the mails of this hub on the terminal, for who has no mail server."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gcmhub.notices.choices import MessageState
from gcmhub.notices.models import Message
from gcmhub.notices.queries import HELD, outbox, state_of


class Command(BaseCommand):
    """A door on the terminal."""

    help = "Show mails, the newest first, with their text unless it opens a door."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--state", default="", choices=["", HELD, *MessageState.values], help="only these")
        parser.add_argument("--template", default="", help="only this kind of mail")
        parser.add_argument("--to", default="", help="only addresses with this in them")
        parser.add_argument("--language", default="", help="only this language")
        parser.add_argument("--limit", type=int, default=20, help="how many at most (default 20)")
        parser.add_argument("--brief", action="store_true", help="without texts")

    def handle(self, *_args: object, **options: Any) -> None:
        """Show them."""
        rows = outbox(
            state=options["state"], template=options["template"], recipient=options["to"], language=options["language"]
        )
        for row in rows[: max(0, options["limit"])]:
            self.stdout.write(shown(row, brief=options["brief"]))
        self.stdout.write(f"{rows.count()} mails")


def shown(row: Message, *, brief: bool) -> str:
    """Return one mail as text; control characters do not reach the terminal."""
    when = f"{row.created_at:%Y-%m-%d %H:%M} UTC"
    lines = ["  ".join((row.public_id, when, state_of(row), f"[{row.language}]", row.template, f"<{row.recipient}>"))]
    lines.append(f"   {row.subject}")
    if row.held_until:
        lines.append(f"   held until {row.held_until:%Y-%m-%d %H:%M} UTC")
    if row.error:
        lines.append(f"   {row.error}")
    if not brief:
        text = row.readable_body or "(opens a door: shown to nobody)"
        lines += ["", *(f"   {line}" for line in text.splitlines())]
    return "\n".join("".join(sign for sign in line if sign.isprintable()) for line in lines) + "\n"

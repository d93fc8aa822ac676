"""``send_messages``: send what is due now, for hubs without a worker and for operators who mended a mail server."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gcmhub.notices import actions, queries, subscriptions


class Command(BaseCommand):
    """A door on the terminal; beside a running worker no mail is sent twice."""

    help = "Send every mail and every digest that is due, and remove old ones."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--retry-failed", action="store_true", help="first queue what was given up anew")

    def handle(self, *_args: object, **options: Any) -> None:
        """Send and report."""
        if options["retry_failed"]:
            self.stdout.write(f"{actions.retry_failed()} mails queued anew")
        for subscription in subscriptions.due():
            subscriptions.tell(subscription)
        actions.send_due_digests()
        sent = sum(actions.deliver(message) for message in queries.due())
        actions.forget_old()
        subscriptions.forget_unconfirmed()
        counts = queries.message_counts()
        self.stdout.write(f"{sent} mails sent; {counts['queued']} wait, {counts['failed']} were given up")

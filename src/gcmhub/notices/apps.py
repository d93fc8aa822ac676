"""Django application of this room."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Mail to people and messages from readers."""

    name = "gcmhub.notices"
    label = "notices"

    def ready(self) -> None:
        """Make the mails of this room known, and what it keeps of people."""
        from gcmhub.notices import mails, wording  # noqa: PLC0415 - settings are there only now
        from gcmhub.notices.personal import register_notices  # noqa: PLC0415 - as above

        mails.register(kinds=[wording.ACCOUNT], templates=wording.TEMPLATES)
        register_notices()

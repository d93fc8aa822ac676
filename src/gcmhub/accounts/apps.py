"""Django application of this room."""

from django.apps import AppConfig

from gcmhub.accounts.personal import register_accounts


class AccountsConfig(AppConfig):
    """People and how they sign in."""

    name = "gcmhub.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Make known what the room keeps of people."""
        register_accounts()

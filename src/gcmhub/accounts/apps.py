"""Django application of this room."""

from django.apps import AppConfig

from gcmhub.accounts.personal import register_accounts


class AccountsConfig(AppConfig):
    """People and how they sign in."""

    name = "gcmhub.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Make known what the room keeps of people; hear of addresses that allauth adds."""
        from allauth.account.signals import email_added  # noqa: PLC0415 - models exist only now

        from gcmhub.accounts.actions.tidy import note_address  # noqa: PLC0415 - as above

        register_accounts()
        email_added.connect(lambda email_address, **_: note_address(email_address), dispatch_uid="accounts", weak=False)

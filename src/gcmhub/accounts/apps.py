"""Django application of this room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and how they sign in."""

    name = "gcmhub.accounts"
    label = "accounts"

"""Django application of this room."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Mail to people and messages from readers."""

    name = "gcmhub.notices"
    label = "notices"

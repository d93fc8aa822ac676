"""Django application of this room."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Demonstration content, a door: loaded through the actions, removable with one command."""

    name = "gcmhub.demo"
    label = "demo"

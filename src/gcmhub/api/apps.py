"""Django application of this room."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """JSON for other programs, a door."""

    name = "gcmhub.api"
    label = "api"

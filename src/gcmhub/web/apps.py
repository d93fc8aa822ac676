"""Django application of this room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages, a door."""

    name = "gcmhub.web"
    label = "web"

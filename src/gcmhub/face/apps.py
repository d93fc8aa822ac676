"""Django application of this room."""

from django.apps import AppConfig


class FaceConfig(AppConfig):
    """What the doors share: Jinja environment, layout, components, formatters, serialisers. It has no views."""

    name = "gcmhub.face"
    label = "face"

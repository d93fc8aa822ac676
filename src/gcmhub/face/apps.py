"""Django application of this room."""

from django.apps import AppConfig
from django.conf import settings


class FaceConfig(AppConfig):
    """What the doors share: Jinja environment, layout, components, formatters, serialisers. It has no views."""

    name = "gcmhub.face"
    label = "face"

    def ready(self) -> None:
        """Read the map, so that a file that is none ends the start and not a page."""
        from gcmhub.face.world_map import read_geometry  # noqa: PLC0415 - other rooms are ready only now

        read_geometry(settings.HUB_MAP_FILE)

"""Django application of this room."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """The shelves of the Hub."""

    name = "gcmhub.library"
    label = "library"

    def ready(self) -> None:
        """Describe resources to the search room, and what the room keeps of people."""
        from gcmhub.library.documents import RESOURCES  # noqa: PLC0415 - models exist only now
        from gcmhub.library.personal import register_library  # noqa: PLC0415 - as above
        from gcmhub.search.registry import register  # noqa: PLC0415 - as above

        register(RESOURCES)
        register_library()

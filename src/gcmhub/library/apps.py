"""Django application of this room."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """The shelves of the Hub."""

    name = "gcmhub.library"
    label = "library"

    def ready(self) -> None:
        """Describe resources to the search room."""
        from gcmhub.library.documents import RESOURCES  # noqa: PLC0415 - models exist only now
        from gcmhub.search.registry import register  # noqa: PLC0415 - as above

        register(RESOURCES)

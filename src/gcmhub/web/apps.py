"""Django application of this room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages, a door."""

    name = "gcmhub.web"
    label = "web"

    def ready(self) -> None:
        """Say which lists can be followed."""
        from gcmhub.notices import topics  # noqa: PLC0415 - models are there only now
        from gcmhub.web.library.following import RESOURCES  # noqa: PLC0415 - as above

        topics.register(RESOURCES)

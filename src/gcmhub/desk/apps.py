"""Django application of this room."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The back office, a door."""

    name = "gcmhub.desk"
    label = "desk"

    def ready(self) -> None:
        """Say where the pages that mails lead to are."""
        from gcmhub.review import places  # noqa: PLC0415 - models are there only now

        places.register({"desk-submission": "/desk/submissions/{}/", "desk-roster-member": "/desk/roster/{}/"})

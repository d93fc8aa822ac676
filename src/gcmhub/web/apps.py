"""Django application of this room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages, a door."""

    name = "gcmhub.web"
    label = "web"

    def ready(self) -> None:
        """Say which lists can be followed, where mails are ended, and where the pages that mails lead to are."""
        from gcmhub.face.links import url  # noqa: PLC0415 - models are there only now
        from gcmhub.notices import doors, topics  # noqa: PLC0415 - as above
        from gcmhub.review import places  # noqa: PLC0415 - as above
        from gcmhub.review.actions.people import PURPOSE  # noqa: PLC0415 - as above
        from gcmhub.web.accounts.invitations import DESTINATIONS  # noqa: PLC0415 - as above
        from gcmhub.web.library.following import RESOURCES  # noqa: PLC0415 - as above

        topics.register(RESOURCES)
        places.register({"review": "/reviews/{}/", "roster": "/roster/mine/", "submission": "/submissions/{}/"})
        places.register({"suggestion": "/submit/link/{}/"})
        places.register({"invitation": "/accounts/invitations/{}/"})
        DESTINATIONS[PURPOSE] = lambda submission: url("web:submission", submission)
        doors.register(lambda token, language: url("web:notices-end", token, language=language))

"""The base of every named error of the hub."""


class HubError(Exception):
    """A fact that forbids an action. ``code`` names it; doors hold the sentence in six languages."""

    code = "error"

    def __init__(self, message: str = "", **details: object) -> None:
        super().__init__(message or self.code)
        self.details = details


class NotPermitted(HubError):
    """The person may not do this."""

    code = "not-permitted"

"""Facts that forbid a step of a life cycle."""

from gcmhub.core.errors import HubError


class NotInThisState(HubError):
    """The action does not lead anywhere from the state that the object is in; ``details`` has state and action."""

    code = "not-in-this-state"


class ChangedMeanwhile(HubError):
    """Somebody else changed the object since it was read."""

    code = "changed-meanwhile"


class ReasonMissing(HubError):
    """The action asks for a reason, one of ``details["reasons"]`` where the table names them."""

    code = "reason-missing"

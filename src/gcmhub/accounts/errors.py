"""Facts that forbid an action on accounts."""

from gcmhub.core.errors import HubError


class AddressTaken(HubError):
    """Another person signs in with this address."""

    code = "address-taken"

"""Facts that forbid an action on mail."""

from gcmhub.core.errors import HubError


class TemplateUnknown(HubError):
    """There is no mail of this name."""

    code = "template-unknown"


class SubscriptionUnknown(HubError):
    """There is no such subscription, or no longer."""

    code = "subscription-unknown"


class ContactMessageUnknown(HubError):
    """There is no message of this number."""

    code = "contact-message-unknown"


class KindUnknown(HubError):
    """There are no notices of this kind, or they cannot be switched off."""

    code = "notice-kind-unknown"


class EndingUnknown(HubError):
    """This link names nobody's mails."""

    code = "ending-unknown"


class TimeZoneUnknown(HubError):
    """There is no time zone of this name."""

    code = "time-zone-unknown"


class AddressNotStopped(HubError):
    """Mail to this address was not stopped."""

    code = "address-not-stopped"

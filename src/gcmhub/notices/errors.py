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

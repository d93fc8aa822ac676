"""What this room keeps of people."""

from gcmhub.accounts.personal import Known, Personal, declare_impersonal, register

MAIL = ("template", "language", "subject", "state", "created_at", "settled_at")
OPENS = ("body", "html", "unsubscribe_url", "error")  # a text may open a door, and is gone a month after it was sent

NOTICES = (
    Personal("notices.Message", "person", ("recipient", *MAIL), secret=OPENS),
    Personal("notices.Message", "recipient", ("recipient", *MAIL), known=Known.ADDRESS, secret=OPENS),
    Personal("notices.Message", "reply_to", ("reply_to", *MAIL), known=Known.ADDRESS, secret=OPENS),
    Personal("notices.Notice", "user", ("template", "values", "link", "created_at", "read_at")),
    Personal("notices.Preference", "user", ("kind", "pace")),
    Personal("notices.DigestHour", "user", ("time_zone", "hour")),
    Personal("notices.Bounce", "address", ("address", "status", "answer", "at"), known=Known.ADDRESS),
    Personal("notices.AddressStopped", "address", ("address", "since"), known=Known.ADDRESS),
    Personal(
        "notices.Subscription",
        "email",
        ("email", "language", "topic", "selection", "frequency", "created_at", "confirmed_at"),
        known=Known.ADDRESS,
    ),
    Personal(
        "notices.ContactMessage",
        "email",
        ("name", "email", "subject", "text", "page", "language", "received_at"),
        known=Known.ADDRESS,
    ),
)


def register_notices() -> None:
    """Make it known to accounts."""
    register(*NOTICES)
    for model in ("notices.Message", "notices.Notice"):
        declare_impersonal("It names an occasion by opaque ids and hashes.", model, fields=("key",))
    declare_impersonal("The address of the hub.", "notices.Subscription", fields=("site",))

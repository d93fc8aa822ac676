"""Mails of allauth: words of ours, in the language of the page, through the outbox."""

from hashlib import sha256
from typing import Any

from babel.dates import format_datetime

from gcmhub.accounts.adapter import HubAccountAdapter, public
from gcmhub.core.clock import now
from gcmhub.face.languages import current
from gcmhub.notices.actions import send
from gcmhub.notices.models import Message

CHANGES = {
    "account/email/password_changed": "password",
    "account/email/password_reset": "password",
    "mfa/email/totp_activated": "factor-on",
    "mfa/email/totp_deactivated": "factor-off",
    "mfa/email/recovery_codes_generated": "recovery",
    "mfa/email/webauthn_added": "passkey-on",
    "mfa/email/webauthn_removed": "passkey-off",
    "account/email/email_changed": "primary",
    "account/email/email_deleted": "address-gone",
}


class MailingAdapter(HubAccountAdapter):
    """Puts each mail into the outbox. A mail that has no words of ours yet ends in a ``KeyError``, which a test would meet."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> Message:
        """Write one mail; links that open an account are erased once it is sent."""
        language = current().code
        match template_prefix:
            case "account/email/password_reset_key":
                link = context["password_reset_url"]
                return send("password_reset", to=email, language=language, secret=True, link=link)
            case "account/email/email_confirmation" | "account/email/email_confirmation_signup":
                link = context["activate_url"]
                return send("address_confirmation", to=email, language=language, secret=True, link=link)
            case "account/email/account_already_exists":  # somebody's address: one such mail an hour
                key = f"known-account:{sha256(email.lower().encode()).hexdigest()[:24]}:{now():%Y%m%d%H}"
                link = public(context["password_reset_url"])
                return send("account_exists", to=email, language=language, key=key, link=link)
            case "account/email/unknown_account":  # the address may be anybody's: one such mail an hour
                key = f"unknown-account:{sha256(email.lower().encode()).hexdigest()[:24]}:{now():%Y%m%d%H}"
                return send("unknown_account", to=email, language=language, key=key, address=email)
            case _:
                moment = format_datetime(now(), "long", locale=current().locale)
                change = CHANGES[template_prefix]
                return send("account_changed", to=email, language=language, change=change, moment=moment)

"""The words of this room's own mails, in the language of who reads them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gcmhub.notices.mails import Kind, Mail, Quote, Template


def _password_reset(link: str) -> Mail:
    return Mail(
        _("Set a new password"),
        (
            _("Somebody, probably you, asked for a new password for your account. Set it on the page behind this link:"),
            link,
            _("The link can be used once and only for a short time. If you did not ask for it, nothing needs to be done."),
        ),
    )


def _unknown_account(address: str) -> Mail:
    return Mail(
        _("No account with this address"),
        (
            _("Somebody, probably you, asked for a new password, but no account has this e-mail address:"),
            address,
            _("If you have an account, it may have another address. If you did not ask, nothing needs to be done."),
        ),
    )


def _account_exists(link: str) -> Mail:
    return Mail(
        _("You have an account already"),
        (
            _("Somebody, probably you, asked for a new account with this address, but you have one already. Sign in with it."),
            _("If you have forgotten the password, set a new one on this page:"),
            link,
            _("If you did not ask for it, nothing needs to be done: nothing has changed."),
        ),
    )


def _address_confirmation(link: str) -> Mail:
    return Mail(
        _("Confirm your e-mail address"),
        (
            _("This address was given for an account. Open this link to confirm that it is yours:"),
            link,
            _("If you know nothing about it, nothing needs to be done: without a confirmation the address is not used."),
        ),
    )


def _account_changed(change: str, moment: str) -> Mail:
    changes = {
        "password": _("The password of your account was changed."),
        "factor-on": _("A second factor was set up for your account."),
        "factor-off": _("The second factor of your account was removed."),
        "recovery": _("New recovery codes were made for your account; the old ones no longer work."),
        "passkey-on": _("A passkey was added to your account."),
        "passkey-off": _("A passkey was removed from your account."),
        "primary": _("Mails about your account go to another of its addresses now."),
        "address-gone": _("An e-mail address was removed from your account."),
    }
    return Mail(
        _("A change to your account"),
        (
            changes[change],
            _("Time: %(moment)s") % {"moment": moment},
            _("If that was not you, set a new password at once and tell us."),
        ),
    )


def _contact_message(number: str, name: str, email: str, page: str, subject: str, text: str) -> Mail:  # noqa: PLR0917 - one to a field
    nobody = _("not given")
    return Mail(
        _("Message %(number)s: %(subject)s") % {"number": number, "subject": subject},
        (
            "\n".join(
                (
                    _("Name: %(value)s") % {"value": name or nobody},
                    _("E-mail address: %(value)s") % {"value": email or nobody},
                    _("Page: %(value)s") % {"value": page or nobody},
                )
            ),
            Quote(text),
        ),
    )


def _subscription_request(link: str) -> Mail:
    return Mail(
        _("Confirm that you want news by e-mail"),
        (
            _("Somebody, probably you, asked for news of a list. The page behind this link says which and lets you confirm:"),
            link,
            _("If you know nothing about it, nothing needs to be done: without a confirmation nothing is sent."),
        ),
    )


def _digest(title: str, total: str, items: str, link: str) -> Mail:
    count = ngettext("%(shown)s new resource", "%(shown)s new resources", int(total)) % {"shown": total}
    return Mail(
        _("New: %(title)s") % {"title": title},
        (
            f"{count}: {title}",
            items,
            _("The whole list: %(link)s") % {"link": link},
        ),
    )


def _notice_digest(items: list[list[str]], more: int, pace: str) -> Mail:
    total = len(items) + more
    lines = ["\n".join(part for part in item if part) for item in items]
    if more:
        lines.append(
            ngettext("%(shown)s more is among your notices.", "%(shown)s more are among your notices.", more) % {"shown": more}
        )
    reasons = {
        "daily": _("This mail comes because you asked for one mail a day."),
        "weekly": _("This mail comes because you asked for one mail a week."),
    }
    return Mail(
        ngettext("%(shown)s new notice", "%(shown)s new notices", total) % {"shown": total},
        tuple(lines),
        action=_("My notices"),
        reason=reasons[pace],
    )


def _address_stopped(address: str) -> Mail:
    return Mail(
        _("No more mail goes to %(address)s") % {"address": address},
        (
            _("Mail to this address came back as undeliverable several times, so nothing more is sent there."),
            _("Confirm another address in your account. If this one works again, write to us."),
        ),
    )


ACCOUNT = Kind("account", lambda: _("Your account"))
TEMPLATES = (
    Template("account_changed", _account_changed),
    Template("account_exists", _account_exists),
    Template("address_confirmation", _address_confirmation),
    Template("address_stopped", _address_stopped, ACCOUNT.name),
    Template("contact_message", _contact_message),
    Template("digest", _digest),
    Template("notice_digest", _notice_digest),
    Template("password_reset", _password_reset),
    Template("subscription_request", _subscription_request),
    Template("unknown_account", _unknown_account),
)

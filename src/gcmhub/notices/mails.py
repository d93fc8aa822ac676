"""The words of every mail, in the language of who reads it: subject, and paragraphs between greeting and signature."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from gcmhub.notices.errors import TemplateUnknown
from gcmhub.notices.rules import one_line


class Mail(NamedTuple):
    """A mail before it has a recipient; ``paragraphs`` are plain text."""

    subject: str
    paragraphs: tuple[str, ...]


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
            text,
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


def _digest(title: str, total: str, items: str, link: str, ending: str) -> Mail:
    count = ngettext("%(shown)s new resource", "%(shown)s new resources", int(total)) % {"shown": total}
    return Mail(
        _("New: %(title)s") % {"title": title},
        (
            f"{count}: {title}",
            items,
            _("The whole list: %(link)s") % {"link": link},
            _("No more of these mails: %(link)s") % {"link": ending},
        ),
    )


TEMPLATES: dict[str, Callable[..., Mail]] = {
    "account_changed": _account_changed,
    "address_confirmation": _address_confirmation,
    "contact_message": _contact_message,
    "digest": _digest,
    "password_reset": _password_reset,
    "subscription_request": _subscription_request,
    "unknown_account": _unknown_account,
}


def write(template: str, language: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Return subject and text of a mail in a language. Raises ``TemplateUnknown``."""
    if template not in TEMPLATES:
        raise TemplateUnknown(template)
    with override(language):
        mail = TEMPLATES[template](**values)
        name = _(settings.HUB_NAME)
        signature = "\n".join(line for line in ("-- ", name, settings.HUB_BASE_URL) if line)
        body = "\n\n".join((_("Hello,"), *mail.paragraphs, signature))
        return one_line(f"{mail.subject} - {name}"), f"{body}\n"

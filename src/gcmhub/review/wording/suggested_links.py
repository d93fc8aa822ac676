"""What people are told who suggest a link. These mails go to addresses: who suggests may have no account."""

from django.utils.translation import gettext as _

from gcmhub.notices.mails import Mail, Quote, Template
from gcmhub.review.wording.reasons import reason_words


def _request(link: str) -> Mail:
    return Mail(
        _("Confirm the link that you suggest"),
        (
            _("Somebody, probably you, suggested a link for the Hub. The page behind this link shows it and lets you confirm:"),
            link,
            _("If you know nothing about it, nothing needs to be done: in 14 days it is deleted, and your address with it."),
        ),
    )


def _taken(title: str, url: str) -> Mail:
    return Mail(
        _("We take up the link that you suggested"),
        (
            Quote(f"{title}\n{url}"),
            _("Thank you. An editor describes it now. Like everything on the Hub it is then checked, and it may be reviewed."),
            _("This is our only mail about it. Your address is deleted in 30 days."),
        ),
    )


def _dismissed(title: str, url: str, reason: str, letter: str) -> Mail:
    return Mail(
        _("About the link that you suggested"),
        (
            Quote(f"{title}\n{url}"),
            _("Thank you for suggesting it. We do not take it up."),
            *([reason_words(reason)] if reason != "other" else []),
            *([Quote(letter)] if letter else []),
            _("This is our only mail about it. Your address is deleted in 30 days."),
        ),
    )


TEMPLATES = [
    Template("review_suggestion_request", _request),
    Template("review_suggestion_taken", _taken),
    Template("review_suggestion_dismissed", _dismissed),
]

"""What reviewers are told: the title, never who submits."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gcmhub.notices.mails import Mail, Quote, day


def _due(due: str) -> str:
    return _("It is due on %(day)s.") % {"day": day(date.fromisoformat(due))}


def _invitation(title: str, days: int) -> Mail:
    return Mail(
        _("Would you review this?"),
        (
            title,
            _(
                "The Hub asks you for a review. On the page behind the link you find the summary, "
                "say whether you have a conflict of interest, and accept or decline."
            ),
            ngettext("Please answer within %(days)s day.", "Please answer within %(days)s days.", days) % {"days": days},
        ),
        _("See the invitation"),
    )


def _invitation_reminder(title: str) -> Mail:
    return Mail(
        _("Reminder: would you review this?"),
        (title, _("A no helps us too: we then ask somebody else.")),
        _("See the invitation"),
    )


def _review_begins(title: str, due: str) -> Mail:
    return Mail(
        _("Thank you for reviewing"),
        (
            title,
            _("You find the full text and the questions on the page of the review. What you write is kept at every step."),
            _due(due),
        ),
        _("Open the review"),
    )


def _review_reminder(title: str) -> Mail:
    return Mail(_("Your review is due soon"), (title, _("What you have written so far is kept.")), _("Open the review"))


def _review_overdue(title: str) -> Mail:
    return Mail(
        _("Your review is overdue"),
        (title, _("If you need more time, or cannot do it after all, say so on the page of the review.")),
        _("Open the review"),
    )


def _extended(title: str, due: str) -> Mail:
    return Mail(_("You have more time for your review"), (title, _due(due)), _("Open the review"))


def _expired(title: str) -> Mail:
    return Mail(
        _("The invitation has ended"), (title, _("We have asked somebody else. We will gladly ask you again another time."))
    )


def _released(title: str) -> Mail:
    return Mail(_("No review is needed any more"), (title, _("Thank you for your readiness. Nothing more is to be done.")))


def _to_clarify(title: str, letter: str, due: str) -> Mail:
    return Mail(_("A question about your review"), (title, Quote(letter), _due(due)), _("Open the review"))


def _conflict_minor(title: str) -> Mail:
    return Mail(
        _("You can review it"),
        (title, _("The editor finds the conflict of interest that you declared minor. You can accept the invitation.")),
        _("See the invitation"),
    )


def _thanks(title: str) -> Mail:
    return Mail(
        _("Thank you for your review"),
        (
            title,
            _(
                "The decision has been taken, and your review was part of it. "
                "You find it and your certificate under your reviews."
            ),
        ),
        _("Open the review"),
    )


WORDS: dict[str, Callable[..., Mail]] = {
    "invitation": _invitation,
    "invitation_reminder": _invitation_reminder,
    "review_begins": _review_begins,
    "review_reminder": _review_reminder,
    "review_overdue": _review_overdue,
    "extended": _extended,
    "expired": _expired,
    "released": _released,
    "to_clarify": _to_clarify,
    "conflict_minor": _conflict_minor,
    "thanks": _thanks,
}

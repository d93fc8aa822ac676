"""What applicants and members of the roster are told, and the desk about them."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from gcmhub.notices.mails import Mail, Quote
from gcmhub.review.wording.reasons import reason_words

Words = Callable[..., Mail]


def _mail(subject: Callable[[], str], *sentences: Callable[[], str]) -> Words:
    """Return a mail that may quote a letter and name a reason after its sentences."""

    def words(letter: str = "", reason: str = "") -> Mail:
        said = [sentence() for sentence in sentences]
        said += [reason_words(reason)] if reason else []
        said += [Quote(letter)] if letter else []
        return Mail(subject(), tuple(said), _("Open the page of the roster"))

    return words


WORDS: dict[str, Words] = {
    "roster_received": _mail(
        lambda: _("We have received your application"), lambda: _("Thank you. You hear from us within ten working days.")
    ),
    "roster_question": _mail(
        lambda: _("A question about your application"), lambda: _("Please answer on the page of the roster.")
    ),
    "roster_question_reminder": _mail(
        lambda: _("Your application waits for an answer"), lambda: _("Without one it ends in a month.")
    ),
    "roster_admitted": _mail(
        lambda: _("Welcome to the roster"),
        lambda: _(
            "You are admitted as a reviewer. "
            "Please agree to the code of conduct and say how many reviews you can do; then it begins."
        ),
    ),
    "roster_onboarding_reminder": _mail(
        lambda: _("One step is left"), lambda: _("Agree to the code of conduct within ten days, or the place lapses.")
    ),
    "roster_waitlisted": _mail(
        lambda: _("Your application is on the waiting list"),
        lambda: _(
            "You are qualified. At present the roster has enough reviewers in your field; we write to you when that changes."
        ),
    ),
    "roster_declined": _mail(
        lambda: _("Your application"), lambda: _("It is not accepted. You can apply again in half a year.")
    ),
    "roster_welcome": _mail(
        lambda: _("You are on the roster"), lambda: _("Invitations to review reach you by e-mail and here.")
    ),
    "roster_renewal": _mail(
        lambda: _("Do you want to stay on the roster?"),
        lambda: _(
            "Two years have passed. Please look through your profile and confirm; it takes a minute. "
            "Without an answer your membership ends."
        ),
    ),
    "roster_retired": _mail(
        lambda: _("You are no longer on the roster"), lambda: _("Thank you for your work. You can apply again at any time.")
    ),
    "roster_suspended": _mail(
        lambda: _("Your place on the roster is suspended"),
        lambda: _("You receive no invitations until it is clear what happened. You can appeal."),
    ),
    "roster_removed": _mail(lambda: _("Your place on the roster has ended"), lambda: _("You can appeal within 30 days.")),
    "roster_waiting": _mail(lambda: _("An application to the roster waits")),
    "roster_appealed": _mail(lambda: _("An appeal about a place on the roster")),
}

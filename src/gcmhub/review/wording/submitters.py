"""What those who submit are told."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from gcmhub.notices.mails import Mail, Quote, Template
from gcmhub.review.wording.reasons import reason_words


def _open() -> str:
    return _("Open the submission")


def _about(reference: str, title: str) -> str:
    return f"{reference}: {title}" if reference else title


def _received(reference: str, title: str) -> Mail:
    return Mail(
        _("We have received %(reference)s") % {"reference": reference},
        (
            _about(reference, title),
            _("Thank you. An editor looks at it within three working days and writes to you if anything is missing."),
        ),
        _open(),
    )


def _changes_requested(reference: str, title: str, letter: str, reason: str) -> Mail:
    return Mail(
        _("%(reference)s: please change something") % {"reference": reference},
        (_about(reference, title), reason_words(reason), Quote(letter), _("Please send it again within 14 days.")),
        _open(),
    )


def _changes_reminder(reference: str, title: str) -> Mail:
    return Mail(
        _("%(reference)s waits for your changes") % {"reference": reference},
        (
            _about(reference, title),
            _("Changes were asked for, and the time for them is short. If you need more time, write to the editor."),
        ),
        _open(),
    )


def _under_review(reference: str, title: str) -> Mail:
    return Mail(
        _("%(reference)s is being reviewed") % {"reference": reference},
        (_about(reference, title), _("All reviewers have agreed. You hear from us when the review is done.")),
        _open(),
    )


def _accepted(reference: str, title: str, letter: str, **_more: str) -> Mail:
    return Mail(
        _("%(reference)s is accepted") % {"reference": reference},
        (
            _about(reference, title),
            *([Quote(letter)] if letter else []),
            _("It will be published within five working days. Thank you for what you share."),
        ),
        _open(),
    )


def _rejected(reference: str, title: str, letter: str, reason: str) -> Mail:
    return Mail(
        _("Decision on %(reference)s") % {"reference": reference},
        (
            _about(reference, title),
            _("It is not accepted for the Hub."),
            reason_words(reason),
            Quote(letter),
            _(
                "If you think that something was overlooked, you can appeal once within 30 days. "
                "Another editor looks at it then."
            ),
        ),
        _open(),
    )


def _revision_requested(reference: str, title: str, letter: str, **_more: str) -> Mail:
    return Mail(
        _("%(reference)s: a revision is asked for") % {"reference": reference},
        (
            _about(reference, title),
            Quote(letter),
            _("On the page of the submission you find every point that is to be addressed, and the date."),
        ),
        _open(),
    )


def _revision_reminder(reference: str, title: str) -> Mail:
    return Mail(
        _("%(reference)s waits for your revision") % {"reference": reference},
        (_about(reference, title), _("A revision was asked for. What you have written so far is kept.")),
        _open(),
    )


def _appeal_upheld(reference: str, title: str) -> Mail:
    return Mail(
        _("%(reference)s is looked at again") % {"reference": reference},
        (_about(reference, title), _("Your appeal was right. An editor takes the submission up again.")),
        _open(),
    )


def _appeal_dismissed(reference: str, title: str, letter: str) -> Mail:
    return Mail(
        _("Answer to your appeal, %(reference)s") % {"reference": reference},
        (_about(reference, title), _("The decision stands."), Quote(letter)),
        _open(),
    )


def _published(reference: str, title: str) -> Mail:
    return Mail(
        _("%(reference)s is published") % {"reference": reference},
        (_about(reference, title), _("Everybody can find it on the Hub now. Its page says how it was reviewed.")),
        _open(),
    )


def _archived(reference: str, title: str, reason: str) -> Mail:
    return Mail(
        _("%(reference)s was archived") % {"reference": reference},
        (_about(reference, title), reason_words(reason), _("Its page stays and says why it is no longer on the Hub.")),
        _open(),
    )


def _withdrawn(reference: str, title: str) -> Mail:
    return Mail(
        _("Submission withdrawn"),
        (_about(reference, title), _("It can be taken up again within 180 days.")),
        _open(),
    )


def _re_review_soon(reference: str, title: str) -> Mail:
    return Mail(
        _("%(reference)s: is it still right?") % {"reference": reference},
        (_about(reference, title), _("In 60 days it is due for review. You can prepare a new version already.")),
        _open(),
    )


def _re_review_due(reference: str, title: str) -> Mail:
    return Mail(
        _("%(reference)s is due for review") % {"reference": reference},
        (
            _about(reference, title),
            _("Please say whether it still holds, or send a new version. Without an answer its page says so in 30 days."),
        ),
        _open(),
    )


def _draft_reminder(reference: str, title: str) -> Mail:
    return Mail(
        _("Your draft is waiting"),
        (_about(reference, title) or _("A draft without a title"), _("You can go on where you stopped.")),
        _open(),
    )


def _draft_warning(reference: str, title: str) -> Mail:
    return Mail(
        _("Your draft will be deleted in 14 days"),
        (_about(reference, title) or _("A draft without a title"), _("Go on with it to keep it.")),
        _open(),
    )


def _remark(reference: str, title: str) -> Mail:
    return Mail(
        _("A message about %(reference)s") % {"reference": reference},
        (_about(reference, title), _("There is a new message in the conversation.")),
        _open(),
    )


def _person_joined(reference: str, title: str, name: str) -> Mail:
    return Mail(
        _("%(name)s submits together with you") % {"name": name or _("Somebody")},
        (
            _about(reference, title) or _("A draft without a title"),
            _("The invitation was taken up: each of you can change the draft."),
        ),
        _open(),
    )


def _person_left(reference: str, title: str, name: str) -> Mail:
    return Mail(
        _("%(name)s submits with you no more") % {"name": name or _("Somebody")},
        (_about(reference, title) or _("A draft without a title"),),
        _open(),
    )


def _person_removed(reference: str, title: str) -> Mail:
    return Mail(
        _("You submit something together with others no more"),
        (
            _about(reference, title) or _("A draft without a title"),
            _("Who began it has taken you out. Ask them if this surprises you."),
        ),
    )


def _invited(name: str, link: str) -> Mail:
    return Mail(
        _("%(name)s invites you to submit something together") % {"name": name or _("Somebody")},
        (
            _("Whoever takes this up sees the draft, can change it, and is told how its review goes. Any account will do:"),
            link,
            _("If you do not know who writes, nothing needs to be done: in 30 days the invitation ends."),
        ),
    )


INVITED = Template("review_invited_to_submit", _invited)

WORDS: dict[str, Callable[..., Mail]] = {
    "received": _received,
    "changes_requested": _changes_requested,
    "changes_reminder": _changes_reminder,
    "under_review": _under_review,
    "accepted": _accepted,
    "rejected": _rejected,
    "revision_requested": _revision_requested,
    "revision_reminder": _revision_reminder,
    "appeal_upheld": _appeal_upheld,
    "appeal_dismissed": _appeal_dismissed,
    "published": _published,
    "archived": _archived,
    "withdrawn": _withdrawn,
    "re_review_soon": _re_review_soon,
    "re_review_due": _re_review_due,
    "draft_reminder": _draft_reminder,
    "draft_warning": _draft_warning,
    "remark": _remark,
    "person_joined": _person_joined,
    "person_left": _person_left,
    "person_removed": _person_removed,
}

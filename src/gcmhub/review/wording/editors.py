"""What editors and managing editors are told. Reviewers are spoken of by their number: a mail may be passed on."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from gcmhub.notices.mails import Mail

Words = Callable[..., Mail]


def _mail(subject: Callable[[], str], *sentences: Callable[[], str]) -> Words:
    """Return a mail about one submission; the subject and sentences are made when it is read."""

    def words(reference: str, title: str, number: int = 0) -> Mail:
        values = {"reference": reference, "number": number}
        said = tuple(sentence() % values for sentence in sentences)
        return Mail(subject() % values, (f"{reference}: {title}", *said), _("Open at the desk"))

    return words


WORDS: dict[str, Words] = {
    "to_take": _mail(
        lambda: _("New submission %(reference)s"),
        lambda: _("It stands under your objectives. Whoever takes it becomes its lead editor."),
    ),
    "taken": _mail(
        lambda: _("You are lead editor of %(reference)s"), lambda: _("Please look at it within three working days.")
    ),
    "resubmitted": _mail(lambda: _("%(reference)s was sent again"), lambda: _("The changes that you asked for are in.")),
    "revised": _mail(lambda: _("%(reference)s was revised"), lambda: _("Every point has an answer.")),
    "to_decide": _mail(lambda: _("%(reference)s: the reviews are in"), lambda: _("Please decide within ten working days.")),
    "appealed": _mail(
        lambda: _("Appeal in %(reference)s"),
        lambda: _("Please answer within 15 working days. Who decided does not judge the appeal."),
    ),
    "attested": _mail(
        lambda: _("%(reference)s still holds, says its owner"), lambda: _("Please confirm it, or have it reviewed again.")
    ),
    "needs_reviewer": _mail(
        lambda: _("%(reference)s needs a reviewer"), lambda: _("A place on the panel is open and no alternate is left.")
    ),
    "review_missing": _mail(
        lambda: _("%(reference)s: a review is missing"),
        lambda: _(
            "Reviewer %(number)s is a week late and was reminded as often as may be. "
            "Give more time, find somebody else, or go on without."
        ),
    ),
    "reviews_missing": _mail(
        lambda: _("%(reference)s has too few reviews"),
        lambda: _("The round has lasted three weeks. Give more time or find other reviewers."),
    ),
    "review_received": _mail(lambda: _("%(reference)s: a review has come"), lambda: _("It is from reviewer %(number)s.")),
    "declined": _mail(
        lambda: _("%(reference)s: a reviewer has declined"),
        lambda: _("It is reviewer %(number)s. The next alternate is invited if there is one."),
    ),
    "recused": _mail(
        lambda: _("%(reference)s: a reviewer has stepped down"),
        lambda: _("It is reviewer %(number)s. The next alternate is invited if there is one."),
    ),
    "conflict_declared": _mail(
        lambda: _("%(reference)s: a conflict of interest was declared"),
        lambda: _("Reviewer %(number)s declared one. Please say whether it is minor, or invite somebody else."),
    ),
    "triage_reminder": _mail(
        lambda: _("%(reference)s waits for you"), lambda: _("It has been with you for three working days.")
    ),
    "triage_late": _mail(
        lambda: _("%(reference)s waits too long"), lambda: _("It goes to another editor of its objectives, if there is one.")
    ),
    "no_editor": _mail(
        lambda: _("%(reference)s has no editor"),
        lambda: _("No editor of its objectives is free of a conflict of interest. Please give it to somebody."),
    ),
    "panel_late": _mail(
        lambda: _("%(reference)s has no full panel yet"),
        lambda: _("Five working days have passed since it was sent to review."),
    ),
    "decision_reminder": _mail(
        lambda: _("%(reference)s waits for your decision"), lambda: _("The reviews have been in for five working days.")
    ),
    "decision_late": _mail(
        lambda: _("%(reference)s: no decision yet"), lambda: _("The reviews have been in for ten working days.")
    ),
    "publication_reminder": _mail(
        lambda: _("%(reference)s is accepted and not published"), lambda: _("Five working days have passed.")
    ),
    "to_cosign": _mail(
        lambda: _("%(reference)s: a second signature is needed"),
        lambda: _("A Member State’s submission is to be refused. That takes two editors."),
    ),
    "desk_withdrawn": _mail(lambda: _("%(reference)s was withdrawn"), lambda: _("Its reviewers were released.")),
    "desk_person_joined": _mail(
        lambda: _("More people submit %(reference)s"),
        lambda: _("Please see whether you or a reviewer have a conflict of interest with whoever joined."),
    ),
    "desk_remark": _mail(lambda: _("A message about %(reference)s"), lambda: _("There is a new message in the conversation.")),
    "desk_re_review_soon": _mail(
        lambda: _("%(reference)s is due for review in 60 days"), lambda: _("Those who submitted it know.")
    ),
    "desk_re_review_due": _mail(
        lambda: _("%(reference)s is due for review"),
        lambda: _("Confirm that it still holds, have it reviewed again, or archive it."),
    ),
}

"""Django application of this room."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Submissions, peer review and the roster of reviewers."""

    name = "gcmhub.review"
    label = "review"

    def ready(self) -> None:
        """Make the life cycles of this room known."""
        from gcmhub.accounts import invitations, personal  # noqa: PLC0415 - as above
        from gcmhub.notices import mails  # noqa: PLC0415 - as above
        from gcmhub.review import lives, wording  # noqa: PLC0415 - models are there once the hub has started
        from gcmhub.review.actions import people, timers  # noqa: PLC0415 - as above
        from gcmhub.review.personal import register_review  # noqa: PLC0415 - as above
        from gcmhub.review.queries.sides import against_merging  # noqa: PLC0415 - as above
        from gcmhub.workflow.lives import register  # noqa: PLC0415 - as above

        register_review()
        personal.forbid_merging(against_merging)
        personal.carry_over(people.keep_side)
        mails.register(kinds=wording.KINDS, templates=wording.TEMPLATES)
        register(lives.SUBMISSION, timers.SUBMISSION)
        register(lives.ASSIGNMENT, timers.ASSIGNMENT)
        register(lives.ROSTER, timers.ROSTER)
        invitations.register(people.INVITATION)

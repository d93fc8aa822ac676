"""The words of this room's mails and notices, in the language of who reads them. Names of the other side are in none."""

from collections.abc import Callable

from gcmhub.notices.mails import Kind, Mail, Template
from gcmhub.review.wording import editors, kinds, reviewers, roster, submitters, suggested_links


def _templates(kind: Kind, words: dict[str, Callable[..., Mail]]) -> list[Template]:
    return [Template(f"review_{name}", said, kind.name) for name, said in words.items()]


KINDS = [kinds.SUBMISSIONS, kinds.DESK, kinds.REVIEWS, kinds.ROSTER]
TEMPLATES = [
    submitters.INVITED,
    *_templates(kinds.SUBMISSIONS, submitters.WORDS),
    *_templates(kinds.DESK, editors.WORDS),
    *_templates(kinds.REVIEWS, reviewers.WORDS),
    *_templates(kinds.ROSTER, roster.WORDS),
    *suggested_links.TEMPLATES,
]

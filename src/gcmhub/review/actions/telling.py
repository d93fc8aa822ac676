"""Who is told of a step. A notice is written in the transaction of its step, once for an occasion and person."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from gcmhub.accounts.models import User
from gcmhub.notices.actions import tell
from gcmhub.review.models import Assignment, RosterMember, Submission
from gcmhub.review.places import place
from gcmhub.review.queries.people import managing_editors, submitters_of
from gcmhub.workflow.models import Event


def tell_people(
    people: Iterable[User | None],
    template: str,
    *,
    event: Event | None = None,
    key: str = "",
    link: str,
    hold_until: datetime | None = None,
    **values: Any,
) -> None:
    """Tell each person once, in their language. The occasion is the event, or a key (a reminder has no event)."""
    occasion = notice_key(template, key or (f"{event.chain_id}.{event.number}" if event else ""))
    for person in {one.pk: one for one in people if one}.values():
        tell(person, f"review_{template}", key=occasion, link=link, hold_until=hold_until, event=event, **values)


def notice_key(template: str, occasion: str) -> str:
    """Return under which key people are told of an occasion."""
    return f"review:{template}:{occasion}"


def title_of(submission: Submission, language: str = "") -> str:
    """Return the title of a submission, in a language if it has one there."""
    titles = submission.record.get("title") or {}
    return str(titles.get(language) or titles.get(submission.language) or next(iter(titles.values()), ""))


def _words(submission: Submission) -> dict[str, Any]:
    return {"reference": submission.reference or "", "title": title_of(submission)}


def tell_submitters(submission: Submission, template: str, **more: Any) -> None:
    """Tell those who submit."""
    link = place("submission", submission.public_id)
    tell_people(submitters_of(submission), template, link=link, **_words(submission), **more)


def tell_lead(submission: Submission, template: str, **more: Any) -> None:
    """Tell the lead editor; the managing editors while there is none."""
    people = [submission.lead] if submission.lead else managing_editors()
    tell_editors(submission, people, template, **more)


def tell_managing(submission: Submission, template: str, **more: Any) -> None:
    """Tell the managing editors."""
    tell_editors(submission, managing_editors(), template, **more)


def tell_editors(submission: Submission, people: Iterable[User], template: str, **more: Any) -> None:
    """Tell editors, with the way to the desk."""
    link = place("desk-submission", submission.public_id)
    tell_people(people, template, link=link, **_words(submission), **more)


def tell_reviewer(assignment: Assignment, template: str, **more: Any) -> None:
    """Tell a reviewer of a task; nothing about who submits."""
    link = place("review", assignment.public_id)
    tell_people(
        [assignment.reviewer], template, link=link, title=title_of(assignment.submission, assignment.reviewer.language), **more
    )


def tell_member(member: RosterMember, template: str, **more: Any) -> None:
    """Tell somebody of their place on the roster."""
    tell_people([member.user], template, link=place("roster"), **more)

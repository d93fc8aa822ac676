"""What each act of the page of a submission does with its form. Rooms guard; here forms become values."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django.http import QueryDict

from gcmhub.accounts.models import User
from gcmhub.accounts.queries import person_by_id
from gcmhub.core.clock import now
from gcmhub.core.errors import HubError
from gcmhub.desk.submissions.offers import CLASSIFIED, waiting_refusal
from gcmhub.face.submitted import choices_of
from gcmhub.review.actions import deciding, panel, publishing, reviewing, submitting, triage
from gcmhub.review.choices import Anonymity, Audience
from gcmhub.review.errors import DateNotLater, LetterMissing, NotChanged
from gcmhub.review.lives import SUBMISSION
from gcmhub.review.models import Assignment, Submission, Track
from gcmhub.workflow.errors import NotInThisState, ReasonMissing

LIMIT = 20_000  # characters of a letter
EMPTY_LINE = re.compile(r"\n[ \t]*\n")
PUBLISHED_AT = time(6, tzinfo=UTC)  # of the day that was named


class FieldMissing(HubError):
    """A form lacks what it asks for; ``code`` says what."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


Act = Callable[[Submission, QueryDict, User], Any]


def text(data: QueryDict, name: str) -> str:
    """Return a text of a form, with plain line ends. Raises ``FieldMissing`` where it is too long."""
    found = data.get(name, "").replace("\r\n", "\n").replace("\x00", "")
    if len(found) > LIMIT:
        raise FieldMissing("too-long")
    return found.strip()


def letter(data: QueryDict) -> str:
    """Return the letter of a form that needs one. Raises ``LetterMissing``."""
    found = text(data, "letter")
    if not found:
        raise LetterMissing("letter")
    return found


def reason(data: QueryDict, submission: Submission, action: str) -> str:
    """Return the reason of a form, one of those of the step. Raises ``ReasonMissing``."""
    way, found = SUBMISSION.machine.way(submission.state, action), data.get("reason", "")
    if way is not None and found not in way.reasons:
        raise ReasonMissing(action)
    return found


def points(data: QueryDict) -> list[str]:
    """Return the points of a revision: parts of a text with an empty line between them."""
    return [part.strip() for part in EMPTY_LINE.split(text(data, "points")) if part.strip()]


def is_done(submission: Submission, name: str, data: QueryDict) -> bool:
    """Say whether a step that leads to no other state was taken already, as the form asks for it."""
    if name == "reassign":
        return submission.lead is not None and data.get("lead") == submission.lead.public_id
    return name == "move-to-track" and data.get("track") == submission.track.code


def _person(data: QueryDict) -> User:
    found = person_by_id(data.get("lead", ""))
    if found is None:
        raise FieldMissing("person-missing")
    return found


def _take(submission: Submission, data: QueryDict, by: User) -> None:
    triage.take(submission, by=by, lead=_person(data) if data.get("lead") else None)


def _reassign(submission: Submission, data: QueryDict, by: User) -> None:
    triage.reassign(submission, _person(data), by=by, why=text(data, "why"))


def _move(submission: Submission, data: QueryDict, by: User) -> None:
    track = Track.objects.filter(code=data.get("track", ""), is_open=True).exclude(pk=submission.track_id).first()
    if track is None:
        raise FieldMissing("track-missing")
    triage.move_to_track(submission, track, by=by)


def _classify(submission: Submission, data: QueryDict, by: User) -> None:
    """Keep the codes that there are; what is not changed is not written."""
    values: dict[str, Any] = {}
    for name in CLASSIFIED:
        known = {code for code, _ in choices_of(name)}
        given = [code for code in dict.fromkeys(data.getlist(name)) if code in known]
        values[name] = (given[0] if given else "") if name == "scope" else given
    if not values["objectives"]:
        raise FieldMissing("objectives-missing")
    changed = {name: value for name, value in values.items() if value != _present(submission.record, name, value)}
    if not changed:
        raise NotChanged(str(submission))
    triage.classify(submission, changed, by=by)


def _present(record: Mapping[str, Any], name: str, like: Any) -> Any:
    """Return what a record holds now, its codes in the order of ``like`` where they are the same ones."""
    found = record.get(name) or ("" if name == "scope" else [])
    return like if name != "scope" and set(found) == set(like) else found


def _ask_for_changes(submission: Submission, data: QueryDict, by: User) -> None:
    why = reason(data, submission, "ask-for-changes")
    triage.ask_for_changes(submission, by=by, reason=why, letter=letter(data))


def _refuse(kind: str) -> Act:
    def act(submission: Submission, data: QueryDict, by: User) -> None:
        why, said = reason(data, submission, kind), letter(data)
        waiting = waiting_refusal(submission)
        if waiting and (waiting.kind, waiting.reason, waiting.letter) == (kind, why, said):
            raise NotInThisState(str(submission))  # sent twice
        deciding.decide(submission, kind, by=by, reason=why, letter=said)

    return act


def _revise(kind: str) -> Act:
    def act(submission: Submission, data: QueryDict, by: User) -> None:
        deciding.decide(submission, kind, by=by, letter=text(data, "letter"), points=points(data))

    return act


def _accept_light(submission: Submission, data: QueryDict, by: User) -> None:
    ticked = data.getlist("checklist")
    deciding.decide(submission, "accept-light", by=by, letter=text(data, "letter"), checklist=ticked)


def _accept(submission: Submission, data: QueryDict, by: User) -> None:
    deciding.decide(submission, "accept", by=by, letter=text(data, "letter"))


def _send_to_review(submission: Submission, data: QueryDict, by: User) -> None:
    chosen = data.get("anonymity", "")
    panel.send_to_review(submission, by=by, anonymity=chosen if chosen in Anonymity.values else "")


def _begin_short(submission: Submission, data: QueryDict, by: User) -> None:
    panel.begin_short(submission, by=by, reason=reason(data, submission, "begin-review-short"))


def _cosign(submission: Submission, _data: QueryDict, by: User) -> None:
    waiting = waiting_refusal(submission)
    if waiting is None:
        raise NotInThisState(str(submission))
    deciding.cosign(waiting, by=by)


def _refuse_to_cosign(submission: Submission, _data: QueryDict, by: User) -> None:
    waiting = waiting_refusal(submission)
    if waiting is None:
        raise NotInThisState(str(submission))
    deciding.refuse_to_cosign(waiting, by=by)


def _schedule(submission: Submission, data: QueryDict, by: User) -> None:
    try:
        day = date.fromisoformat(data.get("day", ""))
    except ValueError as unsound:
        raise DateNotLater(str(submission)) from unsound
    if day <= now().date() or day.year > now().year + 5:
        raise DateNotLater(str(submission))
    publishing.schedule(submission, datetime.combine(day, PUBLISHED_AT), by=by)


def _archive(submission: Submission, data: QueryDict, by: User) -> None:
    publishing.archive(submission, by=by, reason=reason(data, submission, "archive"), note=text(data, "note"))


def _withdraw(submission: Submission, data: QueryDict, by: User) -> None:
    submitting.withdraw(submission, by=by, reason=reason(data, submission, "withdraw"), note=text(data, "note"))


def _write(audience: str) -> Act:
    def act(submission: Submission, data: QueryDict, by: User) -> None:
        said = text(data, "text")
        if not said:
            raise FieldMissing("text-missing")
        submitting.write_remark(submission, said, audience=audience, by=by)

    return act


ACTS: dict[str, Act] = {
    "take": _take,
    "reassign": _reassign,
    "move-to-track": _move,
    "classify": _classify,
    "ask-for-changes": _ask_for_changes,
    "desk-reject": _refuse("desk-reject"),
    "accept-light": _accept_light,
    "send-to-review": _send_to_review,
    "begin-review-short": _begin_short,
    "add-reviewer": lambda submission, _data, by: panel.add_tie_breaker(submission, by=by),
    "ask-minor": _revise("minor"),
    "ask-major": _revise("major"),
    "accept": _accept,
    "reject": _refuse("reject"),
    "undo": lambda submission, _data, by: deciding.undo_decision(submission, by=by),
    "co-sign": _cosign,
    "refuse-to-cosign": _refuse_to_cosign,
    "uphold-appeal": lambda submission, _data, by: deciding.uphold_appeal(submission, by=by),
    "dismiss-appeal": lambda submission, data, by: deciding.dismiss_appeal(submission, letter(data), by=by),
    "schedule": _schedule,
    "publish": lambda submission, _data, by: publishing.publish(submission, by=by),
    "confirm-current": lambda submission, _data, by: publishing.confirm_current(submission, by=by),
    "review-again": lambda submission, _data, by: panel.review_again(submission, by=by),
    "archive": _archive,
    "withdraw": _withdraw,
}
WRITING: dict[str, Act] = {"write": _write(Audience.SUBMITTER), "remark": _write(Audience.EDITORS)}
ReviewAct = Callable[[Assignment, QueryDict, User], Any]


def _release(task: Assignment, data: QueryDict, by: User) -> None:
    said = text(data, "released")
    if not said:
        raise FieldMissing("text-missing")
    if said == task.review.released:
        raise NotInThisState(str(task))  # sent twice
    reviewing.release_version(task.review, said, by=by)


def _clarify(task: Assignment, data: QueryDict, by: User) -> None:
    reviewing.ask_to_clarify(task, letter(data), by=by)


def _confirm(task: Assignment, data: QueryDict, by: User) -> None:
    rating = data.get("rating", "")
    reviewing.confirm_review(task, by=by, rating=int(rating) if rating in {"1", "2", "3", "4", "5"} else None)


REVIEW_ACTS: dict[str, ReviewAct] = {"release": _release, "clarify": _clarify, "confirm": _confirm}

"""What can be done with a place on the roster now, as forms, and what each form does. Rooms guard."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import QueryDict

from gcmhub.accounts.models import User
from gcmhub.core.errors import HubError
from gcmhub.desk import words as desk_words
from gcmhub.desk.roster import words
from gcmhub.desk.submissions.offers import Field, Offer
from gcmhub.review.actions import roster as actions
from gcmhub.review.errors import Incomplete, LetterMissing
from gcmhub.review.lives import ROSTER
from gcmhub.review.models import RosterMember
from gcmhub.review.queries.roster import Scores, panel_acts, scores_seen
from gcmhub.review.rules.roster import SCORES, SCREENING
from gcmhub.review.wording.reasons import reason_words
from gcmhub.workflow.errors import ReasonMissing

LIMIT = 10_000  # characters of a letter
REFUSALS = frozenset({"ask", "decline", "suspend", "remove", "retire"})
IN_CHECKLIST = "pass-on"  # the step that the form of the checklist takes
Act = Callable[[RosterMember, QueryDict, User], object]


class FormRefused(HubError):
    """A form holds what cannot be taken; ``code`` says what."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def offers(by: User, member: RosterMember) -> list[Offer]:
    """Return what somebody may do now: what is written down first, then the steps in the order of the life."""
    steps = [action for action in ROSTER.actions_of(by, member) if action in words.ACTS]
    return [offer_of(action, member, scores_seen(by, member)) for action in (*panel_acts(by, member), *steps)]


def offer_of(action: str, member: RosterMember, scores: Scores) -> Offer:
    """Return one act as a form."""
    way = ROSTER.machine.way(member.state, action)
    guards, reasons = (way.guards, way.reasons) if way else ((), ())
    fields: tuple[Field, ...] = ()
    if reasons:
        choices = tuple((code, reason_words(code)) for code in reasons)
        fields += (Field("reason", "choice", desk_words.REASON, choices, blank=desk_words.CHOOSE),)
    if "letter" in guards:
        fields += (Field("letter", "long", desk_words.LETTER, hint=words.LETTER_HINT),)
    if action == "tick":
        ticked = [code for code in SCREENING if member.screening.get(code)]
        fields = (Field("checklist", "checks", desk_words.CHECKLIST, tuple(words.SCREENING.items()), value=ticked),)
    if action == "score":
        fields = score_fields(scores)
    if action == "pause":
        fields = (Field("until", "day", words.UNTIL),)
    closed = words.TOO_FEW if "scored" in guards and not is_scored(member) else ""
    note = words.SCORE_HINT if action == "score" else ""
    return Offer(action, words.ACTS[action], fields, note=note, closed=closed, is_refusal=action in REFUSALS)


def score_fields(scores: Scores) -> tuple[Field, ...]:
    """Return a field for every criterion, with what was given before."""
    numbers = tuple((str(number), str(number)) for number in range(6))
    own = scores.own.values if scores.own else {}
    given = [
        Field(code, "choice", words.SCORES[code], numbers, value=str(own.get(code, "")), blank=desk_words.CHOOSE)
        for code in SCORES
    ]
    return (*given, Field("note", "long", words.COMMENT, value=scores.own.comment if scores.own else ""))


def is_scored(member: RosterMember) -> bool:
    """Say whether enough members of the panel gave every score."""
    try:
        ROSTER.guards["scored"](member, {}, None)
    except HubError:
        return False
    return True


def letter(data: QueryDict) -> str:
    """Return the letter of a form. Raises ``LetterMissing``, ``FormRefused``."""
    found = data.get("letter", "").replace("\r\n", "\n").replace("\x00", "").strip()
    if not found:
        raise LetterMissing("letter")
    if len(found) > LIMIT:
        raise FormRefused("too-long")
    return found


def reason(data: QueryDict, member: RosterMember, action: str) -> str:
    """Return the reason of a form, one of those of the step. Raises ``ReasonMissing``."""
    way, found = ROSTER.machine.way(member.state, action), data.get("reason", "")
    if way is not None and found not in way.reasons:
        raise ReasonMissing(action)
    return found


def tick(member: RosterMember, data: QueryDict, by: User) -> None:
    """Keep the checklist, and pass the application on where that was asked for."""
    actions.tick_screening(member, dict.fromkeys(data.getlist("checklist"), True), by=by)
    if "then" in data:
        actions.pass_on(member, by=by)


def score(member: RosterMember, data: QueryDict, by: User) -> None:
    """Keep one's own scores."""
    given = {code: int(text) for code in SCORES if (text := data.get(code, "")) in {"0", "1", "2", "3", "4", "5"}}
    comment = data.get("note", "").replace("\x00", "")
    if len(comment) > LIMIT:
        raise FormRefused("too-long")
    try:
        actions.score(member, given, by=by, comment=comment)
    except Incomplete as error:
        raise FormRefused("scores-missing") from error


def pause(member: RosterMember, data: QueryDict, by: User) -> None:
    """Pause a membership until a day."""
    text = data.get("until", "").strip()
    try:
        actions.pause(member, by=by, until=date.fromisoformat(text) if text else None)
    except (ValueError, Incomplete) as error:
        raise FormRefused("until-wrong") from error


def decline(member: RosterMember, data: QueryDict, by: User) -> None:
    """Refuse an application."""
    actions.decline(member, by=by, reason=reason(data, member, "decline"), letter=letter(data))


def suspend(member: RosterMember, data: QueryDict, by: User) -> None:
    """Take somebody off the roster for now."""
    actions.suspend(member, by=by, reason=reason(data, member, "suspend"), letter=letter(data))


def remove(member: RosterMember, data: QueryDict, by: User) -> None:
    """Take somebody off the roster for good."""
    actions.remove(member, by=by, reason=reason(data, member, "remove"), letter=letter(data))


def plain(action: Callable[..., Any]) -> Act:
    """Return a step that needs nothing from its form."""
    return lambda member, _, by: action(member, by=by)


ACTS: dict[str, Act] = {
    "screen": plain(actions.screen),
    "tick": tick,
    "ask": lambda member, data, by: actions.ask_applicant(member, letter(data), by=by),
    "score": score,
    "admit": plain(actions.admit),
    "wait": plain(actions.waitlist),
    "decline": decline,
    "pause": pause,
    "resume": plain(actions.resume),
    "suspend": suspend,
    "reinstate": plain(actions.reinstate),
    "remove": remove,
    "retire": plain(actions.retire),
}

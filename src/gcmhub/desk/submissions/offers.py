"""What can be done with a submission now, as forms: exactly what its life cycle lets the editor do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from gcmhub.accounts.models import User
from gcmhub.core.clock import now
from gcmhub.core.errors import HubError
from gcmhub.desk import words
from gcmhub.face.formats import language_name
from gcmhub.face.languages import current
from gcmhub.face.submitted import choices_of
from gcmhub.review.choices import Anonymity, DecisionKind
from gcmhub.review.lives import SUBMISSION
from gcmhub.review.models import Decision, Submission, Track
from gcmhub.review.queries.panels import last_decision, rules_of
from gcmhub.review.queries.people import editors_for, managing_editors
from gcmhub.review.rules.tracks import in_language
from gcmhub.review.wording.reasons import reason_words

# Guards that ask nothing of the form: where one does not hold, the step is not offered, or said to be closed.
SILENT = frozenset({"on-shelf", "settled", "appealed", "desk-decision", "panel-decision", "undo-open", "one-reviewer"})
TOLD = frozenset({"light-track", "review-track", "rounds-left", "not-the-decider"})
UNDOING = frozenset({"undo-desk-decision", "undo-decision"})
CLASSIFIED = ("objectives", "actions", "principles", "scope", "regions", "countries")
ORDER = (
    *("co-sign", "refuse-to-cosign", "take", "send-to-review", "accept-light", "ask-for-changes", "desk-reject"),
    *("begin-review-short", "accept", "ask-minor", "ask-major", "reject", "add-reviewer", "uphold-appeal", "dismiss-appeal"),
    *("publish", "schedule", "confirm-current", "review-again", "undo"),
    *("classify", "move-to-track", "reassign", "archive", "withdraw"),
)
STEP_OF = {DecisionKind.DESK_REJECT: "desk-reject", DecisionKind.REJECT: "reject"}  # those that may wait for a second editor


@dataclass(frozen=True)
class Field:
    """One field of a form.

    ``form`` is choice, long, day, checks or codes; ``value`` what it holds, a text or codes; ``blank`` the words of no choice.
    """

    name: str
    form: str
    label: Any
    choices: tuple[tuple[str, Any], ...] = ()
    hint: Any = ""
    value: Any = ""
    blank: Any = ""


@dataclass(frozen=True)
class Offer:
    """One act: its name in the address, its words, its fields.

    ``closed`` says why it cannot be done now, "" if it can; ``page`` names the page that its form has for itself.
    """

    name: str
    title: Any
    fields: tuple[Field, ...] = ()
    note: Any = ""
    until: datetime | None = None
    closed: Any = ""
    is_refusal: bool = False
    page: str = ""


def offers(by: User, submission: Submission) -> list[Offer]:
    """Return what somebody may do now: what leads on first, what is rare last."""
    found = [*_signatures(by, submission)]
    actions = SUBMISSION.actions_of(by, submission)
    for action in actions:
        name = "undo" if action in UNDOING else action
        if name not in words.ACTS:
            continue
        closed = obstacle(by, action, submission)
        if closed is None:
            continue
        offer = Offer(name, words.ACTS[name], closed=closed)
        if name == "take":  # who gives submissions to others may name somebody else at once
            found.append(replace(offer, fields=(_lead(submission, name),) if "reassign" in actions else ()))
        else:
            found.append(offer if closed else _filled(offer, submission))
    found += _corrections(by, submission)
    return sorted(found, key=lambda offer: ORDER.index(offer.name))


def obstacle(by: User, action: str, submission: Submission) -> Any:
    """Return what is in the way of a step whatever its form says, in words; None where it is no matter, "" for nothing."""
    way = SUBMISSION.machine.way(submission.state, action)
    for guard in way.guards if way else ():
        if guard not in SILENT | TOLD:
            continue
        try:
            SUBMISSION.guards[guard](submission, {}, by)
        except HubError as error:
            return words.ERRORS[error.code] if guard in TOLD else None
    return ""


def waiting_refusal(submission: Submission) -> Decision | None:
    """Return the refusal that waits for a second editor, if it still leads on from where the submission is."""
    found = submission.decisions.filter(takes_effect_at=None, undone_at=None).last()
    if found is None or SUBMISSION.machine.way(submission.state, STEP_OF[DecisionKind(found.kind)]) is None:
        return None
    return found


def _signatures(by: User, submission: Submission) -> Iterator[Offer]:
    waiting = waiting_refusal(submission)
    if waiting is None or "managing-editor" not in SUBMISSION.roles_of(by, submission):
        return
    own = by.public_id == waiting.decided_by
    yield Offer("co-sign", words.ACTS["co-sign"], closed=words.OWN_PROPOSAL if own else "", is_refusal=True)
    yield Offer("refuse-to-cosign", words.ACTS["take-back" if own else "refuse-to-cosign"])


def _corrections(by: User, submission: Submission) -> list[Offer]:
    """Return what an editor mends beside the life cycle: while it is in editors' hands."""
    actions, found = SUBMISSION.actions_of(by, submission), []
    if "send-to-review" in actions:
        rows = Track.objects.filter(is_open=True).exclude(pk=submission.track_id)
        tracks = tuple((row.code, in_language(row.names, current().content)) for row in rows)
        found.append(Offer("move-to-track", words.ACTS["move-to-track"], (Field("track", "choice", words.TRACK, tracks),)))
    if "withdraw" in actions and submission.state in {"in-triage", "assigning", "decision-pending", "accepted", "scheduled"}:
        found.append(Offer("classify", words.ACTS["classify"], page="desk:submission-classification"))
    return found


def classification(submission: Submission) -> tuple[Field, ...]:
    """Return the fields of the classification as it stands: objectives, actions, principles, scope, regions, countries."""
    return tuple(_classified(name, submission.record) for name in CLASSIFIED)


def _classified(name: str, record: Mapping[str, Any]) -> Field:
    form = "choice" if name == "scope" else "codes"
    return Field(
        name, form, words.FIELDS[name], tuple(choices_of(name)), value=record.get(name) or ([] if form == "codes" else "")
    )


def _filled(offer: Offer, submission: Submission) -> Offer:
    """Return an offer with its fields."""
    name = offer.name
    if name == "reassign":
        return replace(offer, fields=(_lead(submission, name), Field("why", "long", words.WHY)))
    if name == "accept-light":
        content = current().content
        lines = tuple((code, in_language(texts, content)) for code, texts in rules_of(submission).checklist)
        checks = (Field("checklist", "checks", words.CHECKLIST, lines, value=[]),) if lines else ()
        return replace(offer, fields=(*checks, _letter(submission, required=False)))
    if name == "send-to-review":
        order = [Anonymity.OPEN, Anonymity.SINGLE, Anonymity.DOUBLE]
        left = order[order.index(Anonymity(submission.anonymity)) :]
        choices = tuple((each.value, words.ANONYMITY[each]) for each in left)
        return replace(offer, fields=(Field("anonymity", "choice", words.WAY, choices, value=submission.anonymity),))
    if name in {"ask-minor", "ask-major"}:
        return replace(offer, fields=(_letter(submission), Field("points", "long", words.POINTS, hint=words.POINTS_HINT)))
    if name in {"desk-reject", "reject"}:
        note = words.TWO_EDITORS if submission.is_member_state else ""
        return replace(
            offer, fields=(_reason(name, submission), _letter(submission, reasoned=True)), note=note, is_refusal=True
        )
    if name == "ask-for-changes":
        return replace(offer, fields=(_reason(name, submission), _letter(submission, reasoned=True)))
    if name in {"archive", "withdraw"}:
        more = Field("note", "long", words.NOTE, hint=words.TOMBSTONE if name == "archive" else "")
        return replace(offer, fields=(_reason(name, submission), more), is_refusal=True)
    return _short(offer, submission)


def _short(offer: Offer, submission: Submission) -> Offer:
    """Return the offers of one field or none."""
    if offer.name == "accept":
        return replace(offer, fields=(_letter(submission, required=False),))
    if offer.name == "dismiss-appeal":
        return replace(offer, fields=(_letter(submission),))
    if offer.name == "begin-review-short":
        return replace(offer, fields=(_reason(offer.name, submission),))
    if offer.name == "schedule":
        return replace(offer, fields=(Field("day", "day", words.DAY),))
    if offer.name in {"undo", "publish"}:
        last = last_decision(submission)
        until = last.mail_at if last else None
        if offer.name == "undo":
            return replace(offer, until=until)
        return replace(offer, note=words.PUBLISHED_EARLY if until and until > now() else "")
    return offer


def _lead(submission: Submission, name: str) -> Field:
    """Return who may lead it, those with the least open work first; managing editors as well."""
    people = {one.public_id: one.name for one in (*editors_for(submission), *managing_editors())}
    if name == "reassign" and submission.lead:
        people.pop(submission.lead.public_id, None)
    return Field("lead", "choice", words.LEAD, tuple(people.items()), blank=words.MYSELF if name == "take" else "")


def _reason(action: str, submission: Submission) -> Field:
    way = SUBMISSION.machine.way(submission.state, action)
    codes = way.reasons if way else ()
    return Field("reason", "choice", words.REASON, tuple((code, reason_words(code)) for code in codes))


def _letter(submission: Submission, *, required: bool = True, reasoned: bool = False) -> Field:
    """Return a letter; who writes it reads in which language those who submit work."""
    hint = words.LETTER_AFTER_REASON if reasoned else words.LETTER_HINT
    label = words.LETTER if required else words.LETTER_IF_ANY
    return Field("letter", "long", label, hint=hint % {"language": language_name(submission.language)})

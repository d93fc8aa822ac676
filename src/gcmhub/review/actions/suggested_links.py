"""A link that somebody suggests: asked for, confirmed by who owns the address, taken up or not, told once, forgotten."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from gcmhub.accounts.models import User
from gcmhub.accounts.queries import primary_address
from gcmhub.core.clock import now
from gcmhub.core.errors import NotPermitted
from gcmhub.library.errors import Problem
from gcmhub.notices.actions import send
from gcmhub.notices.mails import interface
from gcmhub.review.actions.drafts import begin_draft, save_draft
from gcmhub.review.choices import SuggestionState as State
from gcmhub.review.errors import Incomplete, SuggestionUnknown, TooMany
from gcmhub.review.models import Submission, Suggestion
from gcmhub.review.places import place
from gcmhub.review.queries.suggested_links import day_of, unanswered, visible_to
from gcmhub.review.rules import suggested_links as rules
from gcmhub.vocabulary.choices import Scheme
from gcmhub.vocabulary.queries import codes
from gcmhub.workflow.actions import record
from gcmhub.workflow.errors import NotInThisState, ReasonMissing

SUGGESTION = "suggestion"  # the type of suggestions in events
NO_ADDRESS = ""
_signer = Signer(salt="suggested link")


def token_of(suggestion: Suggestion) -> str:
    """Return the signed name that the link in the mail carries; nothing that opens it is stored."""
    return _signer.sign(suggestion.public_id)


def suggestion_of(token: str) -> Suggestion:
    """Return the suggestion that a link names. Raises ``SuggestionUnknown``, also when the time to confirm it is over."""
    try:
        row = Suggestion.objects.get(public_id=_signer.unsign(token))
    except (BadSignature, Suggestion.DoesNotExist) as error:
        raise SuggestionUnknown(token[:40]) from error
    if row.state == State.UNCONFIRMED and row.created_at < now() - rules.UNCONFIRMED_KEPT:
        raise SuggestionUnknown(row.public_id)
    return row


def problems_of(
    *, url: str, title: str, note: str = "", objectives: Collection[str] = (), countries: Collection[str] = ()
) -> list[Problem]:
    """Return what is wrong with a suggestion, by field; reasons are codes."""
    found = []
    for name, text, limit, needed in (
        ("url", url, rules.URL_LIMIT, True), ("title", title, rules.TITLE_LIMIT, True), ("note", note, rules.NOTE_LIMIT, False)
    ):  # fmt: skip
        if needed and not text.strip():
            found.append(Problem(name, "required"))
        elif len(text) > limit:
            found.append(Problem(name, "too-long"))
        elif "\x00" in text:
            found.append(Problem(name, "not-text"))
    if not one_line(title) and not any(problem.field == "title" for problem in found):
        found.append(Problem("title", "required"))
    if url.strip() and not any(problem.field == "url" for problem in found) and not rules.is_web_address(url.strip()):
        found.append(Problem("url", "not-an-address"))
    for name, given, scheme in (("objectives", objectives, Scheme.OBJECTIVE), ("countries", countries, Scheme.COUNTRY)):
        if len(given) > rules.CODES_LIMIT:
            found.append(Problem(name, "too-many"))
        elif not codes(scheme).issuperset(given):
            found.append(Problem(name, "unknown"))
    return found


@transaction.atomic
def suggest(*, email: str, language: str, site: str = "", by: User | None = None, **said: Any) -> Suggestion | None:
    """Keep a link that somebody suggests: ``url``, ``title``, ``note``, ``objectives``, ``countries``. Nothing is published.

    Who is signed in (``by``) suggests with their own verified address and waits for an editor at once. Everybody else gets
    one mail, which repeats nothing of what was typed, with the page where the owner of the address confirms. None comes
    back, and no mail leaves, when too many of an address wait for an answer: whoever asks is not told, as that is the
    owner's affair. Sent twice it is one. Raises ``Incomplete``; ``TooMany`` for who is signed in.
    """
    address = primary_address(by) if by else email.strip().lower()
    _check(address, said)
    moment, url = now(), str(said["url"]).strip()
    known = unanswered(address).filter(url=url).first()
    if known is None and _has_enough(address):
        if by:
            raise TooMany(str(rules.A_DAY))
        return None
    row = known or Suggestion.objects.create(
        email=address,
        language=interface(language),
        url=url,
        title=one_line(said["title"]),
        note=str(said.get("note", "")).strip(),
        objectives=list(dict.fromkeys(said.get("objectives", ()))),
        countries=list(dict.fromkeys(said.get("countries", ()))),
        created_at=moment,
    )
    if by:
        _let_wait(row)
    elif row.state == State.UNCONFIRMED:
        page = place("suggestion", token_of(row))
        send(
            "review_suggestion_request",
            to=row.email,
            language=row.language,
            key=f"suggestion:{row.public_id}:{moment:%Y-%m-%d}",
            link=f"{site or settings.HUB_BASE_URL}/{row.language}{page}",
        )
    return row


def one_line(text: str) -> str:
    """Return a title without line ends, and without signs that are not seen or turn the direction of what follows."""
    joins = "\u200c\u200d"  # Persian, Urdu and Indic words need these
    return " ".join("".join(sign if sign.isprintable() or sign in joins else " " for sign in text).split())


def _check(address: str, said: dict[str, Any]) -> None:
    found = problems_of(**said)
    try:
        validate_email(address)
    except ValidationError:
        found.append(Problem("email", "not-an-address" if address else "required"))
    if len(address) > 254:
        found.append(Problem("email", "too-long"))
    if found:
        raise Incomplete(tuple(found))


def _has_enough(address: str) -> bool:
    waiting = Suggestion.objects.filter(email=address, state=State.UNCONFIRMED).count()
    return waiting >= rules.UNCONFIRMED_AT_ONCE or day_of(address).count() >= rules.A_DAY


def _let_wait(row: Suggestion) -> None:
    if row.state == State.UNCONFIRMED:
        row.state = State.WAITING
        row.save(update_fields=["state"])


@transaction.atomic
def confirm(token: str) -> Suggestion:
    """Let a suggestion wait for an editor; confirmed again, nothing happens. Raises ``SuggestionUnknown``."""
    row = Suggestion.objects.select_for_update().get(pk=suggestion_of(token).pk)
    _let_wait(row)
    return row


@transaction.atomic
def take_back(token: str) -> None:
    """Delete a suggestion that nobody has answered, as the owner of its address asks.

    Raises ``SuggestionUnknown``; ``NotInThisState`` once an editor has answered.
    """
    row = Suggestion.objects.select_for_update().get(pk=suggestion_of(token).pk)
    if row.state not in {State.UNCONFIRMED, State.WAITING}:
        raise NotInThisState(str(row), state=row.state)
    row.delete()


@transaction.atomic
def accept(suggestion: Suggestion, *, by: User) -> Submission:
    """Make a draft of a suggestion. It is the editor's own: they complete and send it, and others handle it.

    Raises ``NotPermitted``, ``NotInThisState`` when somebody answered it before, ``TooMany`` as ``begin_draft``.
    """
    row = _to_answer(suggestion, by)
    values = {"title": {interface_content(row.language): row.title}, "url": row.url}
    values |= {name: getattr(row, name) for name in ("objectives", "countries") if getattr(row, name)}
    draft = begin_draft(by=by, record_values=values)
    if row.note:
        draft = save_draft(draft, {"note": row.note}, by=by, revision=draft.revision)
    row.submission = draft
    _settle(row, State.TAKEN, by=by, payload={"submission": draft.public_id})
    _answer(row, "suggestion_taken")
    return draft


@transaction.atomic
def decline(suggestion: Suggestion, *, by: User, reason: str, letter: str = "") -> Suggestion:
    """Not take a suggestion up, and say why. Raises ``NotPermitted``, ``NotInThisState``, ``ReasonMissing``, ``TooMany``."""
    row = _to_answer(suggestion, by)
    if reason not in rules.REASONS:
        raise ReasonMissing(reason, reasons=rules.REASONS)
    if len(letter) > rules.LETTER_LIMIT:
        raise TooMany(str(rules.LETTER_LIMIT))
    _settle(row, State.DISMISSED, by=by, payload={"reason": reason})
    _answer(row, "suggestion_dismissed", reason=reason, letter=letter.strip())
    return row


def _to_answer(suggestion: Suggestion, by: User) -> Suggestion:
    """Return a suggestion that waits, locked. Two editors who answer at once: one of them is refused."""
    if not visible_to(by).filter(pk=suggestion.pk).exists():
        raise NotPermitted("editors answer the suggestions of their objectives")
    row = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if row.state != State.WAITING:
        raise NotInThisState(str(row), state=row.state)
    return row


def _settle(row: Suggestion, state: State, *, by: User, payload: dict[str, str]) -> None:
    row.state, row.settled_at = state, now()
    row.save(update_fields=["state", "settled_at", "submission"])
    record(SUGGESTION, row.public_id, state, by=by, payload=payload)


def _answer(row: Suggestion, template: str, **values: Any) -> None:
    """Tell who suggested it, once, in their language; the address may be gone by then."""
    if row.email:
        key = f"suggestion:{row.public_id}:answer"
        send(f"review_{template}", to=row.email, language=row.language, key=key, title=row.title, url=row.url, **values)


def interface_content(language: str) -> str:
    """Return the language of content that an interface language stands for."""
    return language.partition("-")[0]


@transaction.atomic
def forget_old() -> int:
    """Remove what nobody confirmed in time, and addresses and notes that are no longer needed; returns how many."""
    moment = now()
    unconfirmed = Suggestion.objects.filter(state=State.UNCONFIRMED, created_at__lt=moment - rules.UNCONFIRMED_KEPT)
    settled = Q(settled_at__lt=moment - rules.SETTLED_KEPT) & ~Q(email=NO_ADDRESS, note="")
    waiting = Q(state=State.WAITING, created_at__lt=moment - rules.WAITING_KEPT) & ~Q(email=NO_ADDRESS)
    return (
        unconfirmed.delete()[0]
        + Suggestion.objects.filter(settled).update(email=NO_ADDRESS, note="")
        + Suggestion.objects.filter(waiting).update(email=NO_ADDRESS)
    )

"""Queues of the desk: which submissions wait for what, narrowed as an editor likes, and when each gets late."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Self

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from gcmhub.accounts.models import User
from gcmhub.core.clock import now
from gcmhub.core.json_lists import holds_any
from gcmhub.review.choices import AssignmentState, Slot
from gcmhub.review.choices import SubmissionState as S
from gcmhub.review.models import Assignment, Decision, SavedFilter, Submission, TrackVersion
from gcmhub.review.queries.desk import visible_to
from gcmhub.review.rules.assignment import HOLDING
from gcmhub.review.rules.submission import MACHINE, OPEN
from gcmhub.review.rules.tracks import read_rules
from gcmhub.vocabulary.words import fold
from gcmhub.workflow.models import Timer

QUEUES = (
    "to-take", "mine", "overdue", "needs-reviewers", "to-decide", "co-signature", "appeals", "to-publish", "re-review-due",
    "open", "all",
)  # fmt: skip
NOBODY = "nobody"  # in place of a lead
SOON = frozenset({"changes-soon", "revision-week", "revision-soon", "re-review-soon"})  # these remind before the term
TERMS = tuple(
    sorted({each.kind for each in MACHINE.deadlines if each.kind not in SOON and each.state not in {S.DRAFT, S.PUBLISHED}})
)
WORK = (*OPEN, S.RE_REVIEW_DUE)


@dataclass(frozen=True)
class Wanted:
    """A queue and what it is narrowed to: codes as in the record, ``lead`` a public id or ``nobody``; "" narrows nothing."""

    queue: str = "open"
    state: str = ""
    track: str = ""
    objective: str = ""
    lead: str = ""
    language: str = ""
    kind: str = ""
    q: str = ""

    @classmethod
    def read(cls, values: Any) -> Self:
        """Read one from a mapping of texts; what is not known is left out, texts are cut at 200 characters."""
        kept = {each.name: str(values.get(each.name) or "")[:200].replace("\x00", "").strip() for each in fields(cls)}
        if kept["queue"] not in QUEUES:
            kept["queue"] = cls.queue
        if kept["state"] not in S.values:
            kept["state"] = ""
        return cls(**kept)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The values that narrow, by name, with the queue."""
        return tuple((name, value) for name, value in asdict(self).items() if value)

    @property
    def narrows(self) -> bool:
        """Whether anything but a queue is chosen."""
        return len(self.pairs) > 1


def counts(by: User) -> dict[str, int]:
    """Return how many submissions stand in each queue of somebody. One query, and two for who it is."""
    named = {f"n{place}": Count("pk", filter=each) for place, each in enumerate(_conditions(by))}
    held = visible_to(by).order_by().aggregate(**named)
    return {name: held[f"n{place}"] for place, name in enumerate(QUEUES)}


def found(by: User, wanted: Wanted) -> QuerySet[Submission]:
    """Return what somebody asks for: in a queue what waits longest first, of all the latest first."""
    rows = visible_to(by).filter(_conditions(by)[QUEUES.index(wanted.queue)])
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.track:
        rows = rows.filter(track__code=wanted.track)
    if wanted.objective:
        rows = rows.filter(holds_any("record", "objectives", [wanted.objective]))
    if wanted.lead:
        rows = rows.filter(lead=None) if wanted.lead == NOBODY else rows.filter(lead__public_id=wanted.lead)
    if wanted.language:
        rows = rows.filter(holds_any("record", "languages", [wanted.language]))
    if wanted.kind:
        rows = rows.filter(record__kind=wanted.kind)
    if wanted.q:
        rows = rows.filter(pk__in=_matching(rows, wanted.q))
    order = ("-submitted_at", "-pk") if wanted.queue == "all" else ("state_since", "pk")
    return rows.select_related("track", "lead").order_by(*order)


def saved_filters(by: User) -> QuerySet[SavedFilter]:
    """Return the filters that somebody kept, by name."""
    return SavedFilter.objects.filter(owner=by)


def _matching(rows: QuerySet[Submission], text: str) -> list[int]:
    """Return the keys of those whose reference or title, in any language, has every word; databases fold only Latin."""
    words = fold(text).split()
    titles = rows.order_by().values_list("pk", "reference", "record__title")
    hold = ((pk, fold(" ".join([reference or "", *_texts(title)]))) for pk, reference, title in titles)
    return [pk for pk, known in hold if words and all(word in known for word in words)]


def _texts(title: Any) -> list[str]:
    return [str(each) for each in title.values()] if isinstance(title, dict) else []


def is_late() -> Exists:
    """Return the condition that a term of the present state has passed, whether or not it was acted on."""
    rows = Timer.objects.filter(
        Q(fired_at=None) | Q(fired_at__gt=OuterRef("state_since")),
        chain__object_type=MACHINE.name,
        chain__object_id=OuterRef("public_id"),
        kind__in=TERMS,
        due_at__lte=now(),
    )
    return Exists(rows)


def _conditions(by: User) -> tuple[Q, ...]:
    """Return what puts a submission into each of ``QUEUES``, in their order."""
    waits = Exists(Decision.objects.filter(submission=OuterRef("pk"), takes_effect_at=None, undone_at=None))
    cosign = Q(state__in=(S.IN_TRIAGE, S.DECISION_PENDING)) & Q(waits)
    return (
        Q(state=S.SUBMITTED, lead=None),
        Q(state__in=WORK, lead=by),
        Q(state__in=WORK) & Q(is_late()),
        _needs_reviewers(),
        Q(state=S.DECISION_PENDING) & ~Q(waits),
        cosign,
        Q(state=S.REJECTED, appealed_at__isnull=False, appeal_settled_at=None),
        Q(state__in=(S.ACCEPTED, S.SCHEDULED)),
        Q(state=S.RE_REVIEW_DUE),
        Q(state__in=OPEN),
        Q(pk__isnull=False),
    )


def _needs_reviewers() -> Q:
    """Places of the panel that nobody holds; or all are held, the round is open again, and nobody has been asked."""
    tasks = Assignment.objects.filter(submission=OuterRef("pk"), round=OuterRef("round")).order_by()
    asked = Exists(tasks.filter(state=AssignmentState.INVITED))
    short = Q(state=S.ASSIGNING) & ~Q(asked)
    sizes: dict[tuple[int, int], list[int]] = {}
    for pk, rules in TrackVersion.objects.order_by("pk").values_list("pk", "rules"):
        read = read_rules(rules)
        sizes.setdefault((read.un, read.external), []).append(pk)
    held = {slot: _count(tasks.filter(state__in=HOLDING, slot=slot)) for slot in (Slot.UN, Slot.EXTERNAL)}
    for (un, external), versions in sizes.items():
        free = _fewer(held[Slot.UN], un) | _fewer(held[Slot.EXTERNAL], external)
        short |= Q(state__in=(S.ASSIGNING, S.UNDER_REVIEW), rules__in=versions) & free
    return short


def _count(tasks: QuerySet[Assignment]) -> Coalesce:
    counted = tasks.values("submission").annotate(held=Count("pk")).values("held")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _fewer(held: Coalesce, wanted: int) -> Q:
    return Q(LessThan(held, wanted))


@dataclass(frozen=True)
class Terms:
    """When the present state of a submission gets late next, and since when it has been: the first term that passed."""

    next: datetime | None = None
    late_since: datetime | None = None


def terms_of(rows: Iterable[Submission]) -> dict[int, Terms]:
    """Return the terms of submissions by key. One query."""
    known = {row.public_id: row for row in rows}
    moment = now()
    timers = Timer.objects.filter(
        chain__object_type=MACHINE.name, chain__object_id__in=list(known), kind__in=(*TERMS, "re-review")
    ).annotate(of=F("chain__object_id"))
    due: dict[str, list[datetime]] = {}
    for timer in timers:
        if timer.fired_at is None or timer.fired_at > known[timer.of].state_since:
            due.setdefault(timer.of, []).append(timer.due_at)
    return {
        row.pk: Terms(
            next=min((each for each in due.get(public_id, ()) if each > moment), default=None),
            late_since=min((each for each in due.get(public_id, ()) if each <= moment), default=None),
        )
        for public_id, row in known.items()
    }

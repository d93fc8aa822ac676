"""The roster as the back office reads it: lists, loads, scores. Gender and where somebody lives are in none of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import Avg, Count, F, Q, QuerySet

from gcmhub.accounts.choices import LanguageLevel
from gcmhub.accounts.models import Expertise, LanguageSkill, User
from gcmhub.core.clock import now
from gcmhub.review.choices import AssignmentState, RosterState
from gcmhub.review.models import Assignment, RosterMember, RosterScore
from gcmhub.review.queries.coverage import REVIEWS_IN, Cell, Coverage, regions_of
from gcmhub.review.queries.desk import visible_to
from gcmhub.review.queries.people import roster_roles
from gcmhub.review.queries.tasks import HALF_YEAR, Figures, figures_of, tasks_of_reviewer
from gcmhub.review.rules.assignment import USABLE
from gcmhub.workflow.models import Event

EDITORS = frozenset({"editor", "managing-editor"})
SORTS = {"waiting": ("state_since", "pk"), "name": ("user__name", "pk")}
HERE = "roster"  # the type of places on the roster in events
ANSWERS = ("accept", "decline")
DAY = 86_400  # seconds


def places_for(by: User) -> QuerySet[RosterMember]:
    """Return the places that somebody looks after: all that were ever sent or made, but one's own."""
    return RosterMember.objects.exclude(state=RosterState.STARTED).exclude(user=by).select_related("user")


def counts_by_state(places: QuerySet[RosterMember]) -> dict[str, int]:
    """Return how many stand in each state."""
    return dict(places.order_by().values_list("state").annotate(rows=Count("pk")).values_list("state", "rows"))


def chosen(places: QuerySet[RosterMember], objective: str, language: str, origin: str) -> QuerySet[RosterMember]:
    """Return those who know an objective, review in a language, are the United Nations' ("un") or not ("external")."""
    if objective:
        places = places.filter(user__in=Expertise.objects.filter(objective=objective).values("user"))
    if language:
        speaks = LanguageSkill.objects.filter(language=language, level__in=REVIEWS_IN)
        places = places.filter(user__in=speaks.values("user"))
    return places.filter(is_un=origin == "un") if origin else places


@dataclass(frozen=True)
class Row:
    """One place in a list. ``load`` is what was taken on in the last half-year; ``scored`` says whether who asks did."""

    member: RosterMember
    objectives: tuple[str, ...]
    languages: tuple[tuple[str, str], ...]
    load: int
    scores: int
    scored: bool
    done: int
    on_time: int
    appealed: bool


def rows_of(members: Iterable[RosterMember], by: User) -> list[Row]:
    """Return places with what lists say of them. Six queries, however many they are."""
    found = list(members)
    users = [member.user_id for member in found]
    knows: dict[int, list[str]] = defaultdict(list)
    for user, code in Expertise.objects.filter(user__in=users).values_list("user", "objective"):
        knows[user].append(code)
    speaks: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for user, language, level in LanguageSkill.objects.filter(user__in=users).values_list("user", "language", "level"):
        speaks[user].append((language, level))
    tasks = Assignment.objects.filter(reviewer__in=users)
    recent = Q(state=AssignmentState.ACCEPTED) | Q(state__in=USABLE, review__submitted_at__gte=now() - HALF_YEAR)
    load = Counter(tasks.filter(recent).values_list("reviewer", flat=True))
    sent = tasks.filter(state__in=USABLE).annotate(in_time=Count("pk", filter=Q(review__submitted_at__lte=F("due_at"))))
    done, on_time = Counter[int](), Counter[int]()
    for user, in_time in sent.values_list("reviewer", "in_time"):
        done[user] += 1
        on_time[user] += in_time
    scorers: dict[int, set[int]] = defaultdict(set)
    for member, scorer in RosterScore.objects.filter(member__in=found).values_list("member", "scorer"):
        scorers[member].add(scorer)
    appealed = set(
        Event.objects.filter(
            chain__object_type=HERE, chain__object_id__in=[member.public_id for member in found], action="appeal"
        ).values_list("chain__object_id", "object_version")
    )
    return [
        Row(
            member=member,
            objectives=tuple(knows[member.user_id]),
            languages=tuple(speaks[member.user_id]),
            load=load[member.user_id],
            scores=len(scorers[member.pk]),
            scored=by.pk in scorers[member.pk],
            done=done[member.user_id],
            on_time=on_time[member.user_id],
            appealed=(member.public_id, member.version) in appealed,
        )
        for member in found
    ]


@dataclass(frozen=True)
class Standing:
    """How somebody reviews. ``answered_in`` is the median of days from an invitation to its answer, ``rating`` 1 to 5."""

    figures: Figures
    answered_in: float | None
    rating: float | None
    rated: int
    late: int


def standing_of(user: User) -> Standing:
    """Return the figures of a reviewer, over all time but for the load."""
    tasks = tasks_of_reviewer(user).order_by()
    rated = tasks.filter(rating__isnull=False).aggregate(mean=Avg("rating"), rows=Count("pk"))
    return Standing(
        figures=figures_of(user),
        answered_in=_answered_in(list(tasks.values_list("public_id", flat=True))),
        rating=rated["mean"],
        rated=rated["rows"],
        late=tasks.filter(state=AssignmentState.ACCEPTED, due_at__lt=now()).count(),
    )


def _answered_in(tasks: list[str]) -> float | None:
    """Return the median of days from an invitation to the answer."""
    rows = Event.objects.filter(
        chain__object_type="assignment", chain__object_id__in=tasks, action__in=("invite", *ANSWERS)
    ).order_by("pk")
    asked: dict[int, Any] = {}
    waited: list[float] = []
    for chain, action, at in rows.values_list("chain", "action", "at"):
        if action == "invite":
            asked[chain] = at
        elif chain in asked:
            waited.append((at - asked.pop(chain)).total_seconds() / DAY)
    return median(waited) if waited else None


def tasks_seen(by: User, member: RosterMember) -> QuerySet[Assignment]:
    """Return what a member was asked to review, of that which ``by`` handles; never what ``by`` submits."""
    return tasks_of_reviewer(member.user).filter(submission__in=visible_to(by))


@dataclass(frozen=True)
class Scores:
    """What the roster panel said. ``others`` is None while it is hidden: until one's own is given, as long as scores are."""

    own: RosterScore | None
    others: list[RosterScore] | None
    count: int

    @property
    def shown(self) -> list[RosterScore]:
        """Every score that may be read."""
        return [*([self.own] if self.own else []), *(self.others or [])]


def panel_acts(by: User, member: RosterMember) -> list[str]:
    """Return what somebody may write down of an application beside the steps of its life: "tick", "score"."""
    if not EDITORS & roster_roles(by, member):
        return []
    return {RosterState.SCREENING: ["tick"], RosterState.PANEL_SCORING: ["score"]}.get(RosterState(member.state), [])


def scores_seen(by: User, member: RosterMember) -> Scores:
    """Return the scores of an application as an editor may read them; none of them for who applies."""
    if not EDITORS & roster_roles(by, member):
        return Scores(None, None, 0)
    rows = list(member.scores.select_related("scorer").order_by("pk"))
    own = next((row for row in rows if row.scorer_id == by.pk), None)
    others = [row for row in rows if row is not own]
    hidden = own is None and member.state == RosterState.PANEL_SCORING
    return Scores(own, None if hidden else others, len(rows))


def gaps_filled(found: Coverage, user: User) -> list[Cell]:
    """Return the cells of the roster that nobody covers and somebody would."""
    objectives = set(Expertise.objects.filter(user=user).values_list("objective", flat=True))
    spoken = LanguageSkill.objects.filter(user=user, level__in=(LanguageLevel.REVIEW, LanguageLevel.WRITE))
    languages, regions = set(spoken.values_list("language", flat=True)), regions_of([user.pk])
    theirs = regions.get(user.pk, set())
    return [cell for cell in found.gaps if cell[0] in objectives and cell[1] in languages and cell[2] in theirs]

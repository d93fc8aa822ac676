"""What the desk did in a period, in numbers: of the submissions that somebody may see, from the record of their steps."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import pairwise, zip_longest
from math import ceil
from statistics import median

from django.db.models import F

from gcmhub.accounts.choices import Purpose
from gcmhub.accounts.choices import Role as HubRole
from gcmhub.accounts.models import Consent, Profile, User
from gcmhub.accounts.queries import people_with, roles_of
from gcmhub.review.choices import AssignmentState as A
from gcmhub.review.choices import SubmissionState as S
from gcmhub.review.models import Assignment, RosterMember
from gcmhub.review.queries.coverage import floored, parts, regions_of
from gcmhub.review.queries.desk import visible_to
from gcmhub.review.queries.queues import Wanted, found
from gcmhub.review.rules.submission import OPEN
from gcmhub.vocabulary.choices import Scheme
from gcmhub.vocabulary.queries import terms
from gcmhub.workflow.models import Event

SUBMISSION, ASSIGNMENT = "submission", "assignment"
DAY = timedelta(days=1)
ACCEPTS, REFUSES = frozenset({"accept", "accept-light"}), frozenset({"reject", "desk-reject"})
ANSWERS = {"accept": "accepted", "decline": "declined", "expire": "unanswered"}
QUARTERS = 4  # for which balance is told


@dataclass(frozen=True)
class Period:
    """From a moment on, up to another that is no longer in it."""

    since: datetime
    until: datetime

    def __contains__(self, moment: object) -> bool:
        return isinstance(moment, datetime) and self.since <= moment < self.until


@dataclass(frozen=True)
class Spread:
    """How many times were counted, their median and the time that nine of ten do not pass (nearest rank), in days."""

    count: int = 0
    median: float | None = None
    p90: float | None = None


def spread(times: Iterable[timedelta]) -> Spread:
    """Return the spread of times; neither median nor p90 of none."""
    days = sorted(each / DAY for each in times)
    return Spread(len(days), median(days), days[ceil(0.9 * len(days)) - 1]) if days else Spread()


@dataclass(frozen=True)
class Step:
    """A step that led to another state."""

    action: str
    at: datetime
    before: str
    after: str
    actor: str


@dataclass(frozen=True)
class Course:
    """What became of a submission: the steps that led to other states, in their order."""

    public_id: str
    track: str
    objectives: tuple[str, ...]
    lead: int | None
    state: str
    steps: tuple[Step, ...]

    @cached_property
    def sent_at(self) -> datetime | None:
        """When it was sent first."""
        return next((step.at for step in self.steps if step.action == "submit"), None)

    @cached_property
    def triaged(self) -> Step | None:
        """The step with which an editor first ended triage."""
        return next((step for step in self.steps if step.before == S.IN_TRIAGE and step.after != S.WITHDRAWN), None)

    @cached_property
    def decided(self) -> Step | None:
        """The first acceptance or refusal that was not taken back."""
        for step, following in zip_longest(self.steps, self.steps[1:]):
            undone = following is not None and following.action.startswith("undo-")
            if step.action in ACCEPTS | REFUSES and not undone:
                return step
        return None

    def stays(self) -> Iterator[tuple[str, datetime, timedelta]]:
        """Yield each state that it left: the state, when it left it, how long it was there."""
        for step, following in pairwise(self.steps):
            yield step.after, following.at, following.at - step.at


def _steps(object_type: str, wanted: Collection[str]) -> dict[str, list[Step]]:
    """Return the steps of objects by public id. One query."""
    rows = Event.objects.filter(chain__object_type=object_type).exclude(from_state=F("to_state"))
    rows = rows.order_by("chain_id", "number")
    found_: dict[str, list[Step]] = {each: [] for each in wanted}
    columns = ("chain__object_id", "action", "at", "from_state", "to_state", "actor")
    for object_id, action, at, before, after, actor in rows.values_list(*columns):
        if object_id in found_:
            found_[object_id].append(Step(action, at, before, after, actor))
    return found_


def courses(by: User) -> list[Course]:
    """Return the course of every submission that somebody may see."""
    columns = ("public_id", "track__code", "record__objectives", "lead", "state")
    rows = list(visible_to(by).order_by("pk").values_list(*columns))
    steps = _steps(SUBMISSION, [row[0] for row in rows])
    return [
        Course(public_id, track, tuple(map(str, objectives or ())), lead, state, tuple(steps[public_id]))
        for public_id, track, objectives, lead, state in rows
    ]


def days_by_state(known: Sequence[Course], period: Period) -> dict[str, Spread]:
    """Return how long submissions stayed in each state that they left in the period."""
    times: dict[str, list[timedelta]] = {}
    for course in known:
        for state, left, time in course.stays():
            if left in period and state != S.DRAFT:
                times.setdefault(state, []).append(time)
    return {state: spread(times[state]) for state in S.values if state in times}


@dataclass(frozen=True)
class Pace:
    """How fast and how kindly submissions of a group were handled; ``rate`` is the share that was accepted."""

    group: str
    sent: int
    triage: Spread
    decision: Spread
    accepted: int
    rejected: int

    @property
    def rate(self) -> float | None:
        """The share of the decided that was accepted; None where none was decided."""
        return share(self.accepted, self.accepted + self.rejected)


def share(part: int, whole: int) -> float | None:
    """Return a part of a whole between 0 and 1, None of nothing."""
    return part / whole if whole else None


def pace(known: Sequence[Course], period: Period, groups: Callable[[Course], Iterable[str]]) -> list[Pace]:
    """Return the pace of each group, counting what was sent, triaged and decided in the period; one may be in several."""
    members: dict[str, list[Course]] = {}
    for course in known:
        for group in groups(course):
            members.setdefault(group, []).append(course)
    return [_pace(group, rows, period) for group, rows in members.items()]


def _pace(group: str, known: Sequence[Course], period: Period) -> Pace:
    triage, decision, accepted, rejected = [], [], 0, 0
    for course in known:
        sent, triaged, decided = course.sent_at, course.triaged, course.decided
        if sent and triaged and triaged.at in period:
            triage.append(triaged.at - sent)
        if sent and decided and decided.at in period:
            decision.append(decided.at - sent)
            accepted += decided.action in ACCEPTS
            rejected += decided.action in REFUSES
    return Pace(
        group=group,
        sent=sum(course.sent_at in period for course in known),
        triage=spread(triage),
        decision=spread(decision),
        accepted=accepted,
        rejected=rejected,
    )


@dataclass(frozen=True)
class Invited:
    """What came of one invitation. ``answer`` is "" as long as there is none; ``on_time`` None before the review is sent."""

    reviewer: int
    submission: int
    round: int
    slot: str
    state: str
    invited_at: datetime
    answer: str
    answered_at: datetime | None
    sent_at: datetime | None
    on_time: bool | None


def invitations(by: User) -> list[Invited]:
    """Return every invitation to review a submission that somebody may see."""
    columns = ("public_id", "reviewer", "submission", "round", "slot", "state", "due_at")
    rows = list(Assignment.objects.filter(submission__in=visible_to(by)).order_by("pk").values_list(*columns))
    steps = _steps(ASSIGNMENT, [row[0] for row in rows])
    made = []
    for public_id, reviewer, submission, round_, slot, state, due in rows:
        asked = next((step.at for step in steps[public_id] if step.action == "invite"), None)
        if asked is None:
            continue
        answered = [step for step in steps[public_id] if step.action in ANSWERS]
        sent = [step.at for step in steps[public_id] if step.action == "submit"]
        made.append(
            Invited(
                reviewer=reviewer,
                submission=submission,
                round=round_,
                slot=slot,
                state=state,
                invited_at=asked,
                answer=ANSWERS[answered[-1].action] if answered and state != A.INVITED else "",
                answered_at=answered[-1].at if answered and state != A.INVITED else None,
                sent_at=sent[-1] if sent else None,
                on_time=bool(due and sent[-1] <= due) if sent else None,
            )
        )
    return made


@dataclass(frozen=True)
class Reviewing:
    """What invitations add up to. ``at_work`` is open now, whenever it began."""

    invited: int
    accepted: int
    declined: int
    unanswered: int
    answer: Spread
    sent: int
    on_time: int
    at_work: int

    @property
    def response_rate(self) -> float | None:
        """The share of the invitations that ended with an answer, yes or no."""
        return share(self.accepted + self.declined, self.accepted + self.declined + self.unanswered)

    @property
    def decline_rate(self) -> float | None:
        """The share of the answers that was no."""
        return share(self.declined, self.accepted + self.declined)

    @property
    def punctuality(self) -> float | None:
        """The share of the sent reviews that came by their due date."""
        return share(self.on_time, self.sent)


def reviewing(known: Sequence[Invited], period: Period) -> Reviewing:
    """Return what the invitations of a period add up to."""
    rows = [each for each in known if each.invited_at in period]
    answers = Counter(each.answer for each in rows)
    human = [each for each in rows if each.answer in {"accepted", "declined"}]
    return Reviewing(
        invited=len(rows),
        accepted=answers["accepted"],
        declined=answers["declined"],
        unanswered=answers["unanswered"],
        answer=spread(each.answered_at - each.invited_at for each in human if each.answered_at),
        sent=sum(each.sent_at is not None for each in rows),
        on_time=sum(bool(each.on_time) for each in rows),
        at_work=sum(each.state == A.ACCEPTED for each in known),
    )


@dataclass(frozen=True)
class ReviewerRow:
    """One reviewer's figures; ``capacity`` is reviews in half a year, None of who is not on the roster any more."""

    name: str
    figures: Reviewing
    capacity: int | None


def by_reviewer(known: Sequence[Invited], period: Period) -> list[ReviewerRow]:
    """Return the figures of everybody who was invited in the period or is at work, who has most to do first."""
    tasks: dict[int, list[Invited]] = {}
    for each in known:
        tasks.setdefault(each.reviewer, []).append(each)
    names = dict(User.objects.filter(pk__in=tasks).values_list("pk", "name"))
    capacities = dict(RosterMember.objects.filter(user__in=tasks).values_list("user", "capacity"))
    rows = [ReviewerRow(names[pk], reviewing(rows, period), capacities.get(pk)) for pk, rows in tasks.items()]
    rows = [row for row in rows if row.figures.invited or row.figures.at_work]
    return sorted(rows, key=lambda row: (-row.figures.at_work, -row.figures.invited, row.name))


@dataclass(frozen=True)
class PanelBalance:
    """Who agreed to review in a quarter. A number by gender or region is None where it would be of fewer than five."""

    year: int
    quarter: int
    panels: int
    un: int
    external: int
    gender: Mapping[str, int | None]
    regions: Mapping[str, int | None]
    several_regions: int | None


def panel_balance(known: Sequence[Invited], moment: datetime) -> list[PanelBalance]:
    """Return the balance of the last four quarters that are over, the latest first.

    Only whole quarters that do not overlap, so that no two of its answers differ by a single person.
    """
    return [_balance(known, *each) for each in _quarters_before(moment)]


def _quarters_before(moment: datetime) -> Iterator[tuple[int, int, Period]]:
    year, quarter = moment.year, (moment.month - 1) // 3 + 1
    until = datetime(year, 3 * quarter - 2, 1, tzinfo=UTC)
    for _ in range(QUARTERS):
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
        since = datetime(year, 3 * quarter - 2, 1, tzinfo=UTC)
        yield year, quarter, Period(since, until)
        until = since


def _balance(known: Sequence[Invited], year: int, quarter: int, period: Period) -> PanelBalance:
    rows = [each for each in known if each.answer == "accepted" and each.answered_at in period]
    people = sorted({each.reviewer for each in rows})
    un = set(RosterMember.objects.filter(user__in=people, is_un=True).values_list("user", flat=True))
    agreed = Consent.objects.filter(user__in=people, purpose=Purpose.GENDER, withdrawn_at=None).values("user")
    genders = Counter(Profile.objects.filter(user__in=agreed).exclude(gender="").values_list("gender", flat=True))
    genders["unknown"] = len(people) - genders.total()
    places = regions_of(people)
    regions = Counter(region for found_ in places.values() for region in found_)
    panels: dict[tuple[int, int], set[str]] = {}
    for each in rows:
        panels.setdefault((each.submission, each.round), set()).update(places[each.reviewer])
    return PanelBalance(
        year=year,
        quarter=quarter,
        panels=len(panels),
        un=len(un),
        external=len(people) - len(un),
        gender=parts(genders, len(people)),
        regions={row.code: floored(regions[row.code], len(people)) for row in terms(Scheme.REGION)},
        several_regions=floored(sum(len(each) > 1 for each in panels.values()), len(panels)),
    )


@dataclass(frozen=True)
class EditorRow:
    """What an editor has open now, and did in the period."""

    name: str
    open: int
    late: int
    in_triage: int
    to_decide: int
    triaged: Spread
    decisions: int


def by_editor(by: User, known: Sequence[Course], period: Period) -> list[EditorRow]:
    """Return the work of every editor; an editor who manages nobody sees their own. Who has most open comes first."""
    everybody = HubRole.MANAGING_EDITOR in roles_of(by)
    leads = {course.lead for course in known if course.lead}
    editors = set(people_with(HubRole.EDITOR)) | set(User.objects.filter(pk__in=leads)) if everybody else {by}
    late = Counter(found(by, Wanted(queue="overdue")).order_by().values_list("lead", flat=True))
    states = Counter((course.lead, course.state) for course in known)
    triaged: dict[str, list[timedelta]] = {}
    for course in known:
        if (step := course.triaged) and step.at in period and course.sent_at:
            triaged.setdefault(step.actor, []).append(step.at - course.sent_at)
    decided = Counter(step.actor for course in known if (step := course.decided) and step.at in period)
    rows = [
        EditorRow(
            name=editor.name,
            open=sum(states[editor.pk, state] for state in OPEN),
            late=late[editor.pk],
            in_triage=states[editor.pk, S.IN_TRIAGE],
            to_decide=states[editor.pk, S.DECISION_PENDING],
            triaged=spread(triaged.get(editor.public_id, ())),
            decisions=decided[editor.public_id],
        )
        for editor in editors
    ]
    return sorted(rows, key=lambda row: (-row.open, row.name))

"""Reports: what the desk did in a period, as tables to read and to take along."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from babel.numbers import format_percent
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from gcmhub.accounts.models import User
from gcmhub.core.clock import now, today
from gcmhub.desk.entry import editors, manages
from gcmhub.desk.submissions.queue_words import STATES
from gcmhub.desk.tables import csv_file
from gcmhub.face.formats import number
from gcmhub.face.languages import current
from gcmhub.face.own_pages import me
from gcmhub.face.roster_words import GENDERS
from gcmhub.face.submitted import text_of
from gcmhub.review.choices import SubmissionState
from gcmhub.review.models import Track
from gcmhub.review.queries import reports as figures
from gcmhub.review.queries.reports import Course, Pace, Period, Reviewing, Spread
from gcmhub.vocabulary.choices import Scheme
from gcmhub.vocabulary.queries import label, terms

YEAR = timedelta(days=365)
FIRST = date(2000, 1, 1)  # no hub is older


@dataclass(frozen=True)
class Share:
    """A part of a whole, between 0 and 1; None of nothing."""

    value: float | None


@dataclass(frozen=True)
class Few:
    """A number that is None where so few are counted that people could be told apart."""

    value: int | None


@dataclass(frozen=True)
class Days:
    """A length of time in days; None of nothing."""

    value: float | None


@dataclass(frozen=True)
class Name:
    """The name of a person."""

    value: str


@dataclass(frozen=True)
class Text:
    """A text in a language."""

    value: str
    tag: str = ""


Cell = Share | Few | Days | Name | Text | int | None


@dataclass(frozen=True)
class Table:
    """A report. ``columns`` are codes with their words; of a row the first cell is its head, ``codes`` stand in the file."""

    code: str
    name: Any
    note: Any
    columns: tuple[tuple[str, Any], ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]

    @property
    def lines(self) -> list[list[object]]:
        """The rows as a file has them: codes, plain numbers."""
        return [[code, *map(plain, cells[1:])] for code, cells in self.rows]


def plain(cell: Cell) -> object:
    """Return a cell as a file has it: shares with four places, days with two, nothing where there is no number."""
    if cell is None or isinstance(cell, int):
        return cell
    if isinstance(cell.value, float):
        return f"{cell.value:.4f}" if isinstance(cell, Share) else f"{cell.value:.2f}"
    return cell.value


def shown(cell: Cell) -> str:
    """Return a cell as the reader's language writes it, "" where there is no number."""
    if cell is None or isinstance(cell, int):
        return "" if cell is None else number(cell)
    if cell.value is None:
        return ""
    if isinstance(cell, Share):
        return str(format_percent(cell.value, locale=current().locale))
    return cell.value if isinstance(cell.value, str) else number(round(cell.value, 1))


def kind_of(cell: Cell) -> str:
    """Return what a cell is, for the page."""
    return type(cell).__name__.lower()


def asked_period(asked: Mapping[str, str]) -> tuple[Period, date, date]:
    """Return the period that an address asks for, and its first and last day; a year up to today where it names none."""
    until = _day(asked.get("until", "")) or today()
    since = _day(asked.get("since", "")) or until - YEAR
    since = min(since, until)
    begin, end = (datetime.combine(each, time(tzinfo=UTC)) for each in (since, until + timedelta(days=1)))
    return Period(begin, end), since, until


def _day(value: str) -> date | None:
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return None
    return found if FIRST <= found < date.max - timedelta(days=1) else None


class Reports:
    """The reports of somebody for a period; what several need is read once."""

    def __init__(self, by: User, period: Period, *, everything: bool) -> None:
        self.by, self.period, self.everything = by, period, everything

    @cached_property
    def known(self) -> list[Course]:
        """The courses of the submissions that may be seen."""
        return figures.courses(self.by)

    @cached_property
    def invited(self) -> list[figures.Invited]:
        """The invitations to review them."""
        return figures.invitations(self.by)

    def all(self) -> list[Table]:
        """Return every report that may be read."""
        return [make() for make in self.makers.values()]

    @property
    def makers(self) -> dict[str, Callable[[], Table]]:
        """What makes each report, by its code."""
        made = {
            "states": self.states,
            "tracks": self.tracks,
            "objectives": self.objectives,
            "reviewing": self.reviewing,
            "reviewers": self.reviewers,
            "editors": self.editors,
        }
        return {**made, "balance": self.balance} if self.everything else made

    def states(self) -> Table:
        """Days in each state."""
        rows = figures.days_by_state(self.known, self.period)
        return Table(
            "states",
            _("Days in each state"),
            _("Of submissions that left the state in the period. Nine of ten stayed no longer than the last number says."),
            (("state", _("State")), ("count", _("Submissions")), *SPREAD),
            tuple(
                (code, (Text(str(STATES[SubmissionState(code)])), each.count, *_spread(each))) for code, each in rows.items()
            ),
        )

    def tracks(self) -> Table:
        """Pace by track."""
        names = {each.code: text_of(each.names) for each in Track.objects.all()}
        rows = {each.group: each for each in figures.pace(self.known, self.period, lambda course: (course.track,))}
        known = ((code, Text(*name), rows[code]) for code, name in names.items() if code in rows)
        return self._pace("tracks", _("Pace by track"), _("Track"), known)

    def objectives(self) -> Table:
        """Pace by objective."""
        rows = {each.group: each for each in figures.pace(self.known, self.period, lambda course: course.objectives)}
        content = current().content
        known = ((each.code, f"{each.code}. {label(Scheme.OBJECTIVE, each.code, content)}") for each in terms(Scheme.OBJECTIVE))
        return self._pace(
            "objectives",
            _("Pace by objective"),
            _("Objective"),
            ((code, Text(name), rows[code]) for code, name in known if code in rows),
        )

    def _pace(self, code: str, name: Any, head: Any, rows: Iterable[tuple[str, Text, Pace]]) -> Table:
        return Table(
            code,
            name,
            _(
                "From the day it was sent to the end of triage, and to the first decision; days with the submitter count too. "
                "What stands under several objectives is counted under each."
            ),
            (
                ("group", head),
                ("sent", _("Sent")),
                ("triaged", _("Triaged")),
                ("triage_median", _("Days to triage, median")),
                ("triage_p90", _("Days to triage, nine of ten")),
                ("decided", _("Decided in the period")),
                ("decision_median", _("Days to decision, median")),
                ("decision_p90", _("Days to decision, nine of ten")),
                ("accepted", _("Accepted")),
                ("acceptance_rate", _("Acceptance rate")),
            ),
            tuple(
                (
                    group,
                    (
                        title,
                        row.sent,
                        row.triage.count,
                        *_spread(row.triage),
                        row.decision.count,
                        *_spread(row.decision),
                        row.accepted,
                        Share(row.rate),
                    ),
                )
                for group, title, row in rows
            ),
        )

    def reviewing(self) -> Table:
        """Invitations of the period together."""
        row = figures.reviewing(self.invited, self.period)
        return Table(
            "reviewing",
            _("Invitations and reviews"),
            _("Of invitations that were sent in the period. A share of answers leaves out invitations that are still open."),
            (("period", _("Period")), *REVIEWING),
            (("all", (Text(str(_("All invitations"))), *_reviewing(row))),) if row.invited else (),
        )

    def reviewers(self) -> Table:
        """Load, answers and punctuality of each reviewer."""
        rows = figures.by_reviewer(self.invited, self.period)
        return Table(
            "reviewers",
            _("Reviewers"),
            _("Reviews of the submissions that you see. For editors alone: it goes to nobody who submits or reviews."),
            (("name", _("Name")), *REVIEWING, ("capacity", _("Capacity in half a year"))),
            tuple((row.name, (Name(row.name), *_reviewing(row.figures), row.capacity)) for row in rows),
        )

    def editors(self) -> Table:
        """Work of each editor."""
        rows = figures.by_editor(self.by, self.known, self.period)
        return Table(
            "editors",
            _("Work of editors"),
            _("What is open is counted today, the rest in the period."),
            (
                ("name", _("Name")),
                ("open", _("Open")),
                ("overdue", _("Overdue")),
                ("in_triage", _("In triage")),
                ("to_decide", _("To decide")),
                ("triaged", _("Triaged")),
                ("triage_median", _("Days to triage, median")),
                ("triage_p90", _("Days to triage, nine of ten")),
                ("decisions", _("Decisions")),
            ),
            tuple(
                (
                    row.name,
                    (
                        Name(row.name),
                        *(row.open, row.late, row.in_triage, row.to_decide, row.triaged.count),
                        *_spread(row.triaged),
                        row.decisions,
                    ),
                )
                for row in rows
            ),
        )

    def balance(self) -> Table:
        """Balance of the panels by quarter."""
        rows = figures.panel_balance(self.invited, now())
        content = current().content
        regions = [(each.code, label(Scheme.REGION, each.code, content)) for each in terms(Scheme.REGION)]
        return Table(
            "balance",
            _("Balance of panels"),
            _(
                "People who agreed to review in each of the last four quarters that are over, whatever the period above. "
                "Gender and region are counted of those who said so, and only where at least five people stand on either side."
            ),
            (
                ("quarter", _("Quarter")),
                ("panels", _("Panels")),
                ("un", _("From the United Nations")),
                ("external", _("From outside")),
                *((f"gender_{code}", name) for code, name in GENDERS.items()),
                *((f"region_{code}", name) for code, name in regions),
                ("several_regions", _("Panels with several regions")),
            ),
            tuple(
                (
                    f"{row.year}-Q{row.quarter}",
                    (
                        Text(f"{row.year}/{row.quarter}"),
                        *(row.panels, row.un, row.external),
                        *(Few(row.gender.get(code, 0 if row.panels else None)) for code in GENDERS),
                        *(Few(row.regions[code]) for code, _name in regions),
                        Few(row.several_regions),
                    ),
                )
                for row in rows
            ),
        )


SPREAD = (("median", _("Days, median")), ("p90", _("Days, nine of ten")))
REVIEWING = (
    ("invited", _("Invited")),
    ("accepted", _("Accepted")),
    ("declined", _("Declined")),
    ("unanswered", _("Not answered")),
    ("response_rate", _("Answered, share")),
    ("decline_rate", _("Declined, share of answers")),
    ("answer_median", _("Days to answer, median")),
    ("answer_p90", _("Days to answer, nine of ten")),
    ("sent", _("Sent reviews")),
    ("punctuality", _("Sent in time, share")),
    ("at_work", _("At work now")),
)


def _spread(found: Spread) -> tuple[Days, Days]:
    return Days(found.median), Days(found.p90)


def _reviewing(row: Reviewing) -> tuple[Cell, ...]:
    return (
        *(row.invited, row.accepted, row.declined, row.unanswered),
        *(Share(row.response_rate), Share(row.decline_rate)),
        *_spread(row.answer),
        *(row.sent, Share(row.punctuality), row.at_work),
    )


def _asked(request: HttpRequest) -> tuple[Reports, date, date]:
    asked: QueryDict = request.GET
    period, since, until = asked_period(asked.dict())  # type: ignore[arg-type] # texts; of several the last
    return Reports(me(request), period, everything=manages(request)), since, until


@editors("GET")
def reports(request: HttpRequest) -> HttpResponse:
    """Show the reports for a period."""
    made, since, until = _asked(request)
    query = urlencode({"since": since.isoformat(), "until": until.isoformat()})
    context = {
        "tables": made.all(),
        "since": since,
        "until": until,
        "query": query,
        "shown": shown,
        "kind_of": kind_of,
        "manages": made.everything,
    }
    return render(request, "desk/reports.html", context)


@editors("GET")
def report(request: HttpRequest, name: str) -> HttpResponse:
    """Send one report as CSV; 404 for one that there is not, or not for this reader."""
    made, since, until = _asked(request)
    if name not in made.makers:
        raise Http404
    table = made.makers[name]()
    return csv_file(f"{name}-{since}-{until}", [code for code, _name in table.columns], table.lines)

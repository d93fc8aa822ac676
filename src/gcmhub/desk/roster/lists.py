"""Who is on the roster and who wants to be, by state; the same list as CSV."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from gcmhub.accounts.models import User
from gcmhub.accounts.queries import person_by_address
from gcmhub.core.errors import NotPermitted
from gcmhub.desk.entry import editors, manages, managing
from gcmhub.desk.roster import words
from gcmhub.desk.tables import csv_file
from gcmhub.face.links import url
from gcmhub.face.own_pages import me
from gcmhub.review.actions.roster import CAPACITY_LIMIT
from gcmhub.review.actions.roster import enrol as enrol_person
from gcmhub.review.models import RosterMember
from gcmhub.review.queries.roster import SORTS, Row, chosen, counts_by_state, places_for, rows_of
from gcmhub.vocabulary.choices import LANGUAGES, Scheme
from gcmhub.vocabulary.queries import codes
from gcmhub.workflow.errors import ChangedMeanwhile, NotInThisState

PAGE = 25


@dataclass(frozen=True)
class Choice:
    """What a list is narrowed to; a value that is not known is none."""

    state: str = ""
    objective: str = ""
    language: str = ""
    origin: str = ""
    sort: str = "waiting"

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Choice":
        """Read the address."""
        known = {
            "state": words.LISTS,
            "objective": codes(Scheme.OBJECTIVE),
            "language": LANGUAGES,
            "origin": words.ORIGINS,
            "sort": SORTS,
        }
        return cls(**{name: value for name, values in known.items() if (value := asked.get(name, "")) in values})

    def address(self, name: str = "desk:roster", **other: object) -> str:
        """Return the address of this list, or of one like it."""
        values = {"state": self.state, "objective": self.objective, "language": self.language, "origin": self.origin}
        values |= {"sort": "" if self.sort == "waiting" else self.sort, **{key: str(value) for key, value in other.items()}}
        query = urlencode({key: value for key, value in values.items() if value})
        return f"{url(name)}?{query}" if query else url(name)

    def places(self, by: User) -> QuerySet[RosterMember]:
        """Return the places of the list; without a state those that wait for an editor."""
        found = self.narrowed(by).filter(state__in=[self.state] if self.state else words.FOR_THE_DESK)
        return found.order_by(*SORTS[self.sort])

    def narrowed(self, by: User) -> QuerySet[RosterMember]:
        """Return the places of every state that the other choices leave."""
        return chosen(places_for(by), self.objective, self.language, self.origin)


@editors("GET")
def roster(request: HttpRequest) -> HttpResponse:
    """Show one list of the roster, and how many stand in each state."""
    return roster_page(request)


def roster_page(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    """Show the roster; ``more`` is what a form brought that cannot be taken."""
    choice = Choice.of(request.GET)
    counts = counts_by_state(choice.narrowed(me(request)))
    page = Paginator(choice.places(me(request)), PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "choice": choice,
        "counts": counts,
        "waiting": sum(counts.get(state, 0) for state in words.FOR_THE_DESK),
        "page": page,
        "rows": rows_of(page, me(request)),
        "manages": manages(request),
        "objectives": sorted(codes(Scheme.OBJECTIVE), key=int),
        "tongues": LANGUAGES,
        "words": words,
        "problems": {},
        "typed": {},
    }
    return render(request, "desk/roster/roster.html", context | more, status=status)


@managing("POST")
def enrol(request: HttpRequest) -> HttpResponse:
    """Put somebody on the roster without an application, by an address of theirs that is verified."""
    person = person_by_address(request.POST.get("email", "").strip().replace("\x00", ""))
    text = request.POST.get("capacity", "").strip()
    capacity = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else CAPACITY_LIMIT + 1
    problems = {} if person else {"email": words.ERRORS["unknown-address"]}
    if capacity > CAPACITY_LIMIT:
        problems["capacity"] = words.ERRORS["capacity"]
    if person and not problems:
        try:
            member = enrol_person(person, by=me(request), is_un="is_un" in request.POST, capacity=capacity)
            return HttpResponseRedirect(f"{url('desk:roster-member', member.public_id)}?done=enrol")
        except (NotInThisState, ChangedMeanwhile):
            problems["email"] = words.ERRORS["on-the-roster"]
        except NotPermitted:
            problems["email"] = words.ERRORS["oneself"]
    return roster_page(request, 422, problems=problems, typed=request.POST)


@editors("GET")
def table(request: HttpRequest) -> HttpResponse:
    """Send the same list as CSV, all of it. It says of nobody what balance looks at: no gender, no country, no region."""
    places = Choice.of(request.GET).places(me(request))
    return csv_file("roster", words.COLUMNS, [cells(row) for row in rows_of(places, me(request))])


def cells(row: Row) -> tuple[str, ...]:
    """Return a place as cells of CSV, in the order of ``words.COLUMNS``."""
    member = row.member
    days = (each.date().isoformat() if each else "" for each in (member.admitted_at, member.renew_by))
    return (
        member.public_id,
        member.user.name,
        member.state,
        member.state_since.date().isoformat(),
        "1" if member.is_un else "0",
        "|".join(row.objectives),
        "|".join(f"{language}:{level}" for language, level in row.languages),
        str(member.capacity),
        str(row.load),
        str(row.done),
        str(row.on_time),
        *days,
    )

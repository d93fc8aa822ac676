"""The working-day calendar in the back office."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from gcmhub.core.clock import now
from gcmhub.desk.entry import editors, manages, managing
from gcmhub.face.links import url
from gcmhub.face.own_pages import me
from gcmhub.review.actions.holidays import add_holiday, remove_holiday
from gcmhub.workflow.holiday_files import NAME_LIMIT, day_of, name_of
from gcmhub.workflow.queries import named_holidays


@editors("GET")
def holidays(request: HttpRequest) -> HttpResponse:
    """Show the days on which nobody works, by year."""
    return _page(request, {}, {})


def _page(request: HttpRequest, typed: dict[str, str], problems: dict[str, str]) -> HttpResponse:
    years = [(year, list(rows)) for year, rows in groupby(named_holidays(), key=lambda row: row.day.year)]
    context: dict[str, Any] = {"years": years, "this_year": now().year, "manages": manages(request), "typed": typed}
    context |= {"problems": problems, "listed": [(name, "") for name in problems], "limit": NAME_LIMIT}
    return render(request, "desk/holidays.html", context, status=422 if problems else 200)


@managing("POST")
def add(request: HttpRequest) -> HttpResponse:
    """Make a day a holiday."""
    typed = {name: request.POST.get(name, "")[:200] for name in ("day", "name")} | {"move": request.POST.get("move", "")}
    problems = {}
    for name, read, sentence in (
        ("day", day_of, _("Write a day as 2027-01-01, of the years 2000 to 2100.")),
        ("name", name_of, _("Write a name of 100 characters at most.")),
    ):
        try:
            read(typed[name])
        except ValueError:
            problems[name] = sentence
    if problems:
        return _page(request, typed, problems)
    done, moved = add_holiday(day_of(typed["day"]), typed["name"], by=me(request), move=bool(typed["move"]))
    return HttpResponseRedirect(f"{url('desk:holidays')}?done={done}&moved={moved}")


@managing("POST")
def remove(request: HttpRequest, day: str) -> HttpResponse:
    """Make a day a working day again."""
    try:
        found = day_of(day)
    except ValueError as error:
        raise Http404 from error
    done, moved = remove_holiday(found, by=me(request), move="move" in request.POST)
    return HttpResponseRedirect(f"{url('desk:holidays')}?{f'done=removed&moved={moved}' if done else 'passed=1'}")

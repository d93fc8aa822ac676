"""How every address is filled in, and with which objects. An address that is not here fails the build."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver  # noqa: TID251 - every address is asked

from gcmhub.desk import calls as desk_calls
from gcmhub.desk import suggestions
from gcmhub.desk.roster import acts as roster_acts
from gcmhub.desk.submissions import acts, panel
from gcmhub.review.models import Assignment, Submission
from gcmhub.web.review import reviews, roster, submissions
from tests.authorisation.world import Case, World

Cases = Callable[[World], list[Case]]


def plain(*parts: Any) -> Cases:
    """An address whose parts name nothing of anybody's."""
    return lambda _: [Case("", parts)]


def with_each(cases: Cases, *more: Any, name: str = "") -> Cases:
    """Every object of ``cases``, with more parts after it; ``name`` tells rows of one address apart."""
    return lambda world: [
        Case(f"{name} {each.state}".strip(), (*each.parts, *more), each.people) for each in cases(world)
    ]  # fmt: skip


def each_of(cases: Cases, names: Any) -> Cases:
    """Every object of ``cases`` with each of several names after it."""
    return lambda world: [row for name in names for row in with_each(cases, name, name=name)(world)]


def with_file(cases: Cases) -> Cases:
    """Every submission with a file of its own."""

    def made(world: World) -> list[Case]:
        rows = []
        for each in cases(world):
            file = Submission.objects.get(public_id=each.parts[0]).files.get(original_name="a.pdf")
            rows.append(Case(each.state, (*each.parts, file.public_id), each.people))
        return rows

    return made


def reviewed(world: World) -> list[Case]:
    """Every submission with a task of one of its reviewers."""
    rows = {each.parts[0]: each for each in World.submissions(world)}
    tasks = {task.submission.public_id: task.public_id for task in Assignment.objects.select_related("submission")}
    return [Case(rows[key].state, (key, task), rows[key].people) for key, task in tasks.items() if key in rows]


NAUGHT = "nonsense"
SUBMISSIONS, TASKS, MEMBERS, RESOURCES, CALLS = World.submissions, World.tasks, World.members, World.resources, World.calls
SHARED: dict[str, Cases] = {
    "submission_id": SUBMISSIONS,
    "task_id": TASKS,
    "member_id": MEMBERS,
    "resource_id": lambda _: World.resources(),
    "call_id": lambda _: World.calls(),
    "token": plain(NAUGHT),
    "key": plain(NAUGHT),
    "uidb36-key": plain("1", NAUGHT),
    "scheme": plain("objective"),
    "number": plain(1),
    "pk": plain(1),
    "organisation_id": plain(NAUGHT),
    "person_id": lambda world: [Case("", (world.people["reader"].public_id,))],
    "membership_id": plain(1),
    "purpose": plain("directory"),
    "resource_id-style": with_each(lambda _: World.resources(), "apa.txt"),
    "file_id-name": plain(NAUGHT, "a.pdf"),
    "file_id-version-width": plain(NAUGHT, NAUGHT, 320),
    "rest": plain("search/"),
    "track": plain("R"),
    "day": plain("2027-01-01"),
    "track-group-criterion": plain("R", "criteria", "clarity"),
    "task_id-file_id-name": with_each(TASKS, NAUGHT, "a.pdf"),
    "submission_id-file_id": with_file(SUBMISSIONS),
    "submission_id-step": each_of(SUBMISSIONS, ("describe", "check")),
}
CODES = {"web:objective": "18", "web:principle": "1", "web:country": "ken", "web:region": "africa"}
NAMED: dict[str, Cases] = {
    **{name: plain(code) for name, code in CODES.items()},
    "web:submission-act": each_of(SUBMISSIONS, submissions.ACTS),
    "desk:submission-act": each_of(SUBMISSIONS, (*acts.ACTS, *acts.WRITING)),
    "desk:panel-step": each_of(SUBMISSIONS, panel.STEPS),
    "desk:panel-task": each_of(reviewed, panel.TASK_STEPS),
    "desk:submission-review-act": with_each(reviewed, "confirm"),
    "web:review-step": each_of(TASKS, reviews.STEPS),
    "desk:roster-act": each_of(MEMBERS, roster_acts.ACTS),
    "desk:suggestion-act": each_of(lambda _: World.suggestions(), suggestions.ACTS),
    "desk:call-act": lambda _: [Case(name, (*World.calls()[0].parts, name)) for name in desk_calls.ACTS],
    "desk:report": lambda _: [Case(name, (name,)) for name in ("states", "balance")],
    "web:roster-step": lambda _: [Case(name, (name,)) for name in roster.STEPS],
}


def patterns(resolver: Any = None, names: str = "", before: str = "") -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield every address: its name, its pattern, the names of its parts in their order."""
    for each in (resolver or get_resolver()).url_patterns:
        pattern = f"{before}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from patterns(each, f"{names}{each.namespace}:" if each.namespace else names, pattern)
        elif isinstance(each, URLPattern):
            parts = tuple(each.pattern.converters) or tuple(each.pattern.regex.groupindex)
            yield (f"{names}{each.name}" if each.name else pattern or "/"), pattern, parts


def cases_of(name: str, parts: tuple[str, ...]) -> Cases:
    """Return the objects to ask an address for. Raises ``KeyError`` for an address that nobody thought of."""
    if name in NAMED:
        return NAMED[name]
    return SHARED["-".join(parts)] if parts else plain()

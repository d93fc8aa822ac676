"""What the page of the queues shows, in the reader's language."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gcmhub.accounts.choices import Role
from gcmhub.accounts.models import User
from gcmhub.accounts.queries import people_with
from gcmhub.core.clock import now
from gcmhub.desk.submissions.queue_words import QUEUES, STATES
from gcmhub.face.formats import language_name
from gcmhub.face.links import url
from gcmhub.face.submitted import choices_of, kind_of, text_of
from gcmhub.review.choices import SubmissionState
from gcmhub.review.models import Submission, Track
from gcmhub.review.queries.queues import NOBODY, Wanted, counts, found, saved_filters, terms_of
from gcmhub.vocabulary.choices import LANGUAGES

SIZE = 50  # submissions on a page
BATCH = 1_000  # submissions read at once for a file
COLUMNS = (
    "reference", "title", "title_language", "kind", "document_type", "state", "state_since", "days_in_state", "track", "lead",
    "objectives", "countries", "languages", "submitted_at", "next_deadline", "late_since", "published_at", "page",
)  # fmt: skip


def page_of(by: User, wanted: Wanted, number: str) -> dict[str, Any]:
    """Return the queues with their counts, the filters, and one page of the queue that is asked for."""
    page = Paginator(found(by, wanted), SIZE).get_page(number)
    held = counts(by)
    leads = sorted({*people_with(Role.EDITOR), *people_with(Role.MANAGING_EDITOR)}, key=lambda one: (one.name, one.pk))
    return {
        "wanted": wanted,
        "queues": [(code, name, held[code], query_of(Wanted(queue=code))) for code, name in QUEUES.items()],
        "name": QUEUES[wanted.queue],
        "page": page,
        "pages": [(each, query_of(wanted, each)) for each in _numbers(page)],
        "rows": rows_of(page.object_list),
        "filters": filters_of(wanted, leads),
        "leads": leads,
        "query": query_of(wanted),
        "here": query_of(wanted, page.number),
        "kept": [(each, query_of(Wanted.read(each.wanted))) for each in saved_filters(by)],
        "bare": query_of(Wanted(queue=wanted.queue)),
    }


def _numbers(page: Any) -> list[int | None]:
    """Return the numbers of pages to link; None stands for a gap."""
    every = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [each if isinstance(each, int) else None for each in every]


def query_of(wanted: Wanted, page: int | None = 1, **more: str) -> str:
    """Return the query of an address that shows this."""
    return "?" + urlencode([*wanted.pairs, *([("page", page)] if page and page > 1 else []), *more.items()])


def rows_of(submissions: Iterable[Submission]) -> list[dict[str, Any]]:
    """Return submissions as rows: texts in the reader's language, days and terms."""
    submissions, moment = list(submissions), now()
    terms = terms_of(submissions)
    rows = []
    for each in submissions:
        title, tag = text_of(each.record.get("title"))
        rows.append(
            {
                "submission": each,
                "address": url("desk:submission", each.public_id),
                "title": title,
                "tag": tag,
                "kind": kind_of(each.record),
                "state": STATES[SubmissionState(each.state)],
                "track": text_of(each.track.names),
                "days": (moment - each.state_since).days,
                "terms": terms[each.pk],
            }
        )
    return rows


def cells_of(submissions: QuerySet[Submission]) -> Iterator[tuple[object, ...]]:
    """Yield submissions as rows of ``COLUMNS``: codes as in the record, lists joined by ``|``, days as YYYY-MM-DD."""
    moment = now()
    for batch in batched(submissions.iterator(BATCH), BATCH):
        terms = terms_of(batch)
        for each in batch:
            title, tag = text_of(each.record.get("title"))
            yield (
                each.reference,
                title,
                tag,
                each.record.get("kind", ""),
                each.record.get("document_type", ""),
                each.state,
                _day(each.state_since),
                (moment - each.state_since).days,
                each.track.code,
                each.lead.name if each.lead else "",
                *("|".join(map(str, each.record.get(name) or ())) for name in ("objectives", "countries", "languages")),
                _day(each.submitted_at),
                _day(terms[each.pk].next),
                _day(terms[each.pk].late_since),
                _day(each.published_at),
                url("desk:submission", each.public_id),
            )


def batched(rows: Iterable[Submission], size: int) -> Iterator[list[Submission]]:
    """Yield rows in lists of this size, the last one shorter."""
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else ""


def filters_of(wanted: Wanted, leads: Iterable[User]) -> list[dict[str, Any]]:
    """Return what a queue can be narrowed by: name, label, choices, what is chosen."""
    tracks = [(each.code, text_of(each.names)[0]) for each in Track.objects.all()]
    choices: dict[str, tuple[Any, Iterable[tuple[str, Any]]]] = {
        "state": (_("State"), [(str(code), name) for code, name in STATES.items()]),
        "track": (_("Track"), tracks),
        "objective": (_("Objective"), choices_of("objectives")),
        "lead": (_("Lead editor"), [(NOBODY, _("Nobody")), *((each.public_id, each.name) for each in leads)]),
        "language": (_("Language"), [(code, language_name(code)) for code in LANGUAGES]),
        "kind": (_("Kind"), choices_of("kind")),
    }
    return [
        {"name": name, "label": label, "choices": rows, "chosen": getattr(wanted, name)}
        for name, (label, rows) in choices.items()
    ]

"""What the submitter's pages show, in the reader's language. What is told of review comes from ``queries.redaction`` alone."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from gcmhub.accounts.models import User
from gcmhub.accounts.queries import open_invitations
from gcmhub.face import submission_words as words
from gcmhub.face.formats import language_name
from gcmhub.face.languages import current
from gcmhub.face.links import resource_url, url
from gcmhub.face.submitted import choices_of, kind_of, review_rows, text_of
from gcmhub.library.errors import Problem
from gcmhub.review.actions.people import PURPOSE, may_invite
from gcmhub.review.choices import SubmissionState as State
from gcmhub.review.lives import offered
from gcmhub.review.models import Submission
from gcmhub.review.queries.drafts import Likeness
from gcmhub.review.queries.people import may_edit, told_state
from gcmhub.review.queries.redaction import seen_by
from gcmhub.review.queries.suggestions import Suggested
from gcmhub.review.rules.completeness import HUB_LANGUAGES, step_of
from gcmhub.web.review.submission_forms import Field, fields_of, shown_value, steps_of
from gcmhub.workflow.queries import history, running_deadlines

WAITS = frozenset({State.DRAFT, State.CHANGES_REQUESTED, State.REVISION_REQUESTED, State.RE_REVIEW_DUE})


def field_rows(
    step: str, record: Mapping[str, Any], problems: Iterable[Problem], suggested: Suggested | None = None
) -> list[dict[str, Any]]:
    """Return the fields of a step with values, choices and what is wrong. ``record`` holds the declarations too.

    Of the actions only those of the chosen objectives are offered, and those that are chosen: there are some 190.
    """
    wrong = {problem.field: problem for problem in problems}
    content = current().content
    rows = []
    for field in fields_of(step, str(record.get("kind", ""))):
        value = shown_value(field, record)
        choices = choices_of(field.name) if field.form in {"codes", "choice"} else []
        if field.name == "actions":
            chosen = {*(record.get("objectives") or ()), *value}
            choices = [(code, text) for code, text in choices if code in chosen or code.rstrip("abcdefghijklmnop") in chosen]
        tags = [tag for tag in HUB_LANGUAGES if field.form == "texts" and tag in value] or [content]
        rows.append(
            {
                "field": field,
                "name": words.FIELDS[field.name],
                "hint": words.HINTS.get(field.name, ""),
                "value": value,
                "choices": choices,
                "suggested": suggestion_rows(field.name, value, choices, suggested) if suggested and not field.group else [],
                "tags": tags,
                "others": [tag for tag in HUB_LANGUAGES if tag not in tags],
                "problem": next((sentence(wrong[key]) for key in wrong if _is_about(key, field)), ""),
            }
        )
    return rows


def suggestion_rows(
    name: str, value: Any, choices: Sequence[tuple[str, str]], suggested: Suggested
) -> list[tuple[str, str, str]]:
    """Return what a text suggests for a field: what its button sends, its text, the text's language ("" the reader's)."""
    tag, title = suggested.title
    if name == "title":
        return [(f"title.{tag}:{title}", title, tag)] if title and not value.get(tag) else []
    names = dict(choices)
    there = value if isinstance(value, list) else [value]
    return [(f"{name}:{each}", names.get(each, each), "") for each in suggested.values.get(name, ()) if each not in there]


def _is_about(key: str, field: Field) -> bool:
    return key == field.key or key.startswith((f"{field.key}.", f"{field.key}["))


def sentence(problem: Problem) -> str:
    """Return what is wrong in words."""
    return str(words.PROBLEMS.get(problem.reason, words.UNSOUND))


def problem_rows(submission: Submission, problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Return what keeps a draft from being sent, with the way to the step and field."""
    kind = str(submission.record.get("kind", ""))
    rows = []
    for problem in problems:
        step = step_of(problem.field) if step_of(problem.field) in steps_of(kind) else "what"
        field = next((each for each in fields_of(step, kind) if _is_about(problem.field, each)), None)
        name = words.FIELDS.get(field.name if field else problem.field, words.STEPS[step])
        anchor = field.key if field else "files" if problem.field.startswith("files") else ""
        address = f"{url('web:submission-step', submission.public_id, step)}#{anchor}"
        rows.append({"name": str(name), "why": sentence(problem), "address": address})
    return rows


def differences(step: str, typed: Mapping[str, Any], there: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the fields of a step that were saved elsewhere with another value."""
    rows = []
    for field in fields_of(step, str(there.get("kind", ""))):
        mine, other = shown_value(field, typed), shown_value(field, there)
        if mine != other:
            rows.append({"key": field.key, "name": words.FIELDS[field.name], "text": _plain(other)})
    return rows


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{language_name(tag)}: {text}" for tag, text in value.items())
    return ", ".join(str(each) for each in value) if isinstance(value, list) else str(value)


def like_rows(found: Iterable[Likeness]) -> list[dict[str, str]]:
    """Return what is on the Hub already and may be the same."""
    return [
        {"title": each.title, "why": str(words.LIKENESSES.get(each.why, "")), "address": resource_url(each.public_id)}
        for each in found
    ]


def list_rows(submissions: Sequence[Submission]) -> list[dict[str, Any]]:
    """Return submissions as the list shows them, those that wait for the submitter first."""
    due = running_deadlines("submission", [one.public_id for one in submissions])
    rows = [list_row(one, due.get(one.public_id, {})) for one in submissions]
    return sorted(rows, key=lambda row: not row["waits"])


def list_row(submission: Submission, due: Mapping[str, datetime]) -> dict[str, Any]:
    """Return one submission: title, state, and by when something is to be done."""
    title, tag = text_of(submission.record.get("title"))
    state = told_state(submission)
    waits = state in WAITS
    return {
        "submission": submission,
        "title": title,
        "tag": tag,
        "kind": kind_of(submission.record),
        "state": words.STATES[state],
        "waits": waits,
        "by": min(due.values()) if waits and due and state != State.DRAFT else None,
    }


def page_of(submission: Submission, by: User) -> dict[str, Any]:
    """Return what the page of a submission shows to one of those who submit it."""
    seen = seen_by(by, submission)
    due = running_deadlines("submission", [submission.public_id]).get(submission.public_id, {})
    state = told_state(submission)
    told = state == submission.state
    place = words.STATION_OF.get(state, -1)
    versions = list(submission.versions.all())
    return {
        **list_row(submission, due),
        "seen": seen,
        "reviews": [(each, review_rows({"answers": each.answers})) for each in seen.reviews],
        "stations": [(name, number < place, number == place) for number, name in enumerate(words.STATIONS)],
        "decisions": [(each, words.DECISIONS[each.kind]) for each in seen.decisions],
        "points": _points(submission) if told else [],
        "letter": _letter(submission),
        "people": list(submission.people.select_related("user").order_by("-is_owner", "pk")),
        "may_invite": may_invite(by, submission),
        "invited": list(open_invitations(PURPOSE, submission.public_id)) if may_invite(by, submission) else [],
        "versions": [(each, changed(before, each)) for before, each in zip([None, *versions], versions, strict=False)],
        "actions": offered(by, submission),
        "editable": may_edit(by, submission),
        "sent": [] if may_edit(by, submission) else _filled_steps(submission),
        "files": list(submission.files.filter(removed_at=None)),
        "steps": steps_of(str(submission.record.get("kind", ""))),
        "words": words,
    }


def _filled_steps(submission: Submission) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the steps of what was sent, each with its rows; none without an answer."""
    record = {**submission.record, **submission.declarations}
    steps = [(step, field_rows(step, record, ())) for step in steps_of(str(record.get("kind", "")))[:-1]]
    return [(step, rows) for step, rows in steps if any(row["value"] for row in rows)]


def _points(submission: Submission) -> list[tuple[str, str]]:
    """Return the points of the revision that is asked for, each with the answer kept so far."""
    if submission.state != State.REVISION_REQUESTED:
        return []
    last = submission.decisions.filter(undone_at=None).last()
    if last is None:
        return []
    answers = [*last.responses, *[""] * len(last.points)]
    return list(zip(last.points, answers, strict=False))


def _letter(submission: Submission) -> str:
    """Return what the editor wrote on asking for changes before the review."""
    if submission.state != State.CHANGES_REQUESTED:
        return ""
    event = history("submission", submission.public_id).filter(action="ask-for-changes").last()
    return str(json.loads(event.payload).get("letter", "")) if event and event.payload else ""


def changed(before: Any, after: Any) -> list[str]:
    """Return the names of the fields that differ between two versions; [] for the first."""
    if before is None:
        return []
    names = sorted({*before.record, *after.record})
    found = [str(words.FIELDS.get(name, name)) for name in names if before.record.get(name) != after.record.get(name)]
    return found + ([str(words.FIELDS["files"])] if before.files != after.files else [])


def own_submissions(by: User) -> QuerySet[Submission]:
    """Return what somebody submits, alone or with others, the latest first."""
    return Submission.objects.filter(people__user=by).order_by("-saved_at", "-pk")

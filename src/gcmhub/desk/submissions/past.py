"""What happened to a submission so far, in words: steps, versions, decisions."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext

from gcmhub.accounts.queries import names_of
from gcmhub.core.actors import SYSTEM
from gcmhub.desk import words
from gcmhub.face import submission_words as fields
from gcmhub.face.formats import language_name, separator
from gcmhub.face.review_words import RECOMMENDATIONS
from gcmhub.review.choices import Recommendation
from gcmhub.review.models import Submission
from gcmhub.review.wording.reasons import reason_words
from gcmhub.workflow.models import Event
from gcmhub.workflow.queries import histories

SAID = ("letter", "note", "why", "text")  # of an event's payload: what somebody wrote


def history_rows(submission: Submission) -> list[dict[str, Any]]:
    """Return what happened, the latest first: to the submission, and to the tasks of its reviewers."""
    tasks = {one.public_id: one for one in submission.assignments.all()}
    events = [(event, "") for event in histories("submission", [submission.public_id])]
    events += [(event, str(tasks[event.chain.object_id].number)) for event in histories("assignment", tasks)]
    names = names_of({event.actor for event, _ in events})
    rows = [_row(event, reviewer, names) for event, reviewer in sorted(events, key=lambda row: row[0].pk, reverse=True)]
    return [row for row in rows if row["what"]]


def _row(event: Event, reviewer: str, names: Mapping[str, str]) -> dict[str, Any]:
    payload = json.loads(event.payload) if event.payload else {}
    steps = words.TASK_STEPS if reviewer else words.STEPS
    return {
        "at": event.at,
        "who": words.THE_HUB if event.actor == SYSTEM else names.get(event.actor, words.SOMEBODY),
        "what": steps.get(event.action, ""),
        "reviewer": reviewer,
        "reason": reason_words(event.reason) if event.reason else "",
        "said": next((str(payload[name]) for name in SAID if payload.get(name)), ""),
    }


def appeal_of(submission: Submission) -> str:
    """Return what was written in an appeal that waits for an answer; "" without one."""
    if not submission.appealed_at or submission.appeal_settled_at:
        return ""
    event = histories("submission", [submission.public_id]).filter(action="appeal").last()
    return str(json.loads(event.payload).get("letter", "")) if event and event.payload else ""


def version_rows(submission: Submission) -> list[dict[str, Any]]:
    """Return what was sent each time, the latest first, and which fields differ from the time before."""
    versions = list(submission.versions.all())
    names = names_of({one.made_by for one in versions})
    rows = [
        {"version": one, "who": names.get(one.made_by, words.SOMEBODY), "changes": changes(before, one) if before else []}
        for before, one in zip([None, *versions], versions, strict=False)
    ]
    return rows[::-1]


def changes(before: Any, after: Any) -> list[tuple[str, str, str]]:
    """Return what differs between two versions: the name of the field, and its values before and after."""
    old, new = _flat(before.record), _flat(after.record)
    found = [(_name(key), old.get(key, ""), new.get(key, "")) for key in {**old, **new} if old.get(key) != new.get(key)]
    if before.files != after.files:
        files = {one.public_id: one.original_name for one in after.submission.files.all()}
        shown = [separator().join(files.get(each, each) for each in version.files) for version in (before, after)]
        found.append((str(fields.FIELDS["files"]), shown[0], shown[1]))
    return found


def _flat(record: Mapping[str, Any]) -> dict[str, str]:
    """Return a record as texts by path, such as practice.results.en."""
    flat: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, Mapping):
            flat |= {f"{name}.{key}": text for key, text in _flat(value).items()}
        else:
            flat[name] = _plain(value)
    return flat


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return separator().join(_plain(each) for each in value)
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("value") or value.get("url") or "")
    return "" if value is None or value is False else gettext("Yes") if value is True else str(value)


def _name(path: str) -> str:
    parts = path.split(".")
    known = [part for part in parts if part in fields.FIELDS]
    tags = [part for part in parts[1:] if part not in fields.FIELDS]
    name = str(fields.FIELDS[known[-1]]) if known else parts[0]
    return f"{name} ({language_name(tags[-1])})" if tags else name


def decision_rows(submission: Submission) -> list[dict[str, Any]]:
    """Return every decision, taken, waiting or undone, the latest first, with the rules that it was taken under."""
    rows = list(submission.decisions.select_related("rules__track"))
    names = names_of({who for one in rows for who in (one.decided_by, one.cosigned_by) if who})
    return [
        {
            "decision": one,
            "word": fields.DECISIONS[one.kind],
            "reason": reason_words(one.reason) if one.reason else "",
            "by": names.get(one.decided_by, words.SOMEBODY),
            "cosigned": names.get(one.cosigned_by, words.SOMEBODY) if one.cosigned_by else "",
            "answers": list(zip(one.points, [*one.responses, *[""] * len(one.points)], strict=False)),
            "said": [(RECOMMENDATIONS[Recommendation(code)], count) for code, count in one.basis["recommendations"].items()],
            "dissent": one.basis.get("disagreements") or [],
        }
        for one in reversed(rows)
    ]


def task_rows(tasks: Iterable[Any]) -> list[dict[str, Any]]:
    """Return the tasks of a panel as its summary shows them."""
    return [
        {"task": one, "name": one.reviewer.name, "state": words.TASKS[one.state], "slot": words.SLOTS[one.slot]}
        for one in tasks
    ]

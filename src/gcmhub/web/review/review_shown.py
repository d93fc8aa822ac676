"""What the reviewer's pages show, in the reader's language; what is told of a submission comes from ``queries.redaction``."""

from collections.abc import Iterable, Mapping
from typing import Any

from gcmhub.core.clock import now
from gcmhub.face import review_words as words
from gcmhub.face.formats import language_name
from gcmhub.face.languages import current
from gcmhub.face.links import url
from gcmhub.face.submitted import kind_of, review_rows, text_of
from gcmhub.library.checks import DETAILS, RecordReader
from gcmhub.library.errors import Problem
from gcmhub.review.choices import AssignmentState as State
from gcmhub.review.models import Assignment, Review
from gcmhub.review.queries.panels import rules_of
from gcmhub.review.queries.redaction import Seen, seen_by_reviewer
from gcmhub.review.queries.tasks import answer_by, undo_until
from gcmhub.review.rules.assignment import USABLE
from gcmhub.review.rules.tracks import Criterion, in_language
from gcmhub.vocabulary.choices import Scheme
from gcmhub.vocabulary.queries import label
from gcmhub.web.library.facts import Facts, detail_facts

GROUPS = ((State.INVITED,), (State.ACCEPTED,), USABLE, (State.DECLINED, State.EXPIRED, State.RECUSED, State.CANCELLED))
CHOICES: dict[str, Mapping[Any, Any]] = {"recommendation": words.RECOMMENDATIONS, "confidence": words.CONFIDENCE}


def task_lists(tasks: Iterable[Assignment]) -> list[list[dict[str, Any]]]:
    """Return tasks as the list shows them: invitations, at work, done, ended."""
    rows = [task_row(task) for task in tasks]
    lists = [[row for row in rows if row["task"].state in states] for states in GROUPS]
    lists[1].sort(key=lambda row: row["task"].due_at)
    return lists


def task_row(task: Assignment) -> dict[str, Any]:
    """Return one task: title and kind as the reviewer may know them, its state and dates."""
    record = seen_by_reviewer(task.reviewer, task.submission).record
    title, tag = text_of(record.get("title"))
    return {
        "task": task,
        "title": title,
        "tag": tag,
        "kind": kind_of(record),
        "state": words.STATES[State(task.state)],
        "answer_by": answer_by(task) if task.state == State.INVITED else None,
        "late": task.state == State.ACCEPTED and task.due_at is not None and task.due_at < now(),
    }


def facts_of(record: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """Return the facts of a record by the name of the field, those that are there."""
    content = current().content
    people = [str(each.get("name", "")) for each in record.get("authors") or []]
    found = [
        ("kind", [kind_of(record)]),
        ("authors", people),
        ("publishers", list(record.get("publishers") or [])),
        ("published", [str(record["published"])] if record.get("published") else []),
        ("objectives", [f"{code}. {label(Scheme.OBJECTIVE, code, content)}" for code in record.get("objectives") or []]),
        ("principles", [label(Scheme.PRINCIPLE, code, content) for code in record.get("principles") or []]),
        ("countries", [label(Scheme.COUNTRY, code, content) for code in record.get("countries") or []]),
        ("regions", [label(Scheme.REGION, code, content) for code in record.get("regions") or []]),
        ("languages", [language_name(code) for code in record.get("languages") or []]),
    ]
    return [(name, values) for name, values in found if any(values)]


def details_of(record: Mapping[str, Any]) -> Facts:
    """Return what the kind adds: answers to the criteria for practices, partners, dates; what cannot be read is left out."""
    kind = str(record.get("kind", ""))
    return detail_facts(kind, RecordReader(record).details(kind) if kind in DETAILS else {})


def address_of(record: Mapping[str, Any]) -> str:
    """Return where the work itself is on the web, if the viewer may know; only addresses of web pages."""
    found = str(record.get("url") or "")
    return found if found.startswith(("https://", "http://")) else ""


def criteria_of(task: Assignment) -> tuple[Criterion, ...]:
    """Return what is asked about this submission."""
    return rules_of(task.submission).criteria_for(str(task.submission.record.get("kind", "")))


def questions(criteria: Iterable[Criterion], answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the questions with what was answered so far; ``chosen`` is the value of a radio button."""
    content = current().content
    return [
        {
            "code": one.code,
            "label": in_language(one.label, content),
            "question": in_language(one.question, content) if one.question else "",
            "levels": [(level.value, in_language(level.label, content)) for level in one.levels],
            "required": one.required,
            "sees": one.sees,
            "chosen": chosen(answers.get(one.code, {})),
            "comment": answers.get(one.code, {}).get("comment", ""),
        }
        for one in criteria
    ]


def chosen(answer: Mapping[str, Any]) -> str:
    """Return which radio button stands for an answer; "" for none."""
    if "value" not in answer:
        return ""
    return "na" if answer["value"] is None else str(answer["value"])


def values_of(review: Review) -> dict[str, Any]:
    """Return a review as its form brings it."""
    names = ("answers", "recommendation", "confidence", "for_submitter", "for_editors", "must_not_publish")
    return {name: getattr(review, name) for name in names}


def differences(typed: Mapping[str, Any], saved: Mapping[str, Any], criteria: Iterable[Criterion]) -> list[dict[str, Any]]:
    """Return what was saved elsewhere and differs from what was typed here, with the id of its field."""
    content, found = current().content, []
    for one in criteria:
        here, there = typed["answers"].get(one.code, {}), saved["answers"].get(one.code, {})
        name, levels = in_language(one.label, content), {level.value: in_language(level.label, content) for level in one.levels}
        if chosen(here) != chosen(there):
            word = levels.get(there.get("value"), "") if chosen(there) not in {"", "na"} else chosen(there)
            found.append({"name": name, "text": word, "field": f"value_{one.code}", "answer": True})
        if here.get("comment", "") != there.get("comment", ""):
            found.append({"name": name, "text": there.get("comment", ""), "field": f"comment_{one.code}"})
    for field in ("recommendation", "confidence", "for_submitter", "for_editors"):
        if typed[field] != saved[field]:
            names = CHOICES.get(field, {})
            found.append({"name": words.FIELDS[field], "text": names.get(saved[field], saved[field] or ""), "field": field})
    return found


def missing(problems: Iterable[Problem], criteria: Iterable[Criterion]) -> list[dict[str, Any]]:
    """Return what is missing or wrong: the id of the field, its name and why."""
    content = current().content
    names = {f"criteria.{one.code}": (f"value_{one.code}", in_language(one.label, content)) for one in criteria}
    names |= {field: (field, str(name)) for field, name in words.FIELDS.items()}
    names |= {f"conflicts.{code}": (f"conflict_{code}", str(name)) for code, name in words.CONFLICTS.items()}
    return [
        {
            "field": names.get(each.field, (each.field, ""))[0],
            "name": names.get(each.field, ("", each.field))[1],
            "why": words.PROBLEMS.get(each.reason, words.PROBLEMS["required"]),
        }
        for each in problems
    ]


def own_review(task: Assignment) -> dict[str, Any]:
    """Return what a reviewer sent."""
    review = task.review
    answers = [{**criterion, **review.answers.get(criterion["code"], {})} for criterion in review.form]
    return {
        "rows": review_rows({"answers": answers}),
        "recommendation": CHOICES["recommendation"].get(review.recommendation, ""),
        "confidence": CHOICES["confidence"].get(review.confidence, ""),
        "for_submitter": review.for_submitter,
        "for_editors": review.for_editors,
        "must_not_publish": review.must_not_publish,
        "sent_at": review.submitted_at,
        "tag": review.language,
    }


def other_reviews(seen: Seen) -> list[dict[str, Any]]:
    """Return what others found, under their numbers."""
    return [
        {
            "number": each.number,
            "recommendation": CHOICES["recommendation"].get(each.recommendation, ""),
            "rows": review_rows({"answers": each.answers}),
            "for_submitter": each.for_submitter,
            "tag": each.language,
        }
        for each in seen.reviews
    ]


def files_of(task: Assignment, seen: Seen) -> list[dict[str, Any]]:
    """Return the files with the way to them; ``address`` is "" where there is none to be had."""
    return [
        {
            "file": each,
            "address": url("web:review-file", task.public_id, each.public_id, each.name) if each.stored else "",
        }
        for each in seen.files
    ]


def decisions_of(seen: Seen, task: Assignment) -> list[dict[str, Any]]:
    """Return what was decided in the rounds up to this one, once it was told."""
    return [
        {"word": words.DECISIONS.get(each.kind, each.kind), "decision": each}  # type: ignore[call-overload] # codes are texts
        for each in seen.decisions
        if each.round <= task.round
    ]


def page_of(task: Assignment) -> dict[str, Any]:
    """Return what every page of a task shows."""
    seen = seen_by_reviewer(task.reviewer, task.submission)
    title, tag = text_of(seen.record.get("title"))
    abstract, abstract_tag = text_of(seen.record.get("abstract"))
    body, body_tag = text_of(seen.record.get("body"))
    return {
        "task": task,
        "seen": seen,
        "title": title,
        "tag": tag,
        "texts": [(text, tongue) for text, tongue in ((abstract, abstract_tag), (body, body_tag)) if text],
        "facts": facts_of(seen.record),
        "details": details_of(seen.record),
        "address": address_of(seen.record),
        "state": words.STATES[State(task.state)],
        "files": files_of(task, seen),
        "others": other_reviews(seen),
        "decisions": decisions_of(seen, task),
        "answer_by": answer_by(task) if task.state == State.INVITED else None,
        "undo_until": undo_until(task),
    }

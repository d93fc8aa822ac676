"""What deadlines do, by the kinds that the tables name."""

from collections.abc import Callable, Mapping
from typing import Any

from gcmhub.core.actors import SYSTEM
from gcmhub.review.actions import drafts, publishing, reviewing, roster, submitting, triage
from gcmhub.review.actions.panel import close_if_complete
from gcmhub.review.actions.telling import tell_lead, tell_managing, tell_member, tell_reviewer, tell_submitters
from gcmhub.review.models import Assignment, RosterMember, Submission


def _key(kind: str, thing: Any) -> str:
    return f"{kind}:{thing.public_id}:{thing.version}"


def _submitters(kind: str, template: str) -> Callable[[Submission], None]:
    return lambda thing: tell_submitters(thing, template, key=_key(kind, thing))


def _lead(kind: str, template: str) -> Callable[[Submission], None]:
    return lambda thing: tell_lead(thing, template, key=_key(kind, thing))


def _managing(kind: str, template: str) -> Callable[[Submission], None]:
    return lambda thing: tell_managing(thing, template, key=_key(kind, thing))


def _reviewer(kind: str, template: str) -> Callable[[Assignment], None]:
    return lambda thing: tell_reviewer(thing, template, key=_key(kind, thing))


def _member(kind: str, template: str) -> Callable[[RosterMember], None]:
    return lambda thing: tell_member(thing, template, key=_key(kind, thing))


def _end(thing: Submission) -> None:
    submitting.withdraw(thing, by=SYSTEM, reason="no-answer")


def _review_end(thing: Submission) -> None:
    if close_if_complete(thing, late=True) is None:
        tell_lead(thing, "reviews_missing", key=_key("review-end", thing))


def _review_missing(thing: Assignment) -> None:
    tell_lead(thing.submission, "review_missing", key=_key("review-missing", thing), number=thing.number)


def _re_review_soon(thing: Submission) -> None:
    tell_submitters(thing, "re_review_soon", key=_key("re-review-soon", thing))
    tell_lead(thing, "desk_re_review_soon", key=_key("re-review-soon", thing))


SUBMISSION: Mapping[str, Callable[[Submission], object]] = {
    "draft-reminder": _submitters("draft-reminder", "draft_reminder"),
    "draft-warning": _submitters("draft-warning", "draft_warning"),
    "draft-deletion": lambda thing: drafts.discard_draft(thing, by=SYSTEM),
    "untaken": triage.take_by_load,
    "triage-reminder": _lead("triage-reminder", "triage_reminder"),
    "triage-escalation": triage.escalate_triage,
    "changes-soon": _submitters("changes-soon", "changes_reminder"),
    "changes-late": _submitters("changes-late", "changes_reminder"),
    "changes-end": _end,
    "panel-escalation": _managing("panel-escalation", "panel_late"),
    "review-end": _review_end,
    "decision-reminder": _lead("decision-reminder", "decision_reminder"),
    "decision-escalation": _managing("decision-escalation", "decision_late"),
    "revision-week": _submitters("revision-week", "revision_reminder"),
    "revision-soon": _submitters("revision-soon", "revision_reminder"),
    "revision-late": _submitters("revision-late", "revision_reminder"),
    "revision-end": _end,
    "publication-reminder": _lead("publication-reminder", "publication_reminder"),
    "publication-day": lambda thing: publishing.publish(thing, by=SYSTEM),
    "re-review-soon": _re_review_soon,
    "re-review": publishing.fall_due,
    "not-confirmed": publishing.mark_not_confirmed,
    "re-review-end": lambda thing: publishing.archive(thing, by=SYSTEM, reason="not-confirmed"),
    "refused-end": publishing.archive_unconfirmed,
    "unfinished-end": publishing.archive_unconfirmed,
}
ASSIGNMENT: Mapping[str, Callable[[Assignment], object]] = {
    "invitation-first": _reviewer("invitation-first", "invitation_reminder"),
    "invitation-second": _reviewer("invitation-second", "invitation_reminder"),
    "invitation-end": reviewing.expire_invitation,
    "review-week": _reviewer("review-week", "review_reminder"),
    "review-tomorrow": _reviewer("review-tomorrow", "review_reminder"),
    "review-late": _reviewer("review-late", "review_overdue"),
    "review-later": _reviewer("review-later", "review_overdue"),
    "review-missing": _review_missing,
}
ROSTER: Mapping[str, Callable[[RosterMember], object]] = {
    "screening-reminder": lambda thing: roster.tell_desk(thing, "roster_waiting", key=_key("screening-reminder", thing)),
    "scoring-reminder": lambda thing: roster.tell_desk(thing, "roster_waiting", key=_key("scoring-reminder", thing)),
    "question-late": _member("question-late", "roster_question_reminder"),
    "question-end": lambda thing: roster.retire(thing, by=SYSTEM),
    "onboarding-late": _member("onboarding-late", "roster_onboarding_reminder"),
    "onboarding-end": lambda thing: roster.retire(thing, by=SYSTEM),
    "pause-end": lambda thing: roster.resume(thing, by=SYSTEM),
    "renewal": roster.fall_due,
    "renewal-first": _member("renewal-first", "roster_renewal"),
    "renewal-second": _member("renewal-second", "roster_renewal"),
    "renewal-third": _member("renewal-third", "roster_renewal"),
    "renewal-end": lambda thing: roster.retire(thing, by=SYSTEM),
}

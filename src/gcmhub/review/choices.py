"""The words of review."""

from django.db import models


class SubmissionState(models.TextChoices):
    """Where a submission stands. What follows from dates and reviews is derived, not stored (``rules.standing``)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_TRIAGE = "in-triage"
    CHANGES_REQUESTED = "changes-requested"
    ASSIGNING = "assigning"
    UNDER_REVIEW = "under-review"
    DECISION_PENDING = "decision-pending"
    REVISION_REQUESTED = "revision-requested"
    ACCEPTED = "accepted"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    RE_REVIEW_DUE = "re-review-due"
    ARCHIVED = "archived"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class AssignmentState(models.TextChoices):
    """Where one reviewer's task stands."""

    PROPOSED = "proposed"
    INVITED = "invited"
    ACCEPTED = "accepted"
    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    EXPIRED = "expired"
    RECUSED = "recused"
    CANCELLED = "cancelled"


class Role(models.TextChoices):
    """What somebody is to a submission or an assignment; roles of people in the hub are those of ``accounts``."""

    SUBMITTER = "submitter"
    EDITOR = "editor"
    LEAD = "lead"
    MANAGING_EDITOR = "managing-editor"
    REVIEWER = "reviewer"
    APPLICANT = "applicant"
    SYSTEM = "system"


class Change(models.TextChoices):
    """What a submission brings: something new, or a change of what is published."""

    NEW = "new"
    NEW_VERSION = "new-version"
    TRANSLATION = "translation"
    CORRECTION = "correction"
    TAKEDOWN = "takedown"


SMALL_CHANGES = frozenset({Change.TRANSLATION, Change.CORRECTION, Change.TAKEDOWN})  # an editor alone may accept them


class Slot(models.TextChoices):
    """Whose place on a panel it is."""

    UN = "un"
    EXTERNAL = "external"
    TIE_BREAK = "tie-break"


class Anonymity(models.TextChoices):
    """Who learns whose name, least secret first."""

    OPEN = "open"
    SINGLE = "single"  # submitters do not learn who reviews
    DOUBLE = "double"  # and reviewers not who submits


class Recommendation(models.TextChoices):
    """What a reviewer recommends, kindest first; the last says nothing of the work."""

    ACCEPT = "accept"
    MINOR = "minor"
    MAJOR = "major"
    REJECT = "reject"
    OUTSIDE = "outside-my-field"


class DecisionKind(models.TextChoices):
    """What an editor decides."""

    DESK_REJECT = "desk-reject"
    ACCEPT_LIGHT = "accept-light"
    ACCEPT = "accept"
    MINOR = "minor"
    MAJOR = "major"
    REJECT = "reject"


AT_DESK = frozenset({DecisionKind.DESK_REJECT, DecisionKind.ACCEPT_LIGHT})  # taken without a panel


class Audience(models.TextChoices):
    """Who reads a remark."""

    SUBMITTER = "submitter"  # submitters and editors
    EDITORS = "editors"
    PANEL = "panel"  # reviewers of the round and editors


class SuggestionState(models.TextChoices):
    """What became of a link that somebody suggested without an account."""

    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    TAKEN = "taken"
    DISMISSED = "dismissed"


class RosterState(models.TextChoices):
    """Where somebody stands on the way to the roster, on it, and off it."""

    STARTED = "started"
    SUBMITTED = "submitted"
    SCREENING = "screening"
    INFO_REQUESTED = "info-requested"
    PANEL_SCORING = "panel-scoring"
    WAITLISTED = "waitlisted"
    DECLINED = "declined"
    ONBOARDING = "onboarding"
    ACTIVE = "active"
    PAUSED = "paused"
    RENEWAL_DUE = "renewal-due"
    RETIRED = "retired"
    SUSPENDED = "suspended"
    REMOVED = "removed"

"""The words of the library."""

from django.db import models


class State(models.TextChoices):
    """Where a resource stands in its life; only published ones are public."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Kind(models.TextChoices):
    """What a resource is; values are public codes."""

    DOCUMENT = "document"
    LINK = "link"
    EVENT = "event"
    PROJECT = "project"
    TRAINING = "training"
    VIDEO = "video"
    PRACTICE = "practice"


class Scope(models.TextChoices):
    """How far a resource reaches, widest first; values are public codes."""

    GLOBAL = "global"
    MULTI_REGIONAL = "multi-regional"
    REGIONAL = "regional"
    SUB_REGIONAL = "sub-regional"
    NATIONAL = "national"
    LOCAL = "local"


class ReviewStatus(models.TextChoices):
    """What may be said of a resource's review."""

    NONE = "none"
    IMPORTED = "imported"  # published on import, not peer reviewed
    CHECKED = "checked"  # by an editor, not peer reviewed
    REVIEWED = "reviewed"


class TextOrigin(models.TextChoices):
    """Where a text in a language comes from."""

    ORIGINAL = "original"
    HUMAN = "human"
    MACHINE = "machine"


class ExtractionState(models.TextChoices):
    """How far the text of a file has been read."""

    NONE = "none"  # nothing stored to read (a link)
    WAITING = "waiting"
    DONE = "done"
    EMPTY = "empty"  # no text layer, as in a scan
    LOCKED = "locked"  # asks for a password
    FAILED = "failed"
    UNSUPPORTED = "unsupported"


class PreviewState(models.TextChoices):
    """Whether there are images of a file's first page, and why not."""

    DONE = "done"
    BLANK = "blank"  # the page shows nothing
    LOCKED = "locked"  # asks for a password, or is encrypted to restrict its use
    FAILED = "failed"
    UNSUPPORTED = "unsupported"  # no PDF, whatever its name says


class RelationType(models.TextChoices):
    """How a resource relates to another; values are the record format's."""

    IS_VERSION_OF = "isVersionOf"
    IS_TRANSLATION_OF = "isTranslationOf"
    REPLACES = "replaces"
    IS_PART_OF = "isPartOf"
    ADAPTED_FROM = "adaptedFrom"
    EVALUATES = "evaluates"


class ContributorRole(models.TextChoices):
    """Why a name stands on a resource."""

    AUTHOR = "author"
    PUBLISHER = "publisher"


class CallState(models.TextChoices):
    """Where a call for practices stands; whether it is open follows from the clock (rules.call_phase)."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"

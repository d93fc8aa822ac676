"""Resources and what belongs to them. What must always be true is a constraint here."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from gcmhub.core.ids import new_id
from gcmhub.library.choices import (
    CallState,
    ContributorRole,
    ExtractionState,
    Kind,
    PreviewState,
    RelationType,
    ReviewStatus,
    Scope,
    State,
    TextOrigin,
)
from gcmhub.vocabulary.models import Term


class ResourceQuerySet(models.QuerySet["Resource"]):
    """Small filters that read like what they give."""

    def published(self) -> "ResourceQuerySet":
        """Keep what every reader may see."""
        return self.filter(state=State.PUBLISHED)


class Resource(models.Model):
    """A document, link, event, project, training, video or practice offered to the Hub's readers."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    source = models.CharField(max_length=64, default="hub")
    external_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=Kind)
    document_type = models.CharField(max_length=64, blank=True)
    scope = models.CharField(max_length=16, choices=Scope, blank=True)
    comprehensiveness = models.PositiveSmallIntegerField(null=True, blank=True, help_text="1 to 3, as given; None: by rule.")
    languages = models.JSONField(default=list, help_text="Languages of the content, BCP 47 primary tags.")
    published = models.CharField(max_length=10, blank=True, help_text="YYYY, YYYY-MM or YYYY-MM-DD.")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    licence = models.CharField(max_length=500, blank=True)
    keywords = models.JSONField(default=dict, help_text="Lists of words by language.")
    given_regions = models.JSONField(default=list, help_text="Regions as given; classification adds those of the countries.")
    details = models.JSONField(default=dict, help_text="What the kind adds; docs/api/record.schema.json names the fields.")
    starts_at = models.DateTimeField(null=True, blank=True, help_text="Start of an event, in UTC.")
    ends_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    review_status = models.CharField(max_length=16, choices=ReviewStatus, default=ReviewStatus.NONE)
    peer_review = models.JSONField(default=dict, help_text="What may be said in public of the review.")
    public_since = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    archived_reason = models.CharField(max_length=500, blank=True)
    recommended_order = models.BigIntegerField(default=0, help_text="library.rules.recommended_order; lower comes first.")
    newest_order = models.BigIntegerField(default=0, help_text="library.rules.newest_order; lower comes first.")
    record_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the record it was imported from.")
    version = models.PositiveIntegerField(default=1, help_text="Counts changes; compare-and-set.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ResourceQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["recommended_order", "newest_order", "updated_at"])

    class Meta:
        ordering = ("recommended_order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("source", "external_id"), name="library_resource_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="library_resource_kind"),
            models.CheckConstraint(condition=Q(scope__in=["", *Scope.values]), name="library_resource_scope"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="library_resource_state"),
            models.CheckConstraint(
                condition=Q(comprehensiveness__isnull=True) | Q(comprehensiveness__range=(1, 3)),
                name="library_resource_comprehensiveness",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | Q(public_since__isnull=False),
                name="library_resource_published_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ARCHIVED) | Q(archived_at__isnull=False),
                name="library_resource_archived_has_date",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="library_resource_ends_after_start",
            ),
        )
        indexes = (
            models.Index(fields=("state", "recommended_order"), name="library_resource_order"),
            models.Index(fields=("state", "kind", "starts_at"), name="library_resource_events"),
            models.Index(fields=("state", "review_status", "public_since"), name="library_resource_reviewed"),
        )

    def __str__(self) -> str:
        return f"{self.source}/{self.external_id}"


class ResourceText(models.Model):
    """Title, abstract and body of a resource in one language."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=16)
    title = models.TextField(blank=True)
    abstract = models.TextField(blank=True)
    body = models.TextField(blank=True)
    origin = models.CharField(max_length=16, choices=TextOrigin, default=TextOrigin.ORIGINAL)
    history = HistoricalRecords()

    class Meta:
        ordering = ("resource", "pk")
        constraints = (models.UniqueConstraint(fields=("resource", "language"), name="library_text_once"),)

    def __str__(self) -> str:
        return f"{self.language}: {self.title[:80]}"


class Classification(models.Model):
    """A resource stands under a term: objective, action, principle, region or country."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="classifications")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0, help_text="As given; the first objective is the primary one.")

    class Meta:
        ordering = ("resource", "position", "pk")
        constraints = (models.UniqueConstraint(fields=("resource", "term"), name="library_classification_once"),)

    def __str__(self) -> str:
        return f"{self.resource_id}: {self.term_id}"


class Contributor(models.Model):
    """A name on a resource: author or publisher."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="contributors")
    role = models.CharField(max_length=16, choices=ContributorRole)
    name = models.CharField(max_length=300)
    orcid = models.CharField(max_length=19, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("resource", "role", "position")

    def __str__(self) -> str:
        return self.name


class ResourceFile(models.Model):
    """A file of a resource: stored here, or linked elsewhere."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=16, blank=True)
    title = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    stored = models.FileField(upload_to="resources/%Y/%m", max_length=200, blank=True)
    original_name = models.CharField(max_length=300, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True, help_text="Bytes.")
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField(blank=True, help_text="Extracted text, for search.")
    extraction = models.CharField(max_length=16, choices=ExtractionState, default=ExtractionState.NONE)

    class Meta:
        ordering = ("resource", "position")
        constraints = (
            models.CheckConstraint(condition=~Q(url="", stored=""), name="library_file_is_somewhere"),
            models.CheckConstraint(condition=Q(stored="") | ~Q(sha256=""), name="library_file_has_hash"),
        )

    def __str__(self) -> str:
        return self.original_name or self.url


class Preview(models.Model):
    """Images of the first page of every file with these bytes, or why there are none."""

    sha256 = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=16, choices=PreviewState)
    made = models.PositiveSmallIntegerField(help_text="previews.MADE when it was made.")
    height = models.PositiveIntegerField(null=True, blank=True, help_text="Of the widest image, in pixels.")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=PreviewState.values), name="library_preview_state"),
            models.CheckConstraint(
                condition=Q(state=PreviewState.DONE, height__isnull=False)
                | (~Q(state=PreviewState.DONE) & Q(height__isnull=True)),
                name="library_preview_has_height",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sha256}: {self.state}"


class Identifier(models.Model):
    """A public identifier such as a DOI or a UN document symbol."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=32)
    value = models.CharField(max_length=500)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("resource", "position")
        constraints = (models.UniqueConstraint(fields=("resource", "scheme", "value"), name="library_identifier_once"),)
        indexes = (models.Index(fields=("scheme", "value"), name="library_identifier_value"),)

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class Relation(models.Model):
    """A resource points to another by (source, id), which may not be here yet."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="relations")
    type = models.CharField(max_length=24, choices=RelationType)
    target_source = models.CharField(max_length=64)
    target_id = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("resource", "position")
        constraints = (
            models.UniqueConstraint(fields=("resource", "type", "target_source", "target_id"), name="library_relation_once"),
            models.CheckConstraint(condition=Q(type__in=RelationType.values), name="library_relation_type"),
        )
        indexes = (models.Index(fields=("target_source", "target_id"), name="library_relation_target"),)

    def __str__(self) -> str:
        return f"{self.type} {self.target_source}/{self.target_id}"


class CallQuerySet(models.QuerySet["Call"]):
    """Small filters that read like what they give."""

    def published(self) -> "CallQuerySet":
        """Keep what every reader may see."""
        return self.filter(state=CallState.PUBLISHED)


class Call(models.Model):
    """A call for practices: what is asked for, from when to when, by whom."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    source = models.CharField(max_length=64, default="hub")
    external_id = models.CharField(max_length=200)
    kinds = models.JSONField(default=list, help_text="Kinds of resource that are asked for; at least one.")
    opens = models.CharField(max_length=64, help_text="As given: a day or a moment, ISO 8601, in the time zone.")
    closes = models.CharField(max_length=64, help_text="As given; a day is over at its midnight in the time zone.")
    timezone = models.CharField(max_length=64, help_text="IANA name.")
    opens_at = models.DateTimeField(help_text="First moment at which the call is open.")
    closes_at = models.DateTimeField(help_text="First moment at which it is closed.")
    contact = models.CharField(max_length=300, help_text="An e-mail address, or an http or https address.")
    organiser = models.CharField(max_length=300)
    state = models.CharField(max_length=16, choices=CallState, default=CallState.DRAFT)
    public_since = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    record_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the record it was made from.")
    version = models.PositiveIntegerField(default=1, help_text="Counts changes.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CallQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        ordering = ("closes_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("source", "external_id"), name="library_call_once"),
            models.CheckConstraint(condition=Q(state__in=CallState.values), name="library_call_state"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="library_call_closes_after_opening"),
            models.CheckConstraint(condition=~Q(contact="") & ~Q(organiser=""), name="library_call_can_be_asked"),
            models.CheckConstraint(condition=~Q(timezone=""), name="library_call_has_zone"),
            models.CheckConstraint(
                condition=~Q(state=CallState.PUBLISHED) | Q(public_since__isnull=False), name="library_call_published_has_date"
            ),
            models.CheckConstraint(
                condition=~Q(state=CallState.WITHDRAWN) | Q(withdrawn_at__isnull=False), name="library_call_withdrawn_has_date"
            ),
        )
        indexes = (models.Index(fields=("state", "closes_at"), name="library_call_deadlines"),)

    def __str__(self) -> str:
        return f"{self.source}/{self.external_id}"


class CallText(models.Model):
    """What a call says in one language; one language is the original."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=16)
    title = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    asked = models.TextField(blank=True, help_text="What is asked for.")
    criteria = models.TextField(blank=True, help_text="What an answer is judged by, beside the criteria for every practice.")
    origin = models.CharField(max_length=16, choices=TextOrigin, default=TextOrigin.ORIGINAL)
    history = HistoricalRecords()

    class Meta:
        ordering = ("call", "pk")
        constraints = (
            models.UniqueConstraint(fields=("call", "language"), name="library_call_text_once"),
            models.UniqueConstraint(
                fields=("call",), condition=Q(origin=TextOrigin.ORIGINAL), name="library_call_one_original"
            ),
            models.CheckConstraint(condition=Q(origin__in=TextOrigin.values), name="library_call_text_origin"),
        )

    def __str__(self) -> str:
        return f"{self.language}: {self.title[:80]}"


class CallTerm(models.Model):
    """A call is about a term: objective, region or country."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="terms")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("call", "position", "pk")
        constraints = (models.UniqueConstraint(fields=("call", "term"), name="library_call_term_once"),)

    def __str__(self) -> str:
        return f"{self.call_id}: {self.term_id}"

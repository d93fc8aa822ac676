"""Submissions, the rules they are handled under, reviewers' tasks, reviews and decisions."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from gcmhub.core.ids import new_id
from gcmhub.library.models import Resource
from gcmhub.review.choices import (
    Anonymity,
    AssignmentState,
    Audience,
    Change,
    DecisionKind,
    Recommendation,
    RosterState,
    Slot,
    SubmissionState,
    SuggestionState,
)
from gcmhub.workflow.models import Stateful

PERSON = settings.AUTH_USER_MODEL


class Track(models.Model):
    """A way through review: reviewed, light, Network output, call. Its rules are versions."""

    code = models.CharField(max_length=16, unique=True)
    names = models.JSONField(help_text="Texts by language.")
    kinds = models.JSONField(default=list, help_text="Kinds of resources that go this way by themselves.")
    position = models.PositiveSmallIntegerField(default=0)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "code"]

    def __str__(self) -> str:
        return self.code

    @property
    def present(self) -> "TrackVersion":
        """The rules that hold now. A track has some from the day on which it is made."""
        return self.versions.latest("number")


class TrackVersion(models.Model):
    """The rules of a track as they were from one day on. Never changed: a decision names the one it was taken under."""

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    rules = models.JSONField(help_text="As ``review.rules.tracks.Rules`` reads them.")
    note = models.CharField(max_length=500, blank=True, help_text="What changed and why.")
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["track", "number"]
        constraints = (models.UniqueConstraint(fields=("track", "number"), name="review_track_version_once"),)

    def __str__(self) -> str:
        return f"{self.track.code} {self.number}"


class Submission(Stateful):
    """What somebody offers to the Hub, from the first draft on. ``record`` is the draft in the record format."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    reference = models.CharField(max_length=24, unique=True, null=True)  # noqa: DJ001 - unique where there is one
    track = models.ForeignKey(Track, on_delete=models.PROTECT)
    rules = models.ForeignKey(TrackVersion, on_delete=models.PROTECT, help_text="Those it is handled under.")
    change = models.CharField(max_length=16, choices=Change, default=Change.NEW)
    amends = models.ForeignKey(Resource, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    resource = models.OneToOneField(
        Resource, null=True, blank=True, on_delete=models.SET_NULL, related_name="submission", help_text="Once published."
    )
    call = models.CharField(max_length=12, blank=True, help_text="Public id of the call for practices that it answers.")
    record = models.JSONField(default=dict)
    began_with = models.JSONField(
        default=dict, help_text="The published record that a change began with; of what is new, as it was published last."
    )
    revision = models.PositiveIntegerField(default=0, help_text="Counts saved drafts; compare-and-set.")
    language = models.CharField(max_length=16, default="en", help_text="In which the submitter worked.")
    organisation = models.CharField(max_length=12, blank=True, help_text="Public id of the submitting organisation.")
    is_member_state = models.BooleanField(default=False)
    declarations = models.JSONField(
        default=dict,
        help_text="What is said beside the record: rights_confirmed, contact, excluded (who should not review), note.",
    )
    lead = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    anonymity = models.CharField(max_length=8, choices=Anonymity, default=Anonymity.SINGLE)
    round = models.PositiveSmallIntegerField(default=0)
    triage_rounds = models.PositiveSmallIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    publish_on = models.DateTimeField(null=True, help_text="The day that was named for publication.")
    review_by = models.DateTimeField(null=True)
    not_confirmed_since = models.DateTimeField(null=True)
    attested_at = models.DateTimeField(null=True)
    appealed_at = models.DateTimeField(null=True)
    appeal_settled_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=SubmissionState.values), name="review_submission_state"),
            models.CheckConstraint(condition=Q(change__in=Change.values), name="review_submission_change"),
            models.CheckConstraint(condition=Q(anonymity__in=Anonymity.values), name="review_submission_anonymity"),
            models.CheckConstraint(
                condition=Q(change=Change.NEW, amends=None) | (~Q(change=Change.NEW) & Q(amends__isnull=False)),
                name="review_submission_amends",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[SubmissionState.DRAFT, SubmissionState.WITHDRAWN]) | Q(reference__isnull=False),
                name="review_submission_reference",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "withdrawn"]) | Q(lead__isnull=False),
                name="review_submission_lead",
            ),
        )
        indexes = (
            models.Index(fields=("state", "state_since"), name="review_submission_desk"),
            models.Index(fields=("lead", "state"), name="review_submission_lead"),
        )

    def __str__(self) -> str:
        return self.reference or self.public_id


class SubmissionPerson(models.Model):
    """Somebody who submits, together with others or alone."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="people")
    user = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    is_owner = models.BooleanField(default=False, help_text="Began it; may invite others and withdraw it.")
    added_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("submission", "user"), name="review_submission_person_once"),)

    def __str__(self) -> str:
        return f"{self.submission} {self.user_id}"


class SubmissionVersion(models.Model):
    """What was sent, each time. ``digest`` is over the record and the hashes of its files."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    record = models.JSONField()
    files = models.JSONField(default=list, help_text="Public ids of its files, in order.")
    digest = models.CharField(max_length=64)
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints = (models.UniqueConstraint(fields=("submission", "number"), name="review_submission_version_once"),)

    def __str__(self) -> str:
        return f"{self.submission} version {self.number}"


class SubmissionFile(models.Model):
    """A file of a submission, in the media folder under its hash; nobody but its people, editors and panel may read it."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="files")
    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    stored = models.CharField(max_length=200, help_text="Name in the media folder.")
    reviewer_copy = models.CharField(max_length=200, blank=True, help_text="The same without what tells its authors.")
    original_name = models.CharField(max_length=300)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=16, blank=True)
    text = models.TextField(blank=True)
    pages = models.PositiveIntegerField(null=True)
    extraction = models.CharField(max_length=16, default="waiting")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        indexes = (models.Index(fields=("sha256",), name="review_file_hash"),)

    def __str__(self) -> str:
        return f"{self.submission} {self.public_id}"


class Remark(models.Model):
    """One message of a conversation about a submission."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="remarks")
    author = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    audience = models.CharField(max_length=16, choices=Audience)
    text = models.TextField()
    round = models.PositiveSmallIntegerField(default=0)
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.submission} {self.written_at:%Y-%m-%d %H:%M}"


class Assignment(Stateful):
    """One reviewer's task in one round of a submission."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="assignments")
    reviewer = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    slot = models.CharField(max_length=16, choices=Slot)
    rank = models.PositiveSmallIntegerField(default=0, help_text="0: on the panel; 1 and more: alternates, in their order.")
    number = models.PositiveSmallIntegerField(help_text="Under which the reviewer is spoken of: Reviewer 1, 2, ...")
    terms = models.JSONField(default=dict, help_text="Why proposed: terms of the affinity, codes.")
    conflicts = models.JSONField(null=True, help_text="Answers to the questions, by type; None: not answered.")
    conflict_verdict = models.CharField(max_length=16, blank=True, help_text="An editor's: minor.")
    due_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True, help_text="What the reviewer said on declining; for editors.")
    suggests = models.CharField(max_length=300, blank=True, help_text="Whom the reviewer suggests instead.")
    token_hash = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the secret in the invitation's link.")
    rating = models.PositiveSmallIntegerField(null=True, help_text="1 to 5, of the review, for editors.")
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["round", "rank", "number"]
        constraints = (
            models.UniqueConstraint(fields=("submission", "reviewer", "round"), name="review_assignment_once"),
            models.CheckConstraint(condition=Q(state__in=AssignmentState.values), name="review_assignment_state"),
            models.CheckConstraint(condition=Q(slot__in=Slot.values), name="review_assignment_slot"),
            models.CheckConstraint(condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)), name="review_assignment_rating"),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "submitted", "confirmed"])
                | Q(conflicts__isnull=False, due_at__isnull=False),
                name="review_assignment_declared",
            ),
        )
        indexes = (models.Index(fields=("reviewer", "state"), name="review_assignment_inbox"),)

    def __str__(self) -> str:
        return f"{self.submission} round {self.round} reviewer {self.number}"


class Review(models.Model):
    """What one reviewer found. Until it is submitted a draft; then frozen with the words of the form it answers."""

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="review")
    answers = models.JSONField(default=dict, help_text="By criterion: value (None: not applicable) and comment.")
    form = models.JSONField(default=list, help_text="The criteria as they were asked, frozen on submitting.")
    language = models.CharField(max_length=16, blank=True)
    recommendation = models.CharField(max_length=20, choices=Recommendation, blank=True)
    confidence = models.PositiveSmallIntegerField(null=True, help_text="1 to 3, as the reviewer says.")
    for_submitter = models.TextField(blank=True)
    for_editors = models.TextField(blank=True)
    must_not_publish = models.BooleanField(default=False)
    released = models.TextField(blank=True, help_text="An editor's version for the submitter, beside the original.")
    released_by = models.CharField(max_length=32, blank=True)
    revision = models.PositiveIntegerField(default=0, help_text="Counts saved drafts; compare-and-set.")
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(recommendation__in=["", *Recommendation.values]), name="review_review_recommendation"
            ),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__range=(1, 3)), name="review_review_confidence"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | ~Q(recommendation=""), name="review_review_submitted_recommends"
            ),
        )

    def __str__(self) -> str:
        return str(self.assignment)


class Decision(models.Model):
    """What was decided, on what ground and under which rules; its mail leaves when the time to undo it is over."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=DecisionKind)
    reason = models.CharField(max_length=48, blank=True)
    letter = models.TextField(blank=True)
    points = models.JSONField(default=list, help_text="What a revision has to address: texts.")
    responses = models.JSONField(default=list, help_text="The submitter's answers, one for each point.")
    basis = models.JSONField(default=dict, help_text="Aggregate of the reviews when it was taken, and dissent.")
    rules = models.ForeignKey(TrackVersion, on_delete=models.PROTECT)
    decided_by = models.CharField(max_length=32)
    decided_at = models.DateTimeField()
    cosigned_by = models.CharField(max_length=32, blank=True)
    takes_effect_at = models.DateTimeField(
        null=True, help_text="When it was taken or co-signed; None: waits for a second editor."
    )
    mail_at = models.DateTimeField(null=True, help_text="When its mail leaves and it can be undone no more.")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=DecisionKind.values), name="review_decision_kind"),
            models.CheckConstraint(
                condition=Q(takes_effect_at=None, mail_at=None) | Q(takes_effect_at__isnull=False, mail_at__isnull=False),
                name="review_decision_effect",
            ),
        )

    def __str__(self) -> str:
        return f"{self.submission} {self.kind}"


class CallRanking(models.Model):
    """How editors rank what answers a call for practices, where they do not leave it to the scores, and who is shortlisted."""

    call = models.CharField(max_length=12, unique=True, help_text="Public id of the call.")
    order = models.JSONField(default=list, help_text="Public ids of submissions as editors placed them; none: by score.")
    shortlist = models.JSONField(default=list, help_text="Public ids of submissions.")
    revision = models.PositiveIntegerField(default=0, help_text="Counts changes; compare-and-set.")
    changed_by = models.CharField(max_length=32)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.call


class Suggestion(models.Model):
    """A link that somebody without an account thinks the Hub should have; an editor makes a submission of it, or not."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=16)
    url = models.URLField(max_length=2000)
    title = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    objectives = models.JSONField(default=list)
    countries = models.JSONField(default=list)
    state = models.CharField(max_length=16, choices=SuggestionState, default=SuggestionState.UNCONFIRMED)
    submission = models.ForeignKey(Submission, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("state", "created_at"), name="review_suggestion_desk"),)

    def __str__(self) -> str:
        return f"{self.public_id} {self.url}"


class RosterMember(Stateful):
    """Somebody who reviews, or applies to; what they know stands in their profile (``accounts``)."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    user = models.OneToOneField(PERSON, on_delete=models.CASCADE, related_name="roster_member")
    is_un = models.BooleanField(default=False, help_text="Counts as the United Nations' own on panels.")
    statement = models.TextField(blank=True, help_text="Why they apply, in their words.")
    interests = models.TextField(blank=True, help_text="Interests declared, for editors.")
    code_of_conduct_at = models.DateTimeField(null=True)
    capacity = models.PositiveSmallIntegerField(default=2, help_text="Reviews in half a year.")
    paused_until = models.DateField(null=True)
    screening = models.JSONField(default=dict, help_text="The checklist of eligibility, as ticked.")
    admitted_at = models.DateTimeField(null=True)
    renew_by = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=RosterState.values), name="review_roster_state"),
            models.CheckConstraint(
                condition=~Q(state__in=["active", "paused", "renewal-due"])
                | Q(admitted_at__isnull=False, renew_by__isnull=False, code_of_conduct_at__isnull=False),
                name="review_roster_admitted",
            ),
        )
        indexes = (models.Index(fields=("state", "state_since"), name="review_roster_desk"),)

    def __str__(self) -> str:
        return self.public_id


class RosterScore(models.Model):
    """What one member of the roster panel says of an application: 0 to 5 by criterion."""

    member = models.ForeignKey(RosterMember, on_delete=models.CASCADE, related_name="scores")
    scorer = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    values = models.JSONField(default=dict)
    comment = models.TextField(blank=True)
    scored_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("member", "scorer"), name="review_roster_score_once"),)

    def __str__(self) -> str:
        return f"{self.member} by {self.scorer_id}"


class SavedFilter(models.Model):
    """A queue of the desk with what it is narrowed to, under the name that an editor gave it; nobody else's."""

    owner = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    wanted = models.JSONField(help_text="As ``review.queries.queues.Wanted`` reads it.")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "pk"]
        constraints = (models.UniqueConstraint(fields=("owner", "name"), name="review_saved_filter_once"),)

    def __str__(self) -> str:
        return self.name

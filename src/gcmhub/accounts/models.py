"""People, what they are trusted with, where they work and what they know.

E-mail addresses live in allauth's own table, several to a person.
"""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q

from gcmhub.accounts.choices import Gender, LanguageLevel, OrganisationType, Role, Sector
from gcmhub.core.ids import new_id

OPAQUE = 32  # characters of what stands for a person, or for the system, where no row is kept


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the commands of Django ask for these two names."""

    def create_user(self, password: str | None = None, **fields: object) -> "User":
        """Create a person; without a password nobody can sign in with one."""
        user = self.model(**fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, password: str | None = None, **fields: object) -> "User":
        """Create an administrator of the installation."""
        return self.create_user(password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. No username; ``public_id`` is the only name other records use.

    A deleted person's row stays, emptied: what others wrote about their work holds on to it.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=16, default="en", help_text="Interface language of mails and pages.")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False, help_text="Demonstration account: only on loopback, exempt from MFA.")
    joined_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True, help_text="When the person left; nothing personal is here since.")

    objects = UserManager()

    USERNAME_FIELD = "public_id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(deleted_at=None) | Q(is_active=False, is_staff=False, is_superuser=False, name=""),
                name="accounts_user_gone",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.public_id


class RoleGrant(models.Model):
    """That a person holds a role, for all objectives or for some; a grant that ended stays as what was."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    objectives = models.JSONField(default=list, blank=True, help_text="Codes; none means all.")
    granted_by = models.CharField(max_length=OPAQUE)
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "role"), condition=Q(revoked_at=None), name="accounts_role_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values) & ~Q(role=Role.CONTRIBUTOR), name="accounts_role_granted"),
        )
        indexes = (models.Index(fields=("role",), condition=Q(revoked_at=None), name="accounts_role_holders"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Organisation(models.Model):
    """An organisation that people work for. ``names`` holds a name in each language known, one at least."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    names = models.JSONField()
    type = models.CharField(max_length=12, choices=OrganisationType.choices)
    country = models.CharField(max_length=3, blank=True, help_text="ISO 3166-1 alpha-3; empty for international ones.")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    domains = models.JSONField(default=list, blank=True, help_text="Domains of its e-mail addresses, in small letters.")
    is_verified = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(type__in=OrganisationType.values), name="accounts_organisation_type"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="accounts_organisation_not_its_own_part"),
        )

    def __str__(self) -> str:
        return self.name_in("en")

    def name_in(self, language: str) -> str:
        """Return the name in a language, else in English, else in any."""
        names: dict[str, str] = self.names
        return names.get(language) or names.get("en") or next(iter(names.values()), self.public_id)


class Membership(models.Model):
    """That a person works or worked for an organisation, in the person's own words until it is verified.

    ``verified_by`` is the opaque id of who confirmed it, or ``domain``: a verified address is under its domain.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    title = models.CharField(max_length=150, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    asks_focal_point = models.BooleanField(default=False, help_text="The person says to be its focal point.")
    is_focal_point = models.BooleanField(default=False, help_text="That was verified.")
    verified_at = models.DateTimeField(null=True)
    verified_by = models.CharField(max_length=OPAQUE, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-since", "-id"]
        constraints = (
            models.UniqueConstraint(fields=("user", "organisation"), condition=Q(until=None), name="accounts_membership_once"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="accounts_membership_in_order"),
            models.CheckConstraint(
                condition=Q(verified_at=None, verified_by="") | (Q(verified_at__isnull=False) & ~Q(verified_by="")),
                name="accounts_membership_verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(is_focal_point=False) | Q(verified_at__isnull=False), name="accounts_focal_point_verified"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.organisation_id}"


class Profile(models.Model):
    """What a person says of themselves. Nothing of it is public unless its flag says so; gender never is."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile")
    names = models.JSONField(default=dict, blank=True, help_text="The name in other scripts: by language.")
    biography = models.JSONField(default=dict, blank=True, help_text="By language.")
    sector = models.CharField(max_length=16, choices=Sector.choices, blank=True)
    country = models.CharField(max_length=3, blank=True, help_text="Where the person lives, ISO 3166-1 alpha-3.")
    regions = models.JSONField(default=list, blank=True, help_text="Codes of regions of experience.")
    countries = models.JSONField(default=list, blank=True, help_text="Codes of countries of experience.")
    years_of_experience = models.PositiveSmallIntegerField(null=True, blank=True)
    orcid = models.CharField(max_length=19, blank=True)
    gender = models.CharField(max_length=8, choices=Gender.choices, blank=True)
    is_public = models.BooleanField(default=False, help_text="Name and biography may be shown.")
    shows_country = models.BooleanField(default=False)
    shows_organisations = models.BooleanField(default=False)
    shows_expertise = models.BooleanField(default=False, help_text="Expertise, languages and experience.")
    shows_publications = models.BooleanField(default=False, help_text="Publications and ORCID.")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(gender__in=["", *Gender.values]), name="accounts_profile_gender"),
            models.CheckConstraint(condition=Q(sector__in=["", *Sector.values]), name="accounts_profile_sector"),
        )

    def __str__(self) -> str:
        return str(self.user_id)


class Expertise(models.Model):
    """What a person knows of an objective: 1 has worked with it, 2 knows it well, 3 is consulted on it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="expertise")
    objective = models.CharField(max_length=8)
    level = models.PositiveSmallIntegerField()
    evidence = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-level", "id"]
        constraints = (
            models.UniqueConstraint(fields=("user", "objective"), name="accounts_expertise_once"),
            models.CheckConstraint(condition=Q(level__in=[1, 2, 3]), name="accounts_expertise_level"),
        )
        indexes = (models.Index(fields=("objective", "level"), name="accounts_expertise_objective"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.objective}"


class LanguageSkill(models.Model):
    """What a person does in a language (BCP 47 tag)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="language_skills")
    language = models.CharField(max_length=16)
    level = models.CharField(max_length=8, choices=LanguageLevel.choices)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints = (
            models.UniqueConstraint(fields=("user", "language"), name="accounts_language_once"),
            models.CheckConstraint(condition=Q(level__in=LanguageLevel.values), name="accounts_language_level"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.language}"


class Publication(models.Model):
    """Something that a person published, as they name it; co-authors count as conflicts of interest."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="publications")
    title = models.CharField(max_length=300)
    url = models.URLField(max_length=500, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    coauthors = models.TextField(blank=True, help_text="Names, one a line.")

    class Meta:
        ordering: ClassVar[list[str]] = ["-year", "id"]

    def __str__(self) -> str:
        return self.title


class Consent(models.Model):
    """What a person agreed to, in which words, and until when. A row is never changed but to end it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=48)
    text_version = models.CharField(max_length=32)
    language = models.CharField(max_length=16)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=12)

    class Meta:
        ordering: ClassVar[list[str]] = ["given_at", "id"]
        constraints = (
            models.UniqueConstraint(fields=("user", "purpose"), condition=Q(withdrawn_at=None), name="accounts_consent_once"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.purpose}"


class Invitation(models.Model):
    """A way in that was sent to an address and is taken up once, by whoever is signed in with it in hand.

    Only the hash of its token is kept. ``purpose`` names who asks (``invitations.py``), ``object_id`` what for.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(max_length=254)
    purpose = models.CharField(max_length=48)
    object_id = models.CharField(max_length=32, blank=True)
    invited_by = models.CharField(max_length=OPAQUE)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="claimed_invitations"
    )
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="accounts_invitation_in_order"),
            models.CheckConstraint(
                condition=Q(claimed_by=None) | Q(claimed_at__isnull=False), name="accounts_invitation_claimed"
            ),
        )
        indexes = (models.Index(fields=("purpose", "object_id"), name="accounts_invitation_object"),)

    def __str__(self) -> str:
        return f"{self.public_id} {self.purpose}"

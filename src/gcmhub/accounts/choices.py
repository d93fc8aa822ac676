"""Words of this room."""

from django.db import models


class Role(models.TextChoices):
    """What somebody is trusted with. Everybody with a verified address is a contributor, without a grant."""

    CONTRIBUTOR = "contributor", "Contributor"
    REVIEWER = "reviewer", "Reviewer"
    EDITOR = "editor", "Editor"
    MANAGING_EDITOR = "managing-editor", "Managing editor"
    MODERATOR = "moderator", "Moderator"
    REQUEST_OFFICER = "request-officer", "Request officer"
    ADMINISTRATOR = "administrator", "Administrator"


class OrganisationType(models.TextChoices):
    """What kind of organisation it is; panels count members of the United Nations and others by it."""

    UN = "un", "United Nations"
    GOVERNMENT = "government", "Government"
    NGO = "ngo", "Civil society"
    ACADEMIA = "academia", "Academia"
    PRIVATE = "private", "Private sector"


class Sector(models.TextChoices):
    """From which side somebody knows migration."""

    POLICY = "policy", "Policy"
    TECHNICAL = "technical", "Technical"
    PRACTITIONER = "practitioner", "Practice"
    ACADEMIA = "academia", "Research"
    CIVIL_SOCIETY = "civil-society", "Civil society"
    PRIVATE = "private", "Private sector"
    YOUTH = "youth", "Youth"
    DIASPORA = "diaspora", "Diaspora"


class Gender(models.TextChoices):
    """Asked for the balance of panels alone: optional, with a consent of its own, shown to nobody."""

    WOMAN = "woman", "Woman"
    MAN = "man", "Man"
    OTHER = "other", "Other"


class LanguageLevel(models.TextChoices):
    """What somebody does in a language; each level holds the ones before."""

    READ = "read", "Reads"
    REVIEW = "review", "Reviews"
    WRITE = "write", "Writes"


class Purpose(models.TextChoices):
    """What consents of this room are for; other rooms have purposes of their own."""

    TERMS = "terms", "Terms of use and privacy"
    GENDER = "gender-in-aggregate", "Gender, for the balance of panels"
    DIRECTORY = "directory", "Public profile"


class Channel(models.TextChoices):
    """How a consent was given."""

    WEB = "web", "On a page"
    COMMAND = "command", "By the operator"

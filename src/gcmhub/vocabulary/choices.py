"""The schemes of the vocabulary."""

from django.db import models

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")  # the order of the United Nations


class Scheme(models.TextChoices):
    """Lists of shared words; values are the facet groups of the public contract."""

    OBJECTIVE = "objective"
    ACTION = "action"
    PRINCIPLE = "principle"
    REGION = "region"
    COUNTRY = "country"
    SCOPE = "scope"
    KIND = "kind"
    DOCUMENT_TYPE = "document_type"
    LANGUAGE = "language"

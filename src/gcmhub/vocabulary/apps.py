"""Django application of this room."""

from django.apps import AppConfig


class VocabularyConfig(AppConfig):
    """Shared words: objectives, actions, principles, regions, countries, types, scopes, languages, thesaurus."""

    name = "gcmhub.vocabulary"
    label = "vocabulary"

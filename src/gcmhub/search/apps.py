"""Django application of this room."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The engine port: documents, fields, facets and engines. It knows no resources."""

    name = "gcmhub.search"
    label = "search"

"""Django application of this room."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """The shelves of the Hub: resources, their texts, files, relations and order."""

    name = "gcmhub.library"
    label = "library"

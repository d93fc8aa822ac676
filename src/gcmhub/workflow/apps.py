"""Django application of this room."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """Life cycles, their events and deadlines."""

    name = "gcmhub.workflow"
    label = "workflow"

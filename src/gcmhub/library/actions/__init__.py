"""The verbs of the library: one function each, called by every door alike."""

from gcmhub.library.actions.shelve import Outcome, shelve_records
from gcmhub.library.actions.state import archive_resource, delete_resources, publish_resource, submit_for_review
from gcmhub.library.actions.text import extract_file_text

__all__ = [
    "Outcome",
    "archive_resource",
    "delete_resources",
    "extract_file_text",
    "publish_resource",
    "shelve_records",
    "submit_for_review",
]

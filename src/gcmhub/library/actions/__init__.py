"""The verbs of the library: one function each, called by every door alike."""

from gcmhub.library.actions.calls import amend_call, announce_call, delete_calls, publish_call, take_call, withdraw_call
from gcmhub.library.actions.preview import make_preview
from gcmhub.library.actions.shelve import Outcome, shelve_records
from gcmhub.library.actions.state import archive_resource, delete_resources, publish_resource, submit_for_review, tell_review
from gcmhub.library.actions.text import extract_file_text

__all__ = [
    "Outcome",
    "amend_call",
    "announce_call",
    "archive_resource",
    "delete_calls",
    "delete_resources",
    "extract_file_text",
    "make_preview",
    "publish_call",
    "publish_resource",
    "shelve_records",
    "submit_for_review",
    "take_call",
    "tell_review",
    "withdraw_call",
]

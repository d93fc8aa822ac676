"""What this room keeps of people with accounts: who changed what."""

from gcmhub.accounts.personal import Erase, Personal, declare_impersonal, register

HISTORY = ("HistoricalResource", "HistoricalResourceText", "HistoricalCall", "HistoricalCallText")
SHELVES = ("Resource", "ResourceText", "ResourceFile", "Identifier", "Relation", "Call", "CallText")


def register_library() -> None:
    """Make known who changed resources and calls, and that these themselves tell of no account."""
    for name in HISTORY:
        register(
            Personal(
                f"library.{name}",
                "history_user",
                ("history_date", "history_type"),
                erase=Erase.KEEP,
                why="The history of what is published names its editor by an opaque id alone.",
            )
        )
    declare_impersonal("What is published, or was.", *(f"library.{name}" for name in (*HISTORY, *SHELVES)))
    declare_impersonal("Names as they stand on what was published, with or without an account.", "library.Contributor")

"""What this room keeps of people."""

from gcmhub.accounts.personal import Erase, Known, Personal, declare_impersonal, register

OPAQUE = "It names the person by an opaque id alone, and shows who decided what, and when."
REVIEWS = "A review is part of the ground of a decision. It stays, under the reviewer's number and an opaque id."

REVIEW = (
    Personal("review.SubmissionPerson", "user", ("submission", "is_owner", "added_at"), erase=Erase.KEEP, why=OPAQUE),
    Personal(
        "review.Submission",
        "people__user",
        ("reference", "record", "declarations", "created_at", "submitted_at", "published_at"),
        erase=Erase.BLANK,
        impersonal=("began_with",),
        secret=("state",),  # it tells of a decision before its mail: the page of the submission says what may be told
        blank={"declarations": {}},
        why="What was sent belongs to the record of its review; whom to write to is taken out of it.",
    ),
    Personal("review.Submission", "lead", ("reference",), erase=Erase.KEEP, why=OPAQUE),
    Personal("review.SubmissionVersion", "made_by", ("number", "made_at"), known=Known.OPAQUE, erase=Erase.KEEP, why=OPAQUE),
    Personal(
        "review.CallRanking",
        "changed_by",
        ("changed_at",),
        known=Known.OPAQUE,
        erase=Erase.KEEP,
        impersonal=("order", "shortlist"),
        why=OPAQUE,
    ),
    Personal("review.TrackVersion", "made_by", ("number", "made_at"), known=Known.OPAQUE, erase=Erase.KEEP, why=OPAQUE),
    Personal(
        "review.Remark",
        "author",
        ("text", "audience", "written_at"),
        erase=Erase.BLANK,
        blank={"author": None, "text": ""},
        why="The conversation keeps the place of a message, without its words and its writer.",
    ),
    Personal(
        "review.Assignment",
        "reviewer",
        ("round", "state", "conflicts", "note", "suggests", "due_at"),
        erase=Erase.BLANK,
        secret=("token_hash",),
        impersonal=("terms",),
        blank={"conflicts": {}, "note": "", "suggests": "", "token_hash": ""},
        why=REVIEWS,
    ),
    Personal(
        "review.Review",
        "assignment__reviewer",
        ("answers", "recommendation", "confidence", "for_submitter", "for_editors", "must_not_publish", "submitted_at"),
        erase=Erase.KEEP,
        impersonal=("form",),
        why=REVIEWS,
    ),
    Personal("review.Review", "released_by", ("released",), known=Known.OPAQUE, erase=Erase.KEEP, why=OPAQUE),
    Personal(
        "review.Decision",
        "decided_by",
        ("kind", "reason", "letter", "decided_at"),
        known=Known.OPAQUE,
        erase=Erase.KEEP,
        why=OPAQUE,
    ),
    Personal("review.Decision", "cosigned_by", ("kind", "decided_at"), known=Known.OPAQUE, erase=Erase.KEEP, why=OPAQUE),
    Personal(
        "review.RosterMember", "user", ("state", "is_un", "statement", "interests", "capacity", "admitted_at", "renew_by")
    ),
    Personal("review.RosterScore", "scorer", ("values", "comment", "scored_at"), erase=Erase.KEEP, why=OPAQUE),
    Personal("review.SavedFilter", "owner", ("name", "wanted", "made_at")),
    Personal("review.Suggestion", "email", ("url", "title", "note", "created_at"), known=Known.ADDRESS),
)


def register_review() -> None:
    """Make known what the room keeps of people, and what is about none."""
    register(*REVIEW)
    declare_impersonal("It tells of tracks and their rules.", "review.Track")
    declare_impersonal("It says what changed in the rules.", "review.TrackVersion", fields=("rules", "note"))
    declare_impersonal(
        "It is what was sent, as the submission's record.", "review.SubmissionVersion", fields=("record", "files")
    )
    declare_impersonal(
        "They are about the work and about many reviews.", "review.Decision", fields=("points", "responses", "basis")
    )
    declare_impersonal("Codes of what the link is about.", "review.Suggestion", fields=("objectives", "countries"))
    declare_impersonal("A checklist, as ticked; it goes with the row.", "review.RosterMember", fields=("screening",))
    declare_impersonal("A file belongs to its submission.", "review.SubmissionFile")

"""Words of the back office in the reader's language; the codes are those of ``review`` and ``workflow``."""

from django.utils.translation import gettext_lazy as _

from gcmhub.face.submission_words import FIELDS as FIELDS  # noqa: PLC0414 - words of this door as well
from gcmhub.review.choices import Anonymity, AssignmentState, Change, Slot, SuggestionState

# Why something was not done, by the code of the error.
ERRORS = {
    "letter-missing": _("Write the letter: whoever is asked for something or refused reads why."),
    "reason-missing": _("Choose a reason."),
    "points-missing": _("Name at least one point that the revision has to address."),
    "no-rounds-left": _("Changes were asked for twice already. Decide now, or send it to review."),
    "wrong-track": _("The track of this submission does not go this way. Move it to another track first."),
    "editor-has-conflict": _("This editor has to do with the work, and so neither leads nor decides it."),
    "second-editor-needed": _("What a Member State submitted is refused by two editors."),
    "same-editor": _("You took this decision. Another managing editor has to look at it."),
    "panel-not-ready": _("Not all places on the panel are filled."),
    "too-few-reviews": _("There are too few reviews to decide."),
    "not-publishable": _("Every line of the checklist has to be ticked."),
    "incomplete": _("The record is not complete. Ask for changes, or correct the classification."),
    "date-not-later": _("Name a day in the future."),
    "too-long": _("This text is too long."),
    "text-missing": _("Write something first."),
    "person-missing": _("Choose who leads it."),
    "track-missing": _("Choose another track."),
    "not-changed": _("Nothing was changed."),
    "objectives-missing": _("Choose at least one objective."),
    "changed-meanwhile": _(
        "Somebody else did something with this submission since you opened the page. What you typed is kept: look at how "
        "things stand now, and send it again if it still holds."
    ),
}
# What an editor can do, by the name of the act; the life cycle's other actions have no form here.
ACTS = {
    "take": _("Take it"),
    "reassign": _("Give it to another lead editor"),
    "ask-for-changes": _("Ask for changes"),
    "desk-reject": _("Refuse it without a review"),
    "accept-light": _("Accept it by the checklist"),
    "send-to-review": _("Send it to review"),
    "begin-review-short": _("Begin with fewer reviewers"),
    "add-reviewer": _("Ask one more reviewer"),
    "ask-minor": _("Ask for small changes"),
    "ask-major": _("Ask for large changes"),
    "accept": _("Accept it"),
    "reject": _("Do not accept it"),
    "undo": _("Take the decision back"),
    "co-sign": _("Sign the refusal"),
    "refuse-to-cosign": _("Do not sign, give it back to the lead editor"),
    "take-back": _("Take the proposal back"),
    "uphold-appeal": _("The appeal is right: look at it again"),
    "dismiss-appeal": _("Dismiss the appeal"),
    "schedule": _("Name the day of publication"),
    "publish": _("Publish it now"),
    "confirm-current": _("Confirm that it still holds"),
    "review-again": _("Send it to review again"),
    "archive": _("Take it out of the library"),
    "withdraw": _("Withdraw it"),
    "move-to-track": _("Move it to another track"),
    "classify": _("Correct the classification"),
}
REASON, LETTER, LETTER_IF_ANY = _("Reason"), _("Letter"), _("Letter, if you like")
LETTER_HINT = _("It stands in the mail to those who submit; they work in this language: %(language)s.")
LETTER_AFTER_REASON = _(
    "It stands in the mail to those who submit, after the reason; they work in this language: %(language)s."
)
POINTS = _("Points to address")
POINTS_HINT = _("An empty line between two points. Every point has to be answered.")
CHECKLIST, WAY, TRACK, LEAD = _("Checklist"), _("Who learns whose name"), _("Track"), _("Lead editor")
MYSELF, CHOOSE = _("Myself"), _("Choose")
WHY, DAY, NOTE = _("Why, if you like"), _("Day"), _("Note, if you like")
TOMBSTONE = _("It stands on the page that remains, for everybody.")
TWO_EDITORS = _("A Member State submitted it: the refusal takes effect once a managing editor has signed it as well.")
PUBLISHED_EARLY = _("The decision can still be taken back; once it is published it cannot.")
OWN_PROPOSAL = _("You proposed it. Another managing editor has to sign.")
NOT_NOW = _("This cannot be done now.")
SOMEBODY = _("Somebody who is no longer here")
THE_HUB = _("The Hub")
# What was done, by the action of the event; what is not here is not shown.
STEPS = {
    "start": _("Began the draft"),
    "submit": _("Sent it"),
    "take": _("Became its lead editor, or named one"),
    "reassign": _("Gave it to another lead editor"),
    "ask-for-changes": _("Asked for changes"),
    "resubmit": _("Sent it again"),
    "desk-reject": _("Refused it without a review"),
    "accept-light": _("Accepted it by the checklist"),
    "send-to-review": _("Sent it to review"),
    "begin-review": _("The review began"),
    "begin-review-short": _("Began the review with fewer reviewers"),
    "close-review": _("The round of review was closed"),
    "add-reviewer": _("Opened the round for one more reviewer"),
    "ask-minor": _("Asked for small changes"),
    "ask-major": _("Asked for large changes"),
    "return-minor": _("Sent the revision"),
    "return-major": _("Sent the revision"),
    "accept": _("Accepted it"),
    "reject": _("Did not accept it"),
    "undo-desk-decision": _("Took the decision back"),
    "undo-decision": _("Took the decision back"),
    "propose-refusal": _("Proposed to refuse it; a second editor has to sign"),
    "refuse-to-cosign": _("Did not sign the refusal"),
    "appeal": _("Appealed"),
    "uphold-appeal": _("Found the appeal right"),
    "dismiss-appeal": _("Dismissed the appeal"),
    "schedule": _("Named the day of publication"),
    "publish": _("Published it"),
    "fall-due": _("It became due for review"),
    "attest": _("Said that it still holds"),
    "confirm-current": _("Confirmed that it still holds"),
    "review-again": _("Sent it to review again"),
    "mark-not-confirmed": _("Its page says since when it was not confirmed"),
    "archive": _("Took it out of the library"),
    "withdraw": _("Withdrew it"),
    "reopen": _("Took it up again"),
    "move-to-track": _("Moved it to another track"),
    "classify": _("Corrected the classification"),
}
TASK_STEPS = {
    "propose": _("Proposed for the panel"),
    "invite": _("Sent the invitation"),
    "accept": _("Accepted the invitation"),
    "decline": _("Declined the invitation"),
    "undo-decline": _("Took the refusal back"),
    "expire": _("The invitation ended without an answer"),
    "recuse": _("Off the panel"),
    "extend": _("Got more time"),
    "submit": _("Sent the review"),
    "ask-to-clarify": _("Asked to clarify the review"),
    "confirm": _("The review was found usable"),
    "cancel": _("Released"),
    "declare-conflicts": _("Answered the questions about conflicts of interest"),
    "judge-conflict": _("The declared conflict was found minor"),
    "ask-for-time": _("Asked for more time"),
    "release-version": _("An edited version of the review was released"),
}
TASKS = {
    AssignmentState.PROPOSED: _("Proposed, not invited yet"),
    AssignmentState.INVITED: _("Invited, no answer yet"),
    AssignmentState.ACCEPTED: _("At work"),
    AssignmentState.SUBMITTED: _("Review sent"),
    AssignmentState.CONFIRMED: _("Review sent and found usable"),
    AssignmentState.DECLINED: _("Declined the invitation"),
    AssignmentState.EXPIRED: _("Did not answer"),
    AssignmentState.RECUSED: _("Off the panel"),
    AssignmentState.CANCELLED: _("Released"),
}
SLOTS = {Slot.UN: _("United Nations"), Slot.EXTERNAL: _("External"), Slot.TIE_BREAK: _("Tie-break")}
ANONYMITY = {
    Anonymity.OPEN: _("Open: everybody learns the names"),
    Anonymity.SINGLE: _("Single blind: those who submit do not learn who reviews"),
    Anonymity.DOUBLE: _("Double blind: neither side learns who the other is"),
}
CHANGES = {
    Change.NEW: "",
    Change.NEW_VERSION: _("A new version of what is published"),
    Change.TRANSLATION: _("A translation of what is published"),
    Change.CORRECTION: _("A correction of what is published"),
    Change.TAKEDOWN: _("A request to take down what is published"),
}
STANDING = {
    "needs-reviewers": _("Needs reviewers"),
    "awaiting-responses": _("Invitations wait for an answer"),
    "reviews-overdue": _("A review is overdue"),
    "reviews-ready": _("All reviews are there"),
    "reviews-coming": _("Reviews are coming in"),
    "disagreement": _("The reviewers disagree"),
}
DISAGREEMENTS = {
    "recommendations": _("One reviewer recommends to publish it, another not to."),
    "must-not-publish": _("A reviewer says that it must not be published."),
}
SUGGESTION_STATES = {
    SuggestionState.WAITING: _("Waits for an answer"),
    SuggestionState.TAKEN: _("Taken up"),
    SuggestionState.DISMISSED: _("Not taken up"),
}
TOO_MANY_DRAFTS = _("You began many drafts today. Please go on with one of them.")

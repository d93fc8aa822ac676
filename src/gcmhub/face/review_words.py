"""Words of the reviewer's pages in the reader's language; the codes are those of ``review``."""

from django.utils.translation import gettext_lazy as _

from gcmhub.review.choices import AssignmentState, DecisionKind, Recommendation

STATES = {
    AssignmentState.INVITED: _("Waits for your answer"),
    AssignmentState.ACCEPTED: _("You are at work"),
    AssignmentState.SUBMITTED: _("Sent"),
    AssignmentState.CONFIRMED: _("Sent and found usable"),
    AssignmentState.DECLINED: _("You declined"),
    AssignmentState.EXPIRED: _("The invitation has ended"),
    AssignmentState.RECUSED: _("You stepped down"),
    AssignmentState.CANCELLED: _("No longer needed"),
}
CONFLICTS = {
    "collaborator": _("In the last three years I worked with, published with or was funded with those behind it."),
    "advisor": _("I taught, supervised or advised one of them, or one of them me."),
    "institutional": _("I work for one of the organisations behind it, or did in the last three years."),
    "personal": _("Family, friendship or a dispute ties me to one of them."),
    "financial": _("I or somebody close to me could gain or lose money by it."),
    "other": _("Something else could make others doubt that I am impartial."),
}
DECLINE_REASONS = {
    "no-time": _("No time"),
    "outside-my-field": _("Not my field"),
    "conflict": _("A conflict of interest"),
    "language": _("The language"),
    "other": _("Another reason"),
}
RECUSAL_REASONS = {
    "conflict": _("A conflict of interest"),
    "no-time": _("No time"),
    "unavailable": _("Not available"),
}
RECOMMENDATIONS = {
    Recommendation.ACCEPT: _("Publish it as it is"),
    Recommendation.MINOR: _("Publish it after small changes"),
    Recommendation.MAJOR: _("Ask for large changes and look at it again"),
    Recommendation.REJECT: _("Do not publish it"),
    Recommendation.OUTSIDE: _("I cannot judge it: it is outside my field"),
}
CONFIDENCE = {1: _("Low: I know the field a little"), 2: _("Medium: I know the field"), 3: _("High: it is my own field")}
DECISIONS = {
    DecisionKind.DESK_REJECT: _("Not accepted"),
    DecisionKind.ACCEPT_LIGHT: _("Accepted"),
    DecisionKind.ACCEPT: _("Accepted"),
    DecisionKind.MINOR: _("Small changes asked for"),
    DecisionKind.MAJOR: _("Large changes asked for"),
    DecisionKind.REJECT: _("Not accepted"),
}
PROBLEMS = {
    "required": _("An answer is needed here."),
    "say-more": _("Say in a few words what it is."),
    "off-scale": _("Choose one of the answers."),
    "unknown": _("Choose one of the answers."),
    "reason": _("Choose a reason."),
    "words": _("Say in a few words what you ask for."),
    "too-long": _("This text is too long."),
}
FIELDS = {
    "recommendation": _("Your recommendation"),
    "confidence": _("How sure you are"),
    "for_submitter": _("For those who submitted it"),
    "for_editors": _("For the editors alone"),
}

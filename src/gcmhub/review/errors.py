"""Facts that forbid a step of review."""

from gcmhub.core.errors import HubError
from gcmhub.library.errors import Problem


class Incomplete(HubError):
    """What is needed to go on is missing or wrong; ``problems`` says where and why."""

    code = "incomplete"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{problem.field}: {problem.reason}" for problem in problems))
        self.problems = problems


class SubmissionUnknown(HubError):
    """There is no such submission, or it is not this person's to see."""

    code = "submission-unknown"


class DraftChanged(HubError):
    """The draft was saved elsewhere since this page was opened; ``details["record"]`` is what is there now."""

    code = "draft-changed"


class NotChanged(HubError):
    """The version that was asked for is the one that was there already."""

    code = "not-changed"


class LetterMissing(HubError):
    """A decision that asks for something or refuses says why in words."""

    code = "letter-missing"


class NoRoundsLeft(HubError):
    """Changes were asked for as often as they may be before a decision."""

    code = "no-rounds-left"


class WrongTrack(HubError):
    """The track of the submission does not go this way."""

    code = "wrong-track"


class EditorHasConflict(HubError):
    """Whoever handles a submission must have nothing to do with it."""

    code = "editor-has-conflict"


class SecondEditorNeeded(HubError):
    """What a Member State submitted is refused by two editors or not at all."""

    code = "second-editor-needed"


class SameEditor(HubError):
    """The second pair of eyes must be another person's."""

    code = "same-editor"


class PanelNotReady(HubError):
    """Too few reviewers have accepted; ``details`` names the places that are open."""

    code = "panel-not-ready"


class TooFewReviews(HubError):
    """Too few usable reviews are there to decide."""

    code = "too-few-reviews"


class PointsOpen(HubError):
    """Points of the revision letter have no answer yet; ``details["numbers"]`` names them."""

    code = "points-open"


class PointsMissing(HubError):
    """A revision names at least one point to address."""

    code = "points-missing"


class UndoClosed(HubError):
    """The time in which the step could be undone is over."""

    code = "undo-closed"


class AppealClosed(HubError):
    """There is no rejection to appeal against, its time is over, or it was appealed against already."""

    code = "appeal-closed"


class NotPublishable(HubError):
    """What the public page needs is missing; ``details["missing"]`` names it."""

    code = "not-publishable"


class CallClosed(HubError):
    """The call for practices is not open."""

    code = "call-closed"


class ReopeningClosed(HubError):
    """The submission was withdrawn too long ago."""

    code = "reopening-closed"


class ReviewerHasConflict(HubError):
    """The reviewer has to do with the work; ``details["conflicts"]`` are codes."""

    code = "reviewer-has-conflict"


class ConflictsNotDeclared(HubError):
    """The questions about conflicts of interest are answered before the full text is shown."""

    code = "conflicts-not-declared"


class ReviewerUnavailable(HubError):
    """The reviewer is not to be invited; ``details["why"]`` is a code."""

    code = "reviewer-unavailable"


class PlaceTaken(HubError):
    """Somebody else has the place on the panel now."""

    code = "place-taken"


class DateNotLater(HubError):
    """An extension ends after the date that it extends, and in the future."""

    code = "date-not-later"


class RuleUnknown(HubError):
    """A track has no such rule, or its value is not possible; ``details`` says which."""

    code = "rule-unknown"


class TrackUnknown(HubError):
    """There is no such track."""

    code = "track-unknown"


class TooMany(HubError):
    """More than may be at once; the message is the limit."""

    code = "too-many"


class SuggestionUnknown(HubError):
    """There is no such suggested link, or the time to confirm it is over."""

    code = "suggestion-unknown"


class AddressInvalid(HubError):
    """This is no e-mail address."""

    code = "address-invalid"


class InvitedAlready(HubError):
    """An invitation to this address waits to be taken up."""

    code = "invited-already"

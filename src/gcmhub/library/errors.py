"""Facts that forbid an action of the library."""

from dataclasses import dataclass

from gcmhub.core.errors import HubError


@dataclass(frozen=True)
class Problem:
    """Why one field of a record is refused."""

    field: str
    reason: str


class RecordRefused(HubError):
    """A record breaks the format; ``problems`` says where and why."""

    code = "record-refused"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{problem.field}: {problem.reason}" for problem in problems))
        self.problems = problems


class NotReviewed(HubError):
    """The resource has not passed a review, and nothing else allows it to be public."""

    code = "not-reviewed"


class ResourceUnknown(HubError):
    """No resource that this reader may see has this id."""

    code = "resource-unknown"


class ResourceArchived(HubError):
    """The resource was taken off the shelf; ``details`` carries the tombstone."""

    code = "resource-archived"


class CallUnknown(HubError):
    """No call that this reader may see has this id."""

    code = "call-unknown"


class CallWithdrawn(HubError):
    """The call was withdrawn; ``details`` carries its ``reason`` and ``withdrawn_at``."""

    code = "call-withdrawn"


class CallKnown(HubError):
    """There is a call of this source and id already; it can be amended, not announced again."""

    code = "call-known"

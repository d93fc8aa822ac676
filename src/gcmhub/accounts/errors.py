"""Facts that forbid an action on accounts."""

from gcmhub.core.errors import HubError


class AddressTaken(HubError):
    """Another person signs in with this address."""

    code = "address-taken"


class RoleNotGranted(HubError):
    """The role comes by itself, or is none of the hub's, or the person is not active."""

    code = "role-not-granted"


class RoleNotHeld(HubError):
    """The person does not hold this role."""

    code = "role-not-held"


class LastAdministrator(HubError):
    """Nobody could manage accounts any more."""

    code = "last-administrator"


class OrganisationRefused(HubError):
    """The description of an organisation is not one; ``details`` names the field."""

    code = "organisation-refused"


class AlreadyMember(HubError):
    """The person is a member of the organisation now."""

    code = "already-member"


class NotAMember(HubError):
    """The membership has ended."""

    code = "not-a-member"


class ProfileRefused(HubError):
    """A value cannot stand in a profile; ``details`` names the field."""

    code = "profile-refused"


class ConsentMissing(HubError):
    """What is asked needs a consent that was not given; ``details`` names the purpose."""

    code = "consent-missing"


class ConsentNotGiven(HubError):
    """There is no such consent to withdraw."""

    code = "consent-not-given"


class ConsentNeeded(HubError):
    """There is no account without this consent: it ends with the account."""

    code = "consent-needed"


class InvitationUnknown(HubError):
    """No invitation has this token."""

    code = "invitation-unknown"


class InvitationExpired(HubError):
    """The invitation was not taken up in time."""

    code = "invitation-expired"


class InvitationClaimed(HubError):
    """Somebody else took the invitation up."""

    code = "invitation-claimed"


class PersonGone(HubError):
    """The account was deleted."""

    code = "person-gone"


class PeopleNotMergeable(HubError):
    """Two accounts must stay apart; ``details["reasons"]`` are codes, with what they are about."""

    code = "people-not-mergeable"

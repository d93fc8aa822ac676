"""What is done with accounts."""

from gcmhub.accounts.actions.consents import give_consent, withdraw_consent
from gcmhub.accounts.actions.invitations import claim_invitation, invite, take_back_invitation
from gcmhub.accounts.actions.leaving import delete_person, export_person
from gcmhub.accounts.actions.organisations import (
    add_organisation,
    end_membership,
    join_organisation,
    verify_focal_point,
    verify_organisation,
)
from gcmhub.accounts.actions.people import DEMO_PEOPLE, create_account, create_demo_accounts, remove_demo_accounts
from gcmhub.accounts.actions.profiles import update_profile
from gcmhub.accounts.actions.roles import grant_role, revoke_role
from gcmhub.accounts.actions.tidy import forget_ended, forget_unconfirmed

__all__ = [
    "DEMO_PEOPLE",
    "add_organisation",
    "claim_invitation",
    "create_account",
    "create_demo_accounts",
    "delete_person",
    "end_membership",
    "export_person",
    "forget_ended",
    "forget_unconfirmed",
    "give_consent",
    "grant_role",
    "invite",
    "join_organisation",
    "remove_demo_accounts",
    "revoke_role",
    "take_back_invitation",
    "update_profile",
    "verify_focal_point",
    "verify_organisation",
    "withdraw_consent",
]

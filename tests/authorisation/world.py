"""Everybody and everything that the matrix asks about: the demonstration, with strangers beside it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings

from gcmhub.accounts.actions import create_account, grant_role
from gcmhub.accounts.models import User
from gcmhub.core.actors import SYSTEM
from gcmhub.core.clock import now
from gcmhub.demo.actions import load_demo_accounts, load_demo_calls
from gcmhub.demo.review import load_demo_review
from gcmhub.library.models import Call, Resource
from gcmhub.review.actions import suggested_links
from gcmhub.review.choices import SuggestionState
from gcmhub.review.models import Assignment, RosterMember, Submission, SubmissionFile, Suggestion
from gcmhub.vocabulary.actions import load_vocabulary

NOBODY = ""
STANDING = {
    "nobody": NOBODY,
    "reader": "reader@demo.invalid",
    "stranger": "stranger@stranger.example",
    "moderator": "moderator@demo.invalid",
    "officer": "request-officer@demo.invalid",
    "admin": "administrator@demo.invalid",
    "other-editor": "other-editor@other.example",
    "editor": "editor@demo.invalid",  # of every objective, and the lead
    "managing": "managing-editor@demo.invalid",
}
OWN = ("owner", "panel")  # who submits the object at hand, or whose it is; who reviews it
ROLES = (*STANDING, *OWN)


@dataclass(frozen=True)
class Case:
    """One object that an address is asked for: what its state is called, parts of the address, whose it is."""

    state: str
    parts: tuple[Any, ...] = ()
    people: dict[str, User] = field(default_factory=dict)


class World:
    """Brings people and objects up, once."""

    def __init__(self) -> None:
        load_vocabulary()
        logins = Path(settings.HUB_DEMO_LOGINS)
        logins.unlink(missing_ok=True)
        load_demo_accounts()
        logins.unlink()  # it would outlive the database of this test
        load_demo_calls()
        load_demo_review()
        stranger, other = (self._person(STANDING[name]) for name in ("stranger", "other-editor"))
        grant_role(other, "editor", by=SYSTEM, objectives=["1"])
        RosterMember.objects.filter(user=stranger).delete()
        self.people = {name: User.objects.get(emailaddress__email=each) if each else None for name, each in STANDING.items()}
        for submission in Submission.objects.all():
            SubmissionFile.objects.create(
                submission=submission, stored="none", original_name="a.pdf", media_type="application/pdf", size=4,
                sha256=f"{submission.pk:064}", added_at=now(), text="x", extraction="done",
            )  # fmt: skip

    @staticmethod
    def _person(email: str) -> User:
        user = create_account(by=SYSTEM, email=email, password=None, name=email.partition("@")[0], is_demo=True)
        EmailAddress.objects.filter(user=user).update(verified=True)
        return user

    def submissions(self) -> list[Case]:
        """One submission in every state."""
        found: dict[str, Case] = {}
        for each in Submission.objects.order_by("pk"):
            state = each.state if not each.decisions.filter(takes_effect_at=None, undone_at=None).exists() else "to-cosign"
            state = "light" if each.track.code == "L" else state
            task = each.assignments.exclude(state="proposed").first()
            people = {"owner": each.people.get(is_owner=True).user} | ({"panel": task.reviewer} if task else {})
            found.setdefault(state, Case(state, (each.public_id,), people))
        return list(found.values())

    @staticmethod
    def suggestions() -> list[Case]:
        """A suggested link that waits for its owner, for an editor, for nobody any more."""
        found = []
        for state in SuggestionState.values:
            given = {"url": f"https://example.org/{state}", "title": "A guide", "objectives": ["18"]}
            known = Suggestion.objects.filter(url=given["url"]).first()
            row = known or suggested_links.suggest(email=f"{state}@example.org", language="en", **given)
            Suggestion.objects.filter(pk=row.pk).update(state=state)
            found.append(Case(state, (row.public_id,)))
        return found

    def tasks(self) -> list[Case]:
        """One reviewer's task in every state."""
        found: dict[str, Case] = {}
        for each in Assignment.objects.order_by("pk").select_related("reviewer", "submission"):
            owner = each.submission.people.get(is_owner=True).user
            people = {"owner": owner, "panel": each.reviewer}
            found.setdefault(each.state, Case(each.state, (each.public_id,), people))
        return list(found.values())

    def members(self) -> list[Case]:
        """One place on the roster in every state that there is."""
        found: dict[str, Case] = {}
        for each in RosterMember.objects.order_by("pk").select_related("user"):
            found.setdefault(each.state, Case(each.state, (each.public_id,), {"owner": each.user}))
        return list(found.values())

    @staticmethod
    def resources() -> list[Case]:
        """One resource on the shelf, one taken off it."""
        rows = (Resource.objects.filter(state=state).order_by("pk").first() for state in ("published", "archived"))
        return [Case(each.state, (each.public_id,)) for each in rows if each]

    @staticmethod
    def calls() -> list[Case]:
        """One call of the demonstration."""
        return [Case("", (Call.objects.order_by("pk").first().public_id,))]

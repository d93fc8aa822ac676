"""The roster and a submission as the rules of assignment read them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Avg

from gcmhub.accounts.choices import LanguageLevel, OrganisationType
from gcmhub.accounts.models import Expertise as Knowledge
from gcmhub.accounts.models import LanguageSkill, Membership, Organisation, Profile, Publication, User
from gcmhub.accounts.queries import addresses_of, organisation_by_id
from gcmhub.core.clock import now
from gcmhub.review.affinity import Expertise, Subject
from gcmhub.review.choices import AssignmentState, RosterState, Slot
from gcmhub.review.conflicts import SOFT, Affiliation, Conflict, Interests, Ties, find_conflicts
from gcmhub.review.models import Assignment, RosterMember, Submission
from gcmhub.review.panels import propose
from gcmhub.review.proposals import Composition, Proposal, Reviewer, Work
from gcmhub.review.queries.panels import panel_wanted
from gcmhub.review.queries.people import joiners, submitters_of
from gcmhub.review.rules.assignment import HOLDING
from gcmhub.vocabulary.queries import region_of

BETWEEN_NAMES = re.compile("[,;\u060c\u061b\u3001\uff0c\uff1b]")
LEVELS = {LanguageLevel.READ: 2, LanguageLevel.REVIEW: 2, LanguageLevel.WRITE: 3}
ASKED = ("gender", "country", "sector", "biography", "countries", "regions", "names")  # of a profile
HALF_YEAR = timedelta(days=182)
COOL_OFF = timedelta(days=30)  # after a finished review nobody is asked again for so long
EXPERIENCED = 10  # who have reviewed and may be asked; with fewer the roster is new, and nobody on it counts as new
OPEN = (AssignmentState.INVITED, AssignmentState.ACCEPTED)
SEATED = (AssignmentState.PROPOSED, *HOLDING)
DONE = (AssignmentState.SUBMITTED, AssignmentState.CONFIRMED)


def work_of(submission: Submission) -> Work:
    """Return what is to be reviewed."""
    record, people = submission.record, submitters_of(submission)
    body = organisation_by_id(submission.organisation) if submission.organisation else None
    partners = (record.get("practice") or record.get("project") or {}).get("partners") or []
    texts = {
        tag: f"{(record.get('title') or {}).get(tag, '')} {text}"
        for tag, text in (record.get("abstract") or {}).items()
        if text
    }
    return Work(
        id=submission.public_id,
        languages=tuple(record.get("languages") or ()),
        subject=Subject(
            objectives=frozenset(record.get("objectives") or ()),
            principles=frozenset(record.get("principles") or ()),
            countries=frozenset(record.get("countries") or ()),
            regions=frozenset(record.get("regions") or ()),
            document_type=record.get("document_type", ""),
            texts=texts,
        ),
        interests=Interests(
            submitters=frozenset(one.public_id for one in people) | joiners(submission),
            domains=frozenset(address.rpartition("@")[2] for one in people for address in addresses_of(one)),
            institutions=frozenset({submission.organisation} if submission.organisation else ()),
            parents=frozenset({body.parent.public_id} if body and body.parent else ()),
            authors=tuple(one.get("name", "") for one in record.get("authors") or []),
            partners=(*record.get("publishers", ()), *partners),
            unwanted=unwanted_of(submission),
            government=body.country if body and submission.is_member_state else "",
            working_group=frozenset(one.public_id for one in people) if submission.track.code == "N" else frozenset(),
        ),
        country=body.country if body else "",
    )


def without_lead(work: Work, submission: Submission) -> Work:
    """Return a work whose lead editor reviews it as little as its submitters do."""
    if submission.lead is None:
        return work
    interests = work.interests
    return replace(work, interests=replace(interests, submitters=interests.submitters | {submission.lead.public_id}))


def unwanted_of(submission: Submission) -> tuple[str, ...]:
    """Return whom the submitters do not want as reviewers: every line of what they wrote, and its parts between commas."""
    lines = [line.strip() for line in str(submission.declarations.get("excluded") or "").splitlines()]
    parts = [part.strip() for line in lines for part in BETWEEN_NAMES.split(line)]
    return tuple(dict.fromkeys(each for each in (*lines, *parts) if each))


def workloads(keys: Iterable[int], submission: Submission) -> tuple[Mapping[int, int], frozenset[int]]:
    """Return how many reviews people have taken on, by their keys, and who rests after one; three queries.

    What they did for this submission is not counted: who reviewed it is asked again after large changes.
    """
    half_year, cool = now() - HALF_YEAR, now() - COOL_OFF
    tasks = Assignment.objects.filter(reviewer__in=list(keys)).exclude(submission=submission)
    taken = Counter(tasks.filter(state__in=(*OPEN, *DONE), created_at__gt=half_year).values_list("reviewer", flat=True))
    working = Counter(tasks.filter(state__in=OPEN).values_list("reviewer", flat=True))
    tired = frozenset(tasks.filter(state__in=DONE, state_since__gt=cool).values_list("reviewer", flat=True))
    return taken | working, tired


def reviewers_for(submission: Submission, users: Iterable[User] | None = None) -> list[Reviewer]:
    """Return the active roster, or these people, as of now; a fixed number of queries, however many they are."""
    members = RosterMember.objects.select_related("user").order_by("pk")
    members = members.filter(user__in=list(users)) if users is not None else members.filter(state=RosterState.ACTIVE)
    found = list(members)
    keys = [member.user_id for member in found]
    shelf = _Shelf(keys)
    loads, tired = workloads(keys, submission)
    tasks = Assignment.objects.filter(reviewer__in=keys)
    ever = set(Assignment.objects.filter(state__in=DONE).values_list("reviewer", flat=True))
    here = tasks.filter(submission=submission)
    declined = set(here.filter(state__in=["declined", "recused"]).values_list("reviewer", flat=True))
    listed = here.filter(round=submission.round).exclude(state=AssignmentState.CANCELLED, token_hash="")  # those may return
    declined |= set(listed.exclude(rank=0, state__in=SEATED).values_list("reviewer", flat=True))
    ratings = dict(
        tasks.filter(rating__isnull=False).values_list("reviewer").annotate(mean=Avg("rating")).values_list("reviewer", "mean")
    )
    return [
        Reviewer(
            id=member.user.public_id,
            is_un=member.is_un,
            languages=shelf.languages[member.user_id],
            expertise=shelf.expertise(member.user_id, ratings.get(member.user_id)),
            ties=shelf.ties(member.user),
            gender=shelf.profile(member.user_id, "gender"),
            region=region_of(shelf.profile(member.user_id, "country")) or "",
            country=shelf.profile(member.user_id, "country"),
            sector=shelf.profile(member.user_id, "sector"),
            cap=member.capacity,
            open_load=loads[member.user_id],
            is_first_time=member.user_id not in ever and len(ever - tired) >= EXPERIENCED,
            on_leave=member.user_id in tired,
            has_declined=member.user_id in declined,
        )
        for member in found
    ]


class _Shelf:
    """What is known of some people, read with one query a table."""

    def __init__(self, keys: list[int]) -> None:
        self.profiles = {one["user_id"]: one for one in Profile.objects.filter(user__in=keys).values("user_id", *ASKED)}
        self.languages: dict[int, dict[str, int]] = defaultdict(dict)
        self.levels: dict[int, dict[str, int]] = defaultdict(dict)
        self.publications: dict[int, list[tuple[str, str, int | None]]] = defaultdict(list)
        self.memberships: dict[int, list[Membership]] = defaultdict(list)
        self.domains: dict[int, set[str]] = defaultdict(set)
        # Rows without models: a roster of thousands is read for one page.
        skills = LanguageSkill.objects.filter(user__in=keys).values_list("user", "language", "level")
        for key, language, level in skills:
            self.languages[key][language] = LEVELS.get(LanguageLevel(level), 1)
        for key, objective, known in Knowledge.objects.filter(user__in=keys).values_list("user", "objective", "level"):
            self.levels[key][objective] = known
        written = Publication.objects.filter(user__in=keys).values_list("user", "title", "coauthors", "year")
        for key, title, coauthors, year in written:
            self.publications[key].append((title, coauthors, year))
        for membership in Membership.objects.filter(user__in=keys).select_related("organisation", "organisation__parent"):
            self.memberships[membership.user_id].append(membership)
        for key, address in EmailAddress.objects.filter(user__in=keys, verified=True).values_list("user", "email"):
            self.domains[key].add(address.rpartition("@")[2])

    def profile(self, key: int, name: str) -> Any:
        return self.profiles.get(key, {}).get(name, "")

    def expertise(self, key: int, rating: float | None) -> Expertise:
        texts: dict[str, list[str]] = defaultdict(list)
        for tag, text in (self.profile(key, "biography") or {}).items():
            texts[tag].append(text)
        for title, _, _ in self.publications[key]:
            texts["en"].append(title)
        return Expertise(
            objectives=self.levels[key],
            countries=frozenset(self.profile(key, "countries") or ()),
            regions=frozenset(self.profile(key, "regions") or ()),
            texts={tag: tuple(rows) for tag, rows in texts.items()},
            quality=None if rating is None else (rating - 1) / 4,
        )

    def ties(self, user: User) -> Ties:
        rows = self.memberships[user.pk]
        authors: dict[str, int] = {}
        present = [one.organisation for one in rows if one.until is None]
        for _, coauthors, year in self.publications[user.pk]:
            for name in filter(None, map(str.strip, coauthors.split(";"))):
                authors[name] = max(year or 0, authors.get(name, 0))
        names = (user.name, *(self.profile(user.pk, "names") or {}).values())
        return Ties(
            person=user.public_id,
            names=tuple(name for name in names if name),
            domains=frozenset(self.domains[user.pk]),
            affiliations=tuple(_affiliation(one) for one in rows),
            official_of=frozenset(body.country for body in present if body.type == OrganisationType.GOVERNMENT) - {""},
            co_authors=authors,
        )


def _affiliation(one: Membership) -> Affiliation:
    body: Organisation = one.organisation
    parents = frozenset({body.parent.public_id} if body.parent else ())
    return Affiliation(body.public_id, tuple(body.names.values()), parents, one.until)


def propose_panel(submission: Submission) -> Proposal:
    """Return panels for the places of the present round that nobody holds: the best three, alternates, and named gaps.

    Where all are held, one more is proposed, of whichever side: a tie-break. Always for an editor to confirm.
    """
    un, external = panel_wanted(submission)
    seats = submission.assignments.filter(round=submission.round, rank=0, state__in=SEATED).select_related("reviewer")
    of_un = sum(seat.slot == Slot.UN for seat in seats)
    free_un, free_external = max(un - of_un, 0), max(external - (len(seats) - of_un), 0)
    composition = Composition(un=free_un, external=free_external, either=0 if free_un + free_external else 1)
    sitting = [seat.reviewer.public_id for seat in seats]
    return propose(
        without_lead(work_of(submission), submission), reviewers_for(submission), composition, on=now().date(), sitting=sitting
    )


def conflicts_of(reviewer: User, submission: Submission) -> tuple[Conflict, ...]:
    """Return everything that connects somebody with a submission."""
    shelf = _Shelf([reviewer.pk])
    return find_conflicts(shelf.ties(reviewer), work_of(submission).interests, on=now().date())


def hard_conflicts(reviewer: User, submission: Submission) -> list[str]:
    """Return why somebody must not review a submission, as codes."""
    found = [str(one.ground) for one in conflicts_of(reviewer, submission) if one.ground not in SOFT]
    return [*found, "lead"] if submission.lead_id == reviewer.pk else found

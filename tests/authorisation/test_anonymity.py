"""The crawl for names: what tells one side is sought on everything that the other side can reach."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db.models import Q
from django.test import Client
from django.utils import translation

from gcmhub.accounts.models import Profile, User
from gcmhub.accounts.queries import addresses_of
from gcmhub.core.clock import now
from gcmhub.library.queries import COLLECTION
from gcmhub.notices.models import Message
from gcmhub.review.actions import reviewing
from gcmhub.review.choices import Anonymity
from gcmhub.review.models import Assignment, Review, Submission
from gcmhub.search.models import Entry
from tests.authorisation.addresses import cases_of, patterns
from tests.authorisation.test_matrix import path_of
from tests.authorisation.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PLANTED = "Zwqx"  # letters that no word of any language begins with
FORMATS = ("json", "csv", "rss", "atom", "bib", "ris")


def marks_of(people):
    """Return what tells people: names, addresses, the houses of these, opaque ids."""
    found = set()
    for person in people:
        addresses = addresses_of(person)
        found |= {person.name, person.public_id, *addresses, *(each.partition("@")[2] for each in addresses)}
    return found - {""}


def plant(people):
    """Write a mark into everything that reviewers say for editors alone, and that they say of themselves."""
    Profile.objects.filter(user__in=people).update(biography={"en": f"{PLANTED} life"})
    Review.objects.update(for_editors=f"{PLANTED} for editors")
    Assignment.objects.update(note=f"{PLANTED} note", suggests=f"{PLANTED} suggests")
    for task in Assignment.objects.filter(state="accepted")[:2]:
        reviewing.ask_for_time(task, f"{PLANTED} more time", by=task.reviewer)


def answers(world, user, wanted):
    """Yield every address that somebody can ask for, with all that it answers; of submissions and tasks the ``wanted``."""
    with translation.override("en"):
        addresses = list(patterns())
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    if user:
        client.force_login(user)
    for name, pattern, parts in addresses:
        for case in cases_of(name, parts)(world):
            if {"submission_id", "task_id"} & set(parts) and case.parts[0] not in wanted:
                continue
            for query in ("", *(f"?format={each}" for each in FORMATS)) if name == "web:search" else ("",):
                cache.clear()
                path = path_of(pattern, case.parts) + query
                answer = client.get(path)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                yield path, f"{answer.headers}{body.decode('utf-8', 'replace')}"


def mails_to(person):
    """Yield every mail to somebody, whole."""
    for each in Message.objects.filter(Q(person=person) | Q(recipient__in=addresses_of(person))):
        yield f"mail {each.template}", f"{each.subject}\n{each.reply_to}\n{each.body}\n{each.html}"


def tell(texts, marks):
    """Return where a mark is found."""
    folded = {mark.casefold() for mark in marks}
    return sorted({(where, mark) for where, text in texts for mark in folded if mark in text.casefold()})


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def panel(world):
    found = list(User.objects.filter(pk__in=Assignment.objects.values("reviewer")))
    plant(found)
    return found


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=2)])  # before and after mails of decisions leave
@pytest.mark.parametrize("name", ["contributor@demo-office.invalid", "official@demo-government.invalid"])
def test_who_submits_finds_nothing_that_tells_a_reviewer(world, panel, name, later):
    owner = User.objects.get(emailaddress__email=name)
    own = set(Submission.objects.filter(people__user=owner).values_list("public_id", flat=True))
    assert own
    with time_machine.travel(now() + later):
        pages = dict(answers(world, owner, own))
        assert {public_id for public_id in own if f"/en/submissions/{public_id}/" in pages} == own
        assert tell(pages.items(), {*marks_of(panel), PLANTED}) == []
        assert tell(mails_to(owner), {*marks_of(panel), PLANTED}) == []
        assert tell(pages.items(), {owner.name})  # what is there is found


def test_nobody_and_strangers_find_nothing_of_either_side(world, panel):
    sides = {*panel, *User.objects.filter(pk__in=Submission.objects.values("people__user"))}
    for user in (None, world.people["stranger"]):
        pages = dict(answers(world, user, set(Submission.objects.values_list("public_id", flat=True))))
        assert len(pages) > 60
        assert tell(pages.items(), {*marks_of(sides), PLANTED}) == []


def test_a_reviewer_finds_nothing_that_tells_who_submits_where_both_are_hidden(world, panel):
    Submission.objects.update(anonymity=Anonymity.DOUBLE)
    owners = User.objects.filter(pk__in=Submission.objects.values("people__user"))
    tasks = {each.public_id: each.reviewer for each in Assignment.objects.exclude(state="proposed").select_related("reviewer")}
    for reviewer in {*tasks.values()}:
        own = {public_id for public_id, user in tasks.items() if user == reviewer}
        pages = dict(answers(world, reviewer, own))
        assert tell(pages.items(), marks_of(owners)) == []
        assert tell(mails_to(reviewer), marks_of(owners)) == []
        others = marks_of(user for user in panel if user != reviewer)
        assert tell(pages.items(), {mark for mark in others if mark not in reviewer.name}) == []


def test_the_index_and_the_shelf_hold_no_name_of_a_reviewer(panel):
    rows = [("index", json.dumps(each, default=str)) for each in Entry.objects.filter(collection=COLLECTION).values()]
    assert rows
    assert tell(rows, {*marks_of(panel), PLANTED}) == []

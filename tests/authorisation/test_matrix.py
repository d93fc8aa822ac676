"""Who gets what from every address of the project, with which method and in which state: a reviewed file (matrix.tsv).

In a cell: ``ok`` a page or data, ``login`` led to the log-in, ``to`` led elsewhere, ``no`` the input is refused (4xx), or the
status. A ``!`` says that something was written. Changed on purpose? ``HUB_TEST_WRITE=1`` writes the file anew; read the
difference before it is committed.
"""

import os
import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.utils import translation

from tests.authorisation.addresses import cases_of, patterns
from tests.authorisation.world import ROLES, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FILE = Path(__file__).with_name("matrix.tsv")
HEAD = "\t".join(("address", "method", "states", *ROLES))
METHODS = ("GET", "POST")
KEPT = {
    f"desk:{name}" for name in ("people", "person", "role-grant", "role-revoke", "organisation-verify", "focal-point-verify")
}
OTHERS = ("PUT", "PATCH", "DELETE")
WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)
# Traces of the visit itself.
QUIET = frozenset({"django_session", "usersessions_usersession"})
PLACE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
REFUSED = frozenset({400, 409, 410, 413, 415, 422})


class Written:
    """Counts what a request writes."""

    def __init__(self):
        self.tables = set()

    def __call__(self, execute, sql, params, many, context):
        if (found := WRITE.match(sql)) and found[1] not in QUIET:
            self.tables.add(found[1])
        return execute(sql, params, many, context)


class Door:
    """Asks, as somebody, and takes everything back."""

    def __init__(self):
        self.sessions = {}

    def client(self, user):
        if user is None:
            return Client(raise_request_exception=False, SERVER_NAME="localhost")
        if user.pk not in self.sessions:
            client = Client(raise_request_exception=False, SERVER_NAME="localhost")
            client.force_login(user)
            self.sessions[user.pk] = client.cookies["sessionid"].value
        client = Client(raise_request_exception=False, SERVER_NAME="localhost")
        client.cookies["sessionid"] = self.sessions[user.pk]
        return client

    def ask(self, user, method, path):
        cache.clear()
        client, written = self.client(user), Written()
        with transaction.atomic(), connection.execute_wrapper(written), translation.override("en"):
            answer = client.generic(method, path, content_type="application/x-www-form-urlencoded")
            if answer.streaming:
                answer.close()
            transaction.set_rollback(True)
        return answer, written.tables

    def said(self, user, method, path):
        answer, written = self.ask(user, method, path)
        status, to = answer.status_code, answer.headers.get("Location", "")
        if status in REFUSED:
            word = "no"
        elif status in {301, 302, 303, 307}:
            word = "login" if "/accounts/login/" in to else "to"
        else:
            word = "ok" if status < 300 else str(status)
        return word + ("!" if written else "")


def path_of(pattern, parts):
    values = iter(parts)
    bare = PLACE.sub(lambda _: str(next(values)), pattern).replace("\\", "").replace("^", "").rstrip("$")
    return f"/{bare}"


def rows(world):
    door = Door()
    for name, pattern, parts in patterns():
        kept, shut = defaultdict(list), set()
        for case in cases_of(name, parts)(world):
            path = path_of(pattern, case.parts)
            people = world.people | case.people
            label, _, state = case.state.rpartition(" ")
            for method in METHODS:
                if (method, label) in shut:
                    continue
                cells = tuple(door.said(people[role], method, path) if role in people else "-" for role in ROLES)
                where = state
                if set(cells) <= {"405", "login", "-"}:  # a method that is not taken there is not, in no state
                    shut.add((method, label))
                    cells, where = tuple("405" if cell == "-" else cell for cell in cells), ""
                kept[method, label, cells].append(where)
        for (method, label, cells), states in kept.items():
            yield "\t".join((f"{name} {label}".strip(), method, ",".join(sorted(filter(None, states))) or "*", *cells))


def test_every_address_answers_as_it_was_reviewed():
    found = [HEAD, *sorted(rows(World()))]
    if os.environ.get("HUB_TEST_WRITE") == "1":
        FILE.write_text("\n".join(found) + "\n", encoding="utf-8")
    known = FILE.read_text(encoding="utf-8").splitlines()
    assert sorted(set(found) - set(known)) == []
    assert sorted(set(known) - set(found)) == []


def table():
    head, *lines = (line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines())
    return [dict(zip(head, line, strict=True)) for line in lines]


def test_nothing_is_written_when_a_page_is_only_looked_at():
    assert [row for row in table() if row["method"] == "GET" and any("!" in row[role] for role in ROLES)] == []


def test_nothing_breaks_whoever_asks():
    broken = [row["address"] for row in table() if any(row[role].startswith("5") for role in ROLES)]
    assert broken == ["readyz"]  # no index runs beside this test, and it says so


@pytest.mark.parametrize("role", ["nobody", "reader", "stranger", "moderator", "officer", "admin", "owner", "panel"])
def test_the_back_office_is_for_editors(role):
    rows_ = [row for row in table() if row["address"].startswith("desk:")]
    if role == "admin":  # who keeps people and organisations, as managing editors do
        rows_ = [row for row in rows_ if row["address"] not in KEPT]
    assert rows_
    assert {row[role] for row in rows_} <= {"login", "403", "404", "405", "-"}


@pytest.mark.parametrize("role", ["nobody", "reader", "stranger", "moderator", "officer", "admin", "other-editor"])
def test_nobody_reaches_what_is_anothers(role):
    names = ("web:submission", "web:review-")
    rows_ = [row for row in table() if row["address"].startswith(names) and row["address"] != "web:submissions"]
    rows_ = [row for row in rows_ if "{" not in row["address"] and row["address"] != "web:review-certificate"]
    assert rows_
    assert {row[role] for row in rows_} <= {"login", "404", "405"}


def test_other_methods_are_no_way_in():
    world, door = World(), Door()
    for name, pattern, parts in patterns():
        case = cases_of(name, parts)(world)[0]
        for method in OTHERS:
            for user in (None, case.people.get("owner", world.people["managing"])):
                answer, written = door.ask(user, method, path_of(pattern, case.parts))
                assert written == set(), (method, name)
                assert answer.status_code >= 300 or name.startswith(("account_", "mfa_")), (method, name)

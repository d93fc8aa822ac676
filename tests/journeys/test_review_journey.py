"""From a contributor's first click to the shelf, in a browser, with real pages: in English and in Arabic.

A PDF is submitted; an editor takes it, has a panel proposed and invites it; three reviewers write, one on a phone; they
disagree, a fourth breaks the tie; small changes are asked for and made; it is accepted, published, found by search, and its
page says how it was reviewed. Every page on the way is looked at by axe.
"""

import json
import os
import subprocess
import sys
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.conftest import datasets
from tests.journeys.conftest import SOURCE, ask, new_tab
from tests.journeys.test_accessibility import RULES

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.shared]
PDF = "pypdf__multicolumn.pdf"
ABSTRACT = (
    "How three border towns of the region recognised what nurses and carers from abroad had learnt at work, what it cost them,"
    " and what others need who want to do the same."
)
# Looks at what no page tells, and lets time pass: read and written in the hub's own database.
BEHIND = """
import django, json, sys; django.setup()
from django.test import Client
from gcmhub.core.clock import now
from gcmhub.review.models import Assignment, Decision
from gcmhub.notices.models import Message
def session(user):
    client = Client(SERVER_NAME="localhost"); client.force_login(user); return client.session.session_key
rows = Assignment.objects.filter(submission__public_id=sys.argv[1]).order_by("pk").select_related("reviewer")
if "a-day-passes" in sys.argv:
    Decision.objects.filter(submission__public_id=sys.argv[1]).update(mail_at=now())
    Message.objects.filter(held_until__gt=now()).update(held_until=now())
tasks = [dict(id=each.public_id, state=each.state, session=session(each.reviewer), name=each.reviewer.name) for each in rows]
print(json.dumps(tasks))
"""


class Play:
    """The people of the journey, each at a screen of their own."""

    def __init__(self, chromium, site, language, axe):
        self.chromium, self.site, self.language, self.axe = chromium, site, language, axe
        self.submission, self.opened, self.looked_at = "", {}, set()

    def tab(self, who, session="", width=1280):
        if who not in self.opened:
            tab = new_tab(self.chromium, self.site, width=width)
            if session:
                tab.page.context.add_cookies([{"name": "sessionid", "value": session, "url": self.site.address}])
            else:
                self._log_in(tab.page, who)
            self.opened[who] = tab
        return self.opened[who].page

    def _log_in(self, page, who):
        login = next(each for each in self.site.logins if each["email"].startswith(who))
        page.goto(self.site.url(f"/{self.language}/accounts/login/"))
        page.fill("[name=login]", login["email"])
        page.fill("[name=password]", login["password"])
        page.click("main form button[type=submit]")

    def go(self, page, path):
        page.goto(self.site.url(f"/{self.language}/{path}"))
        self.look(page)

    def look(self, page):
        """Have axe look at a page, once for each address and width."""
        key = (page.url.partition("?")[0], page.viewport_size["width"])
        if key in self.looked_at:
            return
        self.looked_at.add(key)
        assert page.locator("html").get_attribute("lang") == self.language
        found = self.axe.run(page, options=RULES).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:160]) for each in found] == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url

    def send(self, page, ending):
        """Send the form whose address ends so, and look at what comes."""
        form = page.locator(f"form[action$='{ending}']").first
        if not form.is_visible():
            page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
        form.locator("button[type=submit]").first.click()
        self.look(page)

    def behind(self, *more):
        """Return the tasks of the submission, in their order; with ``a-day-passes`` mails of decisions have left."""
        return json.loads(self._run("-W", "ignore", "-c", BEHIND, self.submission, *more))

    def manage(self, *command):
        self._run("-m", "gcmhub.config.manage", *command)

    def _run(self, *command):
        own = {"HUB_DATA": str(self.site.data), "PYTHONPATH": str(SOURCE), "DJANGO_SETTINGS_MODULE": "gcmhub.config.settings"}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_") and name != "DATABASE_URL"}
        return subprocess.run([sys.executable, *command], env=kept | own, check=True, capture_output=True, text=True).stdout


@pytest.fixture(params=["en", "ar"])
def play(request, chromium, site):
    from axe_playwright_python.sync_playwright import Axe

    play = Play(chromium, site, request.param, Axe())
    yield play
    problems = [text for tab in play.opened.values() for text in tab.problems]
    strangers = [address for tab in play.opened.values() for address in tab.strangers]
    for tab in play.opened.values():
        tab.page.context.close()
    assert [text for text in problems if "Failed to load resource" not in text] == []
    assert strangers == []


def submit(play, title):
    """A contributor describes a report and sends it."""
    page = play.tab("contributor")
    play.go(page, "submit/")
    page.check("[name=kind][value=document]")
    page.locator("main form button[type=submit]").first.click()
    play.submission = page.url.rstrip("/").split("/")[-3]

    def next_step():
        play.look(page)
        page.locator("#step p.row button.button").first.click()

    page.select_option("[name=document_type]", "report")
    next_step()
    page.set_input_files("[name=file]", datasets() / "pdf" / PDF)
    page.click("[name=upload]")
    expect(page.locator("#files")).to_contain_text(PDF)
    next_step()
    page.fill(f"[name='title.{play.language}']", title)
    page.fill(f"[name='abstract.{play.language}']", ABSTRACT)
    page.check(f"[name=languages][value={play.language}]")
    page.fill("[name=published]", "2026")
    page.fill("[name=publishers]", "A house of its own")
    next_step()
    page.check("[name=objectives][value='18']")
    page.select_option("[name=scope]", "global")
    next_step()
    page.fill("[name=licence]", "CC-BY-4.0")
    page.check("[name=rights_confirmed]")
    page.fill("[name=contact]", "office@example.org")
    next_step()
    play.send(page, "/send/")
    assert play.submission in page.url


def review(play, task, recommendation, value, width=1280):
    """A reviewer declares no conflict, accepts, writes and sends."""
    page = play.tab(task["id"], task["session"], width)
    play.go(page, f"reviews/{task['id']}/")
    for each in page.locator("fieldset input[type=radio][value=no]").all():
        each.check()
    play.send(page, "/answer/")
    for name in {each.get_attribute("name") for each in page.locator("input[type=radio][name^=value_]").all()}:
        page.check(f"[name={name}][value='{value}']")
    page.check(f"[name=recommendation][value={recommendation}]")
    page.check("[name=confidence][value='3']")
    page.fill("#for_submitter", "Say who took part, and what it cost.")
    page.fill("#for_editors", "A word for the editors.")
    page.click("[name=send]")
    play.look(page)


def act(play, name, **fields):
    """The editor does one thing on the page of the submission."""
    page = play.tab("editor")
    play.go(page, f"desk/submissions/{play.submission}/")
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    for field, value in fields.items():
        page.fill(f"#{name}-{field}", value)
    play.send(page, f"/act/{name}/")
    assert "done=" in page.url, page.locator("main").inner_text()[:2_000]


def invite(play):
    """The editor takes the panel that the hub proposes, and invites it."""
    page = play.tab("editor")
    play.go(page, f"desk/submissions/{play.submission}/panel/")
    play.send(page, "/panel/take/")


def test_from_the_first_click_to_the_shelf(play):
    title = {"en": "Recognition at three borders", "ar": "الاعتراف بالمهارات على ثلاثة حدود"}[play.language]
    submit(play, title)
    act(play, "take")
    act(play, "send-to-review")
    invite(play)

    first, second, third = (each for each in play.behind() if each["state"] == "invited")
    review(play, first, "accept", 4)
    review(play, second, "accept", 4, width=390)
    review(play, third, "reject", 1)
    act(play, "add-reviewer")
    invite(play)
    (fourth,) = (each for each in play.behind() if each["state"] == "invited")
    review(play, fourth, "minor", 4)

    act(play, "ask-minor", letter="Please say what it cost.", points="Name the costs.")
    play.behind("a-day-passes")
    page = play.tab("contributor")
    play.go(page, f"submissions/{play.submission}/")
    told = page.locator("main").inner_text()
    assert "Please say what it cost." in told
    for each in play.behind():
        assert each["name"] not in told
    play.go(page, f"submissions/{play.submission}/edit/describe/")
    page.fill(f"[name='abstract.{play.language}']", f"{ABSTRACT} It cost 300 in all.")
    page.locator("#step p.row button.button").first.click()
    play.go(page, f"submissions/{play.submission}/")
    page.fill("#answer-1", "They are named in the abstract now.")
    page.locator("form[action$='/send/'] button.button:not(.button--quiet)").click()
    play.look(page)
    assert "done=send" in page.url, page.locator("main").inner_text()[:2_000]

    act(play, "accept")
    play.behind("a-day-passes")
    act(play, "publish")
    play.manage("run_indexer", "--once")
    found = ask(play.site.url(f"/api/v1/resources?q={quote(title)}"))["items"]
    shelf = next(each for each in found if each["title"] == title)
    reader = play.tab("reader")
    play.go(reader, f"search/?q={quote(title)}")
    reader.locator(f"main a[href*='{shelf['id']}']").first.click()
    play.look(reader)
    told = reader.locator("main").inner_text()
    assert title in reader.locator("h1").inner_text()
    assert not [each["name"] for each in play.behind() if each["name"] in told]
    assert reader.locator("#review").is_visible()  # the public record: who in aggregate, when, how

"""A mail as it goes out: text and HTML in the reader's direction, nothing from elsewhere, nobody answered by a program."""

import email
import email.policy
import re
from html.parser import HTMLParser

import pytest

from gcmhub.notices import actions, tasks
from gcmhub.notices.mails import Kind, Mail, Template, register, write
from gcmhub.notices.models import Message
from gcmhub.notices.wording import TEMPLATES
from tests.notices.test_mails import VALUES

BASE = "https://hub.example.org"
XSS = """"><script>alert(1)</script><img src=x onerror=alert(2)>'"""
LANGUAGES = ("ar", "zh-hans", "en", "fr", "ru", "es")


class Page(HTMLParser):
    """Opened elements with their attributes, and the text."""

    def __init__(self, source):
        super().__init__()
        self.tags, self.words, self.open = [], [], []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join("".join(self.words).split())

    def attributes(self, tag):
        return [each for name, each in self.tags if name == tag]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", [each.name for each in TEMPLATES])
def test_html_says_what_the_text_says_and_loads_nothing(template, language, settings):
    settings.HUB_BASE_URL = BASE
    written = write(template, language, VALUES[template], action_url=f"{BASE}/x/")
    page = Page(written.html)
    assert page.open == []
    direction = "rtl" if language == "ar" else "ltr"
    assert [(each["dir"], each["lang"].lower()) for each in page.attributes("html") + page.attributes("body")] == [
        (direction, language)
    ] * 2
    assert {name for name, _ in page.tags} <= {
        *("html", "head", "meta", "title", "body", "div", "p", "a", "br", "hr", "blockquote"),
    }
    assert not [each for _, each in page.tags if {"src", "background", "srcset"} & each.keys()]
    assert not re.search(r"url\(|@import|(?:margin|padding)-(?:left|right)|text-align|float", written.html)
    for line in written.text.replace("-- ", "").splitlines():
        assert " ".join(line.split()) in page.text


def test_values_are_escaped_and_addresses_are_links():
    values = {"number": "1", "name": XSS, "email": "", "page": "", "subject": XSS, "text": f"{XSS}\nhttps://a.org/?a=1&b=2."}
    page = Page(write("contact_message", "ar", values, action_url=f"{BASE}/{XSS}", ending=f"{BASE}/{XSS}").html)
    assert {name for name, _ in page.tags} & {"script", "img"} == set()
    assert not [each for _, each in page.tags if any(name.startswith("on") for name in each)]
    assert "https://a.org/?a=1&b=2" in [each["href"] for each in page.attributes("a")]
    assert [each["dir"] for each in page.attributes("blockquote")] == ["auto"]


def test_a_link_is_only_what_begins_as_one():
    values = VALUES["contact_message"] | {"text": "javascript:alert(1) data:text/html,x ftp://x.org www.x.org"}
    assert Page(write("contact_message", "en", values).html).attributes("a") == []


def test_a_mail_that_can_be_switched_off_says_why_it_comes():
    register(
        kinds=[Kind("letters", lambda: "Letters", optional=True)],
        templates=[Template("unreasoned", lambda: Mail("S", ("P",)), "letters")],
    )
    with pytest.raises(ValueError, match="says no reason"):
        write("unreasoned", "en", {})
    written = write("book_came", "en", {"book": "B"}, ending=f"{BASE}/end/")
    assert "Because you follow books." in written.text
    assert f"{BASE}/end/" in [each["href"] for each in Page(written.html).attributes("a")]


def test_two_mails_or_kinds_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two mails"):
        register(templates=[Template("digest", lambda: Mail("S", ()))])
    with pytest.raises(ValueError, match="two kinds"):
        register(kinds=[Kind("account", lambda: "Another")])
    with pytest.raises(ValueError, match="no kind"):
        register(templates=[Template("another", lambda: Mail("S", ()), "nothing")])


@pytest.mark.django_db
def test_what_goes_out_has_both_parts_and_is_answered_by_no_program(amina, server, settings):
    settings.HUB_BASE_URL = BASE
    notice = actions.tell(amina, "loan_due", key="k", link="/loans/1/", reply_to="desk@example.org", book="B", due="2026-12-03")
    tasks.send_message.func(message_id=notice.mail.pk)
    got = email.message_from_string(server.taken[0], policy=email.policy.default)
    assert got.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in got.iter_parts()] == ["text/plain", "text/html"]
    names = ("Auto-Submitted", "X-Auto-Response-Suppress", "Content-Language", "Reply-To", "List-Unsubscribe")
    assert [got[name] for name in names] == ["auto-generated", "All", "ar", "desk@example.org", None]
    assert 'dir="rtl"' in got.get_body(("html",)).get_content()
    assert f"{BASE}/ar/loans/1/" in got.get_body(("plain",)).get_content()


@pytest.mark.django_db
def test_both_forms_of_a_text_that_opens_a_door_are_erased_once_it_is_sent(server):
    message = actions.send("password_reset", to="a@example.org", language="en", secret=True, link=f"{BASE}/secret-key/")
    assert message.readable_body == ""
    tasks.send_message.func(message_id=message.pk)
    assert server.taken[0].count("secret-key") >= 2
    assert "secret-key" not in str(Message.objects.filter(pk=message.pk).values().get())

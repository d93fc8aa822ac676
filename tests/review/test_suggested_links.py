"""A link that somebody suggests without an account: confirmed, answered once, forgotten; nothing of it is public."""

from datetime import timedelta

import pytest

from gcmhub.accounts.actions.leaving import delete_person, export_person
from gcmhub.core.actors import SYSTEM
from gcmhub.core.errors import NotPermitted
from gcmhub.library.models import Resource
from gcmhub.notices.models import Message
from gcmhub.review.actions import suggested_links as links
from gcmhub.review.choices import SuggestionState as State
from gcmhub.review.errors import Incomplete, SuggestionUnknown, TooMany
from gcmhub.review.models import Submission, Suggestion
from gcmhub.review.queries.people import submission_roles
from gcmhub.review.queries.suggested_links import alike_on_shelf, answered_for, same_address, visible_to, waiting_for
from gcmhub.review.rules import suggested_links as rules
from gcmhub.review.tasks import tick
from gcmhub.workflow.errors import NotInThisState, ReasonMissing
from gcmhub.workflow.queries import history
from tests.factories.records import record, shelve
from tests.review.conftest import address_of, sent

pytestmark = pytest.mark.django_db
SAID = {"url": "https://example.org/guide", "title": "A guide for nurses", "note": "It helps.", "objectives": ["18"]}
ADDRESS = "reader@example.org"


def suggest(email=ADDRESS, language="fr", by=None, **more):
    return links.suggest(email=email, language=language, site="http://hub.example", by=by, **SAID | more)


def waiting(**more):
    return links.confirm(links.token_of(suggest(**more)))


def test_one_mail_asks_for_a_confirmation_and_repeats_nothing_that_was_typed(people):
    row = suggest()
    assert row.state == State.UNCONFIRMED
    mail = Message.objects.get()
    assert (mail.recipient, mail.language, mail.template) == (ADDRESS, "fr", "review_suggestion_request")
    assert f"http://hub.example/fr/submit/link/{links.token_of(row)}/" in mail.body
    typed = (SAID["title"], SAID["url"], SAID["note"])
    assert [text for text in typed if text in mail.subject + mail.body + mail.html] == []
    assert not waiting_for(people.managing).exists()


def test_a_suggestion_confirmed_twice_waits_once(people):
    row = suggest()
    token = links.token_of(row)
    assert [links.confirm(token).state for _ in range(2)] == [State.WAITING] * 2
    assert list(waiting_for(people.editor)) == [row]
    links.decline(row, by=people.editor, reason="other")
    assert links.confirm(token).state == State.DISMISSED


@pytest.mark.parametrize("token", ["", "nobody", "abcdefghijkl:forged"])
def test_links_that_the_hub_did_not_make_name_no_suggestion(people, token):
    with pytest.raises(SuggestionUnknown):
        links.confirm(token)


def test_nobody_confirms_after_fourteen_days_and_the_address_is_gone(people, clock):
    token = links.token_of(suggest())
    clock.shift(timedelta(days=14, seconds=1))
    with pytest.raises(SuggestionUnknown):
        links.confirm(token)
    tick.func()
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(
    "url",
    [
        "", "  ", "javascript:alert(1)", "JAVASCRIPT://example.org/%0aalert(1)", "data:text/html,x", "ftp://example.org/a",
        "example.org", "https://", "https://localhost/x", "https://user:word@example.org/", "https://example.org/a b",
        "https://example.org/\u202egpj.exe", "https://example.org:port/", "https://[::1/", "//example.org/", "https://a.org/\0",
        "https://example.org/" + "x" * 2_000,
    ],
)  # fmt: skip
def test_addresses_that_are_no_web_pages_are_refused(people, url):
    with pytest.raises(Incomplete) as refused:
        suggest(url=url)
    assert [problem.field for problem in refused.value.problems] == ["url"]
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " \n\t"}, {"title": "\u202e\u200b"}, {"title": "x" * 301}, {"title": "a\0b"}, {"note": "x" * 2_001},
        {"objectives": ["99"]}, {"objectives": ["18"] * 31}, {"countries": ["<b>"]}, {"email": "nobody"}, {"email": ""},
        {"email": "a@example.org\nBcc: b@example.org"}, {"email": "a" * 250 + "@example.org"},
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_field(people, wrong):
    with pytest.raises(Incomplete) as refused:
        suggest(**wrong)
    assert {problem.field for problem in refused.value.problems} == set(wrong)
    assert not Suggestion.objects.exists()


def test_a_title_keeps_one_line_and_no_sign_that_turns_what_follows(people):
    assert suggest(title="Guide\r\nfor \u202enurses  می\u200cشود").title == "Guide for nurses می\u200cشود"


def test_the_same_link_sent_twice_is_one_suggestion_and_one_mail(people, clock):
    first = suggest()
    assert suggest(email=f" {ADDRESS.upper()} ") == first
    assert (Suggestion.objects.count(), Message.objects.count()) == (1, 1)
    clock.shift(timedelta(days=1))
    suggest()  # the mail of the day before may be lost
    assert (Suggestion.objects.count(), Message.objects.count()) == (1, 2)
    links.confirm(links.token_of(first))
    suggest()
    assert Message.objects.count() == 2


def test_a_stranger_cannot_fill_a_mailbox(people, clock):
    made = [suggest(url=f"https://example.org/{number}") for number in range(rules.UNCONFIRMED_AT_ONCE + 2)]
    assert [row is None for row in made] == [False, False, False, True, True]
    assert Message.objects.count() == rules.UNCONFIRMED_AT_ONCE
    assert suggest(email="other@example.org") is not None
    for row in made[:3]:
        links.confirm(links.token_of(row))
    more = [waiting(url=f"https://example.org/more/{number}") for number in range(rules.A_DAY - 3)]
    assert len(more) == rules.A_DAY - 3
    assert suggest(url="https://example.org/last") is None
    clock.shift(timedelta(days=1, seconds=1))
    assert suggest(url="https://example.org/last") is not None


def test_who_is_signed_in_needs_no_mail_and_is_told_of_the_limit(people):
    row = suggest(by=people.submitter, email="")
    assert (row.state, row.email) == (State.WAITING, address_of(people.submitter.name))
    assert not Message.objects.exists()
    for number in range(rules.A_DAY - 1):
        suggest(by=people.submitter, url=f"https://example.org/{number}")
    with pytest.raises(TooMany):
        suggest(by=people.submitter, url="https://example.org/last")


def test_signing_in_confirms_what_the_same_address_asked_for_before(people):
    row = suggest(email=address_of(people.submitter.name))
    assert suggest(by=people.submitter) == row
    row.refresh_from_db()
    assert row.state == State.WAITING


def test_who_has_no_verified_address_is_refused(people):
    people.submitter.emailaddress_set.update(verified=False)
    with pytest.raises(Incomplete):
        suggest(by=people.submitter)


def test_editors_see_the_suggestions_of_their_objectives_and_those_of_none(people):
    theirs, other, none = (
        waiting(url=f"https://example.org/{number}", objectives=codes) for number, codes in enumerate((["18"], ["1"], []))
    )
    assert list(waiting_for(people.editor)) == [theirs, none]
    assert list(waiting_for(people.managing)) == list(waiting_for(people.second_editor)) == [theirs, other, none]
    assert list(waiting_for(people.managing, "1")) == [other]
    assert not visible_to(people.submitter).exists()
    with pytest.raises(NotPermitted):
        links.accept(other, by=people.editor)
    for nobody in (people.submitter, people.un):
        with pytest.raises(NotPermitted):
            links.decline(theirs, by=nobody, reason="other")


def test_what_is_taken_up_is_a_draft_of_the_editor_who_then_handles_it_in_no_other_role(people):
    row = waiting(countries=["KEN"], language="zh-hans")
    draft = links.accept(row, by=people.editor)
    assert (draft.state, draft.record) == (
        "draft",
        {"title": {"zh": SAID["title"]}, "url": SAID["url"], "objectives": ["18"], "countries": ["KEN"]},
    )
    assert draft.declarations == {"note": SAID["note"]}
    assert submission_roles(people.editor, draft) == {"submitter"}
    row.refresh_from_db()
    assert (row.state, row.submission) == (State.TAKEN, draft)
    assert list(answered_for(people.editor)) == [row]
    assert not Resource.objects.filter(url=SAID["url"]).exists()


def test_who_suggested_is_told_once_in_their_language(people):
    row = waiting(language="es")
    links.accept(row, by=people.editor)
    for act in (
        lambda: links.accept(row, by=people.managing),
        lambda: links.decline(row, by=people.managing, reason="duplicate"),
    ):
        with pytest.raises(NotInThisState):
            act()
    told = Message.objects.exclude(template="review_suggestion_request").get()
    assert (told.template, told.recipient, told.language) == ("review_suggestion_taken", ADDRESS, "es")
    assert SAID["title"] in told.body
    assert [event.action for event in history("suggestion", row.public_id)] == ["taken"]
    assert Submission.objects.count() == 1


def test_what_is_not_taken_up_is_told_with_the_reason_and_the_editors_words(people):
    row = waiting(language="en")
    with pytest.raises(ReasonMissing):
        links.decline(row, by=people.editor, reason="because")
    with pytest.raises(TooMany):
        links.decline(row, by=people.editor, reason="other", letter="x" * 2_001)
    links.decline(row, by=people.editor, reason="duplicate", letter="<b>See</b> the guide of 2024.")
    told = Message.objects.exclude(template="review_suggestion_request").get()
    assert "It is on the Hub already." in told.body
    assert "<b>See</b>" in told.body
    assert "<b>" not in told.html


def test_unconfirmed_suggestions_are_nobodys_to_answer(people):
    row = suggest()
    with pytest.raises(NotPermitted):
        links.accept(row, by=people.managing)


def test_addresses_and_notes_go_thirty_days_after_the_answer(people, clock):
    row = waiting()
    links.decline(row, by=people.editor, reason="outdated")
    clock.shift(timedelta(days=30))
    assert links.forget_old() == 0
    clock.shift(timedelta(seconds=1))
    assert [links.forget_old() for _ in range(2)] == [1, 0]
    row.refresh_from_db()
    assert (row.email, row.note, row.url) == ("", "", SAID["url"])


def test_the_address_of_what_nobody_answered_goes_after_a_year_and_the_link_can_still_be_taken_up(people, clock):
    row = waiting()
    clock.shift(timedelta(days=365, seconds=1))
    links.forget_old()
    row.refresh_from_db()
    assert (row.email, row.state) == ("", State.WAITING)
    links.accept(row, by=people.editor)
    assert Message.objects.get().template == "review_suggestion_request"


def test_who_leaves_takes_their_suggestions_along(people):
    suggest(by=people.submitter)
    assert SAID["url"] in str(export_person(people.submitter, by=people.submitter))
    delete_person(people.submitter, by=SYSTEM)
    assert not Suggestion.objects.exists()


def test_what_is_on_the_shelf_already_is_found_by_address_and_by_title(people):
    shelve([record(1, title={"en": "Ethical recruitment of nurses abroad"}, kind="link", url="http://www.example.org/guide/")])
    assert [each.why for each in alike_on_shelf("https://example.org/guide", "Another title here", "en")] == ["url"]
    assert [each.why for each in alike_on_shelf("https://a.org/", "Ethical recruitment of nurses abroad!", "en")] == ["title"]
    assert alike_on_shelf("https://a.org/", "Fair housing for families", "en") == []


def test_editors_see_who_else_brought_the_same_address(people):
    submission = sent(people)
    row = waiting(url="http://www.example.org/nurses/")
    other = waiting(url="https://example.org/nurses", email="other@example.org")
    suggest(url="https://example.org/nurses/", email="third@example.org")
    assert same_address([row]) == {row.pk: ([other], [submission])}

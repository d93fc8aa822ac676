"""What is public of a review: aggregates in words, nothing of a shape that is not known, nothing that tells a reviewer."""

import pytest
from django.utils.translation import override

from gcmhub.face.public_review import public_review, reviewers, tombstone
from gcmhub.review.actions.tracks import load_tracks

pytestmark = pytest.mark.django_db
SAID = {
    "date": "2026-03-04", "decided": "2026-03-02", "track": "R", "rules": 2, "mode": "single", "rounds": 2,
    "reviewers": {"un": 1, "external": 2}, "confirmed": "2028-01-05", "not_confirmed_since": "2028-04-01",
    "changes": [
        {"what": "correction", "date": "2026-05-06", "fields": ["title", "practice"]},
        {"what": "translation", "date": "2026-07-08", "fields": ["title"], "languages": ["ar"]},
    ],
}  # fmt: skip


def rows(said=SAID, status="reviewed"):
    return {name: str(value) for name, value in public_review(said, status).rows}


def test_the_record_says_who_in_aggregate_how_and_when():
    load_tracks()
    assert rows() == {
        "Reviewers": "3 reviewers: 1 from the United Nations, 2 from outside the United Nations",
        "Way of review": "Single blind: those who submit do not learn who reviews",
        "Rounds": "2",
        "Decided": '<time datetime="2026-03-02">2 March 2026</time>',
        "Included": '<time datetime="2026-03-04">4 March 2026</time>',
        "Last confirmed": '<time datetime="2028-01-05">5 January 2028</time>',
        "Track": "Peer review, rules version 2",
    }


def test_changes_stand_with_their_days_the_latest_first():
    found = public_review(SAID, "imported")
    assert [row.text for row in found.changes] == ["Translation added: Arabic", "Correction: Title, Practice"]
    assert "2028-04-01" in found.not_confirmed_since
    assert found.rows == ()


@pytest.mark.parametrize(
    "said",
    [
        {"reviewers": ["Rita First"], "mode": "by Rita", "rounds": "many", "date": "yesterday", "changes": "all"},
        {"reviewers": {"un": "Una", "external": {"name": "Rita"}}, "changes": [1, {"what": "x"}, {"what": "correction"}]},
        {"reviewers": {"un": True, "external": 1000}, "date": 5, "track": ["R"], "not_confirmed_since": {}},
    ],
)
def test_what_has_another_shape_is_left_out(said):
    found = public_review(said, "reviewed")
    assert (found.rows, found.changes, str(found.not_confirmed_since)) == ((), (), "")


@pytest.mark.parametrize(
    ("language", "one", "five"),
    [
        ("ar", "مراجع واحد", "5 مراجعين"),
        ("ru", "1 рецензент", "5 рецензентов"),
        ("fr", "1 évaluateur", "5 évaluateurs"),
    ],
)
def test_numbers_of_reviewers_have_the_forms_of_the_language(language, one, five):
    with override(language):
        assert reviewers(1).startswith(one)
        assert reviewers(5).startswith(five)


def test_a_tombstone_says_its_reason_in_words_and_what_was_written():
    assert tombstone("outdated\nSee the edition of 2026.") == ("It is out of date.", "See the edition of 2026.")
    assert tombstone("rights") == ("The rights to it have changed.", "")
    assert tombstone("It was a mistake.") == ("", "It was a mistake.")

"""Sentences about codes."""

import pytest
from django.utils.translation import get_language, override

from gcmhub.face import sentences
from gcmhub.library.queries import RankReason

CODES = ("scope:global", "actions:5", "peer-reviewed:2021", "published:2022")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Global · 5 actions · peer reviewed in 2021 · 2022"),
        ("zh", "全球 · 5 项行动 · 2021年经同行评审 · 2022"),
        ("zh-hans", "全球 · 5 项行动 · 2021年经同行评审 · 2022"),
        ("fr", "Mondial · 5 actions · évalué par des pairs en 2021 · 2022"),
        ("ru", "Глобальный · 5 мер · рецензировано в 2021 году · 2022"),
        ("es", "Mundial · 5 acciones · revisado por pares en 2021 · 2022"),
    ],
)
def test_a_rank_reason_speaks_the_language_asked_for_whatever_the_page_speaks(language, text):
    with override("ar"):
        assert sentences.rank_reason_text(RankReason(CODES), language) == text
        assert get_language() == "ar"


def test_a_rank_reason_says_nothing_that_is_not_known():
    assert sentences.rank_reason_text(RankReason(("scope:unknown", "objectives:1", "imported")), "en") == (
        "1 objective · imported, not peer reviewed"
    )
    assert sentences.rank_reason_text(RankReason(("scope:local", "objectives:2", "not-reviewed", "later:1")), "en") == (
        "Local · 2 objectives · not peer reviewed"
    )


def test_a_review_is_stated_as_it_was():
    assert sentences.review_statement("reviewed", 2021) == "Peer reviewed in 2021, before it was included in the Hub."
    assert sentences.review_statement("reviewed", None) == "Peer reviewed before it was included in the Hub."
    assert sentences.review_statement("imported", None) == "Imported, not peer reviewed."
    assert sentences.review_statement("none", None) == "Not peer reviewed."


def test_every_relation_has_a_sentence_from_both_ends():
    from gcmhub.library.choices import RelationType

    for kind in RelationType.values:
        both = {sentences.relation_text(kind, inverse=inverse) for inverse in (False, True)}
        assert len(both) == 2
        assert "Related to" not in both


def test_concepts_are_named_in_the_readers_language():
    with override("fr"):
        assert sentences.concept_name("no-such-concept") == "no-such-concept"

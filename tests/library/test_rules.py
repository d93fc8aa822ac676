"""The order of the Hub and the other rules that values alone decide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcmhub.library import rules

SCOPES = list(rules.SCOPE_RANK)
PLACES = st.tuples(st.sampled_from(SCOPES), st.integers(1, 3))
DATES = st.dates().map(lambda day: day.isoformat())


def order(scope: str, comprehensiveness: int, *, reviewed: bool = False, published: str = "") -> int:
    return rules.recommended_order(scope=scope, comprehensiveness=comprehensiveness, reviewed=reviewed, published=published)


@given(PLACES, PLACES, st.booleans(), st.booleans(), DATES, DATES)
def test_a_resource_at_least_as_good_in_both_and_better_in_one_comes_first(one, other, a, b, early, late):
    wider = rules.SCOPE_RANK[one[0]] <= rules.SCOPE_RANK[other[0]]
    fuller = one[1] >= other[1]
    if wider and fuller and one != other:
        assert order(*one, reviewed=a, published=early) < order(*other, reviewed=b, published=late)


@given(PLACES, DATES, DATES)
def test_among_equals_the_peer_reviewed_come_first_then_the_newest(place, one, other):
    assert order(*place, reviewed=True, published=one) < order(*place, reviewed=False, published=other)
    newest, oldest = max(one, other), min(one, other)
    assert order(*place, published=newest) <= order(*place, published=oldest)


@given(PLACES, st.booleans(), DATES, st.integers(0, 2**30 - 1))
def test_a_place_with_arrival_fits_into_a_signed_integer(place, reviewed, published, arrival):
    assert 0 <= rules.place_with_arrival(order(*place, reviewed=reviewed, published=published), arrival) < 2**63


def test_the_widest_breadth_is_nine_and_the_narrowest_zero():
    assert rules.breadth(scope="global", comprehensiveness=3) == 9
    assert rules.breadth(scope="local", comprehensiveness=1) == 0


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("", "2021"), ("2021", "2021-01"), ("2021-01", "2021-01-01"), ("2021-12-31", "2022"), ("0001", "9999-12-31")],
)
def test_a_coarse_date_comes_before_the_finer_ones_of_its_year(earlier, later):
    assert rules.published_value(earlier) < rules.published_value(later) <= rules.DATE_MAX


@pytest.mark.parametrize("wrong", ["21", "2021-13", "2021-02-30", "2021-1-1", "2021-01-01T00", "٢٠٢١", "0000"])
def test_what_is_no_date_is_refused(wrong):
    with pytest.raises(ValueError, match=r"."):
        rules.published_value(wrong)


def test_comprehensiveness_outside_one_to_three_is_refused():
    with pytest.raises(ValueError, match="1 to 3"):
        order("global", 4)


def test_the_scope_follows_from_places_when_none_is_given():
    scope = rules.effective_scope
    assert scope("local", regions=["africa", "asia"], countries=[]) == "local"
    assert scope("", regions=["africa", "asia"], countries=["KEN", "IND"]) == "multi-regional"
    assert scope("", regions=["africa"], countries=["KEN"]) == "national"
    assert scope("", regions=["africa"], countries=["KEN", "UGA"]) == "regional"
    assert scope("", regions=[], countries=[]) == ""


def test_comprehensiveness_follows_from_what_is_covered_when_none_is_given():
    weigh = rules.effective_comprehensiveness
    assert [weigh(None, objectives=n, actions=0) for n in (1, 2, 4, 5)] == [1, 2, 2, 3]
    assert [weigh(None, objectives=1, actions=n) for n in (2, 3, 5, 6)] == [1, 2, 2, 3]
    assert weigh(1, objectives=23, actions=12) == 1


def test_the_rank_reason_names_scope_coverage_review_and_year():
    codes = rules.rank_codes(
        scope="global", objectives=1, actions=5, review_status="reviewed", reviewed_year=2021, published="2020-12-13"
    )
    assert codes == ("scope:global", "actions:5", "peer-reviewed:2021", "published:2020")
    codes = rules.rank_codes(scope="", objectives=2, actions=0, review_status="imported", reviewed_year=None, published="")
    assert codes == ("scope:unknown", "objectives:2", "imported")


def test_the_reader_gets_their_language_else_the_original():
    assert rules.pick_language(["fr", "ar"], "ar") == "ar"
    assert rules.pick_language(["fr", "ar"], "ru") == "fr"
    assert rules.pick_language([], "ru") is None


def test_an_orcid_with_a_wrong_digit_is_refused():
    assert rules.orcid_is_sound("0000-0002-1825-0097")
    assert rules.orcid_is_sound("0000-0001-5109-3700")
    assert not rules.orcid_is_sound("0000-0002-1825-0098")
    assert not rules.orcid_is_sound("0000-0002-1825-009")

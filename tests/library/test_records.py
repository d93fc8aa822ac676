"""The record format: what is taken, what is refused and why."""

from typing import Any

import pytest

from gcmhub.library.checks import Words
from gcmhub.library.errors import RecordRefused
from gcmhub.library.records import read_record, write_record

WORDS = Words(
    objectives={"0", "18"},
    actions={"18a", "18b"},
    principles={"human-rights"},
    regions={"africa", "asia"},
    document_types={"report"},
    country={"KEN": "KEN", "Kenya": "KEN", "كينيا": "KEN", "XKX": "XKX"}.get,
)
LEAST: dict[str, Any] = {"id": "a1", "source": "test", "kind": "document", "title": {"en": "Title"}, "objectives": ["18"]}


def problems_of(**changes: object) -> dict[str, str]:
    with pytest.raises(RecordRefused) as refused:
        read_record(LEAST | changes, WORDS)
    return {problem.field: problem.reason for problem in refused.value.problems}


def test_only_id_source_kind_title_and_objectives_are_required():
    record = read_record(LEAST, WORDS)
    assert write_record(record) == LEAST


def test_every_missing_field_is_named_at_once():
    with pytest.raises(RecordRefused) as refused:
        read_record({}, WORDS)
    assert [problem.field for problem in refused.value.problems] == ["id", "source", "kind", "title", "objectives"]


def test_the_source_may_come_from_the_caller():
    raw = {key: value for key, value in LEAST.items() if key != "source"}
    assert read_record(raw, WORDS, source="caller").source == "caller"


@pytest.mark.parametrize("name", ["KEN", "Kenya", "كينيا"])
def test_countries_resolve_from_code_or_any_known_name(name):
    assert read_record(LEAST | {"countries": [name]}, WORDS).countries == ("KEN",)


def test_a_country_is_never_guessed():
    assert problems_of(countries=["Kenia"]) == {"countries": "unknown country or area 'Kenia'"}


def test_global_among_the_countries_is_a_scope():
    record = read_record(LEAST | {"countries": ["Global"]}, WORDS)
    assert (record.scope, record.countries) == ("global", ())
    assert "countries" in problems_of(countries=["Global"], scope="national")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "paper"),
        ("objectives", ["24"]),
        ("objectives", "18"),
        ("actions", ["18z"]),
        ("principles", ["Human rights"]),
        ("regions", ["Africa"]),
        ("document_type", "Report"),
        ("scope", "world"),
        ("published", "2021-02-30"),
        ("url", "javascript:alert(1)"),
        ("url", "http://"),
        ("title", "Title"),
        ("title", {"en": 5.5j}),
        ("languages", ["english language"]),
        ("comprehensiveness", 4),
        ("peer_review", "yes"),
        ("keywords", ["a"]),
    ],
)
def test_a_wrong_value_is_refused_with_its_field(field, value):
    assert field in {name.split(".")[0] for name in problems_of(**{field: value})}


def test_control_characters_are_refused_because_databases_refuse_them():
    assert problems_of(abstract={"en": "a\x00b"}) == {"abstract.en": "holds a control character"}


def test_an_author_may_be_a_name_and_an_orcid_is_checked():
    record = read_record(
        LEAST | {"authors": ["A. Name", {"name": "B", "orcid": "https://orcid.org/0000-0002-1825-0097"}]}, WORDS
    )
    assert record.authors == ({"name": "A. Name"}, {"name": "B", "orcid": "0000-0002-1825-0097"})
    assert "authors.orcid" in problems_of(authors=[{"name": "B", "orcid": "0000-0002-1825-0098"}])


def test_a_file_needs_either_a_path_or_a_url():
    assert problems_of(files=[{"title": "x"}]) == {"files": "needs either path or url"}
    assert problems_of(files=[{"path": "a", "url": "https://example.org/"}]) == {"files": "needs either path or url"}


def test_an_event_ends_after_it_starts_in_its_own_zone():
    event = {"start": "2026-05-01T10:00:00", "end": "2026-05-01T12:00:00", "timezone": "Africa/Nairobi"}
    record = read_record(LEAST | {"kind": "event", "event": event}, WORDS)
    assert record.details == event
    early = {"start": "2026-05-01T10:00:00", "end": "2026-05-01T09:00:00"}
    assert problems_of(kind="event", event=early) == {"event.end": "is before the start"}


@pytest.mark.parametrize(
    "wrong", [{"start": "soon"}, {"timezone": "Mars/Base"}, {"online_url": "ftp://x"}, {"imrf": "perhaps"}]
)
def test_wrong_details_are_refused_with_their_field(wrong):
    assert list(problems_of(kind="event", event=wrong)) == [f"event.{next(iter(wrong))}"]


def test_details_of_another_kind_are_refused():
    assert "event" in problems_of(event={"start": "2026-05-01"})


def test_lists_lose_what_is_said_twice_and_languages_become_primary_tags():
    record = read_record(LEAST | {"objectives": ["18", "18"], "languages": ["zh-Hans", "en", "EN"]}, WORDS)
    assert (record.objectives, record.languages) == (("18",), ("zh", "en"))


def test_the_digest_changes_with_the_record_and_with_its_files():
    record = read_record(LEAST, WORDS)
    other = read_record(LEAST | {"abstract": {"en": "More"}}, WORDS)
    assert len({record.digest(), other.digest(), record.digest(("00",))}) == 3

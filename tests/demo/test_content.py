"""The demonstration content as it lies in its files: sound, marked, and wide enough to show every page."""

import json
import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from gcmhub.demo.actions import DATA, SOURCE, resource_files
from gcmhub.library.checks import moment
from gcmhub.library.choices import Kind, RelationType, Scope
from gcmhub.library.extraction import extract_confined
from gcmhub.library.files import inside, media_type_of
from gcmhub.library.imports import known_words
from gcmhub.library.reading import read_lines
from gcmhub.library.records import FIELDS, read_record
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import LANGUAGES

SHOWN_ON = datetime(2026, 11, 25, tzinfo=UTC)
DEMONSTRATION = {
    "ar": "محتوى تجريبي",
    "zh": "演示内容",
    "en": "demonstration",
    "fr": "démonstration",
    "ru": "демонстрационный материал",
    "es": "demostración",
    "pt": "demonstração",
}
ILLUSTRATIVE = {
    "ar": "مثال توضيحي",
    "zh": "虚构示例",
    "en": "Illustrative",
    "fr": "Exemple illustratif",
    "ru": "Иллюстративный пример",
    "es": "Ejemplo ilustrativo",
    "pt": "Exemplo ilustrativo",
}
SCRIPTS = {"ar": r"[\u0600-\u06ff]", "zh": r"[\u4e00-\u9fff]", "ru": r"[\u0400-\u04ff]"}


def raw_records():
    return [line.raw for path in resource_files() for line in read_lines(path)]


@pytest.fixture(scope="module")
def records():
    words = known_words()
    return [read_record(raw, words, SOURCE) for raw in raw_records()]


def invented(record) -> bool:
    return record.id.startswith("demo-")


def texts_of(record) -> set[str]:
    return {*record.title, *record.abstract}


def test_every_record_is_sound_and_uses_known_fields_only(records):
    assert len(records) >= 150
    assert {field for raw in raw_records() for field in raw} <= FIELDS
    assert "peer_review" not in {field for raw in raw_records() for field in raw}


def test_files_are_read_in_a_stable_order():
    assert [path.name for path in resource_files()] == sorted(path.name for path in DATA.glob("*.jsonl"))


def test_ids_are_unique(records):
    assert [name for name, count in Counter(record.id for record in records).items() if count > 1] == []


def test_every_record_says_that_it_is_demonstration_content(records):
    assert {record.source for record in records} == {SOURCE}
    for record in records:
        assert {language: DEMONSTRATION[language] for language in texts_of(record)} == {
            language: words[0] for language, words in record.keywords.items()
        }, record.id


def test_an_invented_resource_says_so_in_the_first_words_of_each_language(records):
    for record in filter(invented, records):
        assert all(text.startswith(ILLUSTRATIVE[language]) for language, text in record.abstract.items()), record.id


def test_an_invented_resource_leads_nowhere_and_names_no_outside_publisher(records):
    for record in filter(invented, records):
        assert (record.url, record.publishers) == ("", ("GCM Hub demonstration",)), record.id
        assert all("(illustrative)" in row["name"] or "(fictitious)" in row["name"] for row in record.authors), record.id


def test_a_real_resource_leads_to_its_publisher(records):
    without = [record.id for record in records if not invented(record) and not record.url]
    assert without == ["norway-interview-procedure"]


def test_kinds_are_all_there_in_number(records):
    least = {"document": 60, "event": 20, "project": 20, "training": 15, "video": 8, "practice": 18, "link": 10}
    counts = Counter(record.kind for record in records)
    assert set(least) == set(Kind.values)
    assert {kind: count for kind, count in least.items() if counts[kind] < count} == {}


def test_every_objective_has_five_resources_at_least(records):
    counts = Counter(code for record in records for code in record.objectives)
    assert {code: counts[code] for code in vocabulary.codes("objective") if counts[code] < 5} == {}


def test_actions_belong_to_an_objective_of_the_resource(records):
    wrong = [record.id for record in records if not {code[:-1] for code in record.actions} <= set(record.objectives)]
    assert wrong == []


def test_every_action_of_objective_18_is_met_by_several(records):
    counts = Counter(code for record in records for code in record.actions if code.startswith("18"))
    assert {code: counts[code] for code in (f"18{letter}" for letter in "abcdefghijkl") if counts[code] < 5} == {}


@pytest.mark.parametrize(
    ("field", "codes"),
    [
        ("scope", set(Scope.values)),
        ("document_type", set(vocabulary.codes("document_type"))),
        ("comprehensiveness", {1, 2, 3, None}),
    ],
)
def test_every_value_of_a_single_field_is_used(records, field, codes):
    assert {getattr(record, field) for record in records} >= codes


def test_every_principle_and_region_is_used(records):
    assert {code for record in records for code in record.principles} == set(vocabulary.codes("principle"))
    regions = {code for record in records for code in record.regions}
    regions |= {region for record in records for code in record.countries if (region := vocabulary.region_of(code))}
    assert regions == set(vocabulary.codes("region"))


def test_seventy_countries_and_areas_and_more_are_named(records):
    countries = {code for record in records for code in record.countries}
    assert len(countries) >= 70
    assert countries <= vocabulary.codes("country")


def test_languages_are_there_in_number(records):
    counts = Counter(language for record in records for language in texts_of(record))
    assert {language: counts[language] for language in LANGUAGES if counts[language] < 15} == {}
    assert sum(len(texts_of(record)) > 1 for record in records) >= 40
    assert sum(set(LANGUAGES) <= set(record.title) & set(record.abstract) for record in records) >= 10


def test_each_text_is_written_in_the_script_of_its_language(records):
    for record in records:
        for texts in (record.title, record.abstract):
            assert all(re.search(SCRIPTS.get(language, "[A-Za-z]"), text) for language, text in texts.items()), record.id
        assert record.title.keys() == record.abstract.keys(), record.id


def test_abstracts_are_neither_a_line_nor_a_page(records):
    for record in records:
        for place, (language, text) in enumerate(record.abstract.items()):
            length = len(text) if language == "zh" else len(text.split())
            least, most = (90, 330) if language == "zh" else (50 if place == 0 else 38, 150)
            assert least <= length <= most, (record.id, language, length)


def test_there_are_past_present_and_future_events(records):
    moments = [
        (moment(row["start"], row["timezone"]), moment(row["end"], row["timezone"]))
        for row in (record.details for record in records if record.kind == "event")
        if "end" in row
    ]
    assert sum(end < SHOWN_ON for _, end in moments) >= 10
    assert sum(start <= SHOWN_ON <= end for start, end in moments) >= 1
    assert sum(start > SHOWN_ON for start, _ in moments) >= 6


def test_every_practice_names_implementer_challenge_and_actions(records):
    for record in records:
        if record.kind == "practice":
            assert {"implementer", "challenge", "actions_taken"} <= record.details.keys(), record.id


def test_every_relation_ends_at_a_record_and_every_type_that_is_shown_is_used(records):
    ids = {record.id for record in records}
    relations = [(record.id, row) for record in records for row in record.relations]
    assert [(name, row["id"]) for name, row in relations if row["id"] not in ids or row["id"] == name] == []
    assert {row["type"] for _, row in relations} == set(RelationType.values) - {"evaluates"}
    assert len({name for name, _ in relations}) >= 20


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("files/before-you-leave.en.pdf", "regulated occupations"),
        ("files/before-you-leave.ar.pdf", "المهن المنظمة"),
        ("files/before-you-leave.zh.pdf", "受管制职业"),
        ("files/une-seule-porte.fr.docx", "À Valclair"),
        ("files/odna-dver.ru.html", "В Заречинске"),
        ("files/una-sola-puerta.es.txt", "En Puerto Almendro"),
    ],
)
def test_the_text_of_every_file_can_be_read(records, path, words):
    assert path in {file["path"] for record in records for file in record.files if "path" in file}
    place = inside(DATA, path)
    extract = extract_confined(str(place), media_type_of(place.name))
    assert extract.state == "done"
    assert words in extract.text
    assert place.stat().st_size < 100_000


def test_no_file_lies_there_unused(records):
    used = {file["path"] for record in records for file in record.files if "path" in file}
    assert {f"files/{path.name}" for path in (DATA / "files").iterdir()} == used


def test_lines_are_plain_json_with_readable_letters():
    for path in resource_files():
        for line in path.read_text(encoding="utf-8").splitlines():
            assert line == json.dumps(json.loads(line), ensure_ascii=False)

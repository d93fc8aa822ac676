"""The data files of the vocabulary: codes of the contract, labels in six languages, order."""

import re
from collections import Counter

import pytest

from gcmhub.vocabulary.choices import LANGUAGES, Scheme
from gcmhub.vocabulary.words import TermRow, fold, read_scheme

SHORT_TITLES = """Data; Minimize adverse drivers; Information provision; Legal identity and documentation; Regular pathways;
Recruitment and decent work; Reduce vulnerabilities; Save lives; Counter smuggling; Eradicate trafficking; Manage borders;
Screening and referral; Alternatives to detention; Consular protection; Access to basic services; Inclusion and social cohesion;
Eliminate discrimination; Skills development and recognition; Migrant and diaspora contributions; Remittances;
Dignified return and reintegration; Social protection; International cooperation; General"""
PRINCIPLES = """People-centred; International cooperation; National sovereignty; Rule of law and due process;
Sustainable development; Human rights; Gender-responsive; Child-sensitive; Whole-of-government approach;
Whole-of-society approach"""
TYPES = """Analysis; E-learning course; Guidelines/Toolkits/Manuals; Journal Article; Methodology; Link; Policy Brief; Report;
Resolution; Training / Workshop Material; Working Paper; Other"""
# How many lettered actions each objective of A/RES/73/195 has, objective 1 first.
ACTIONS = (11, 12, 5, 7, 10, 12, 12, 6, 6, 10, 7, 5, 8, 6, 6, 9, 7, 12, 10, 9, 9, 3, 5)
SCRIPTS = {"ar": r"[\u0620-\u064a]", "zh": r"[\u4e00-\u9fff]", "ru": r"[А-яЁё]"}
COUNTRIES = read_scheme(Scheme.COUNTRY)


def codes(scheme: str) -> list[str]:
    return [row.code for row in read_scheme(scheme)]


def listed(text: str) -> list[str]:
    return [name.strip() for name in text.replace("\n", " ").split(";")]


def slug(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")


def texts(row: TermRow, language: str) -> list[str]:
    """Every text of a term in a language."""
    more = [row.attributes[name] for name in ("long_title", "commitment", "plural", "note") if name in row.attributes]
    return [row.labels[language], *(text[language] for text in more)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", Scheme.values)
def test_every_text_stands_in_six_languages_and_their_scripts(scheme, language):
    other_scripts = "|".join(pattern for name, pattern in SCRIPTS.items() if name != language)
    for row in read_scheme(scheme):
        assert set(row.labels) == set(LANGUAGES), row.code
        for text in texts(row, language):
            assert text == text.strip(), row.code
            assert re.search(SCRIPTS.get(language, "[A-Za-zÀ-ÿ]"), text), (row.code, text)
            assert not re.search(other_scripts, text), (row.code, text)


@pytest.mark.parametrize("scheme", Scheme.values)
def test_codes_and_labels_occur_once_in_a_scheme(scheme):
    rows = read_scheme(scheme)
    assert [code for code, number in Counter(row.code for row in rows).items() if number > 1] == []
    for language in LANGUAGES:
        assert [name for name, number in Counter(row.labels[language] for row in rows).items() if number > 1] == []


def test_objectives_are_the_twenty_three_and_general_in_their_order():
    assert codes(Scheme.OBJECTIVE) == [*map(str, range(1, 24)), "0"]
    assert [row.labels["en"] for row in read_scheme(Scheme.OBJECTIVE)] == listed(SHORT_TITLES)
    assert [row.attributes["rank"] for row in read_scheme(Scheme.OBJECTIVE)] == list(range(1, 25))


def test_objective_n_is_paragraph_n_plus_sixteen_and_general_has_none():
    paragraphs = [row.attributes["paragraph"] for row in read_scheme(Scheme.OBJECTIVE)]
    assert paragraphs == [*range(17, 40), None]


def test_every_objective_has_its_english_long_title_checked():
    rows = read_scheme(Scheme.OBJECTIVE)
    assert [row.code for row in rows if "en" not in row.attributes["long_title_checked"]] == ["0"]
    long_titles = {row.code: row.attributes["long_title"]["en"] for row in rows}
    assert long_titles["18"] == (
        "Invest in skills development and facilitate mutual recognition of skills, qualifications and competences"
    )


def test_a_commitment_is_told_in_at_most_three_sentences_where_it_was_held_against_the_official_text():
    told = {row.code: row.attributes["commitment"] for row in read_scheme(Scheme.OBJECTIVE) if "commitment" in row.attributes}
    assert set(map(str, range(24))) - set(told) == {"0"}
    for code, texts in told.items():
        assert set(texts) == set(LANGUAGES), code
        for language, text in texts.items():
            assert 1 <= len(re.findall(r"[.。]", text)) <= 3, (code, language)
            assert text.endswith((".", "。")), (code, language)
            assert len(text) <= 520, (code, language)


def test_a_commitment_is_no_quotation():
    for row in read_scheme(Scheme.OBJECTIVE):
        text = row.attributes.get("commitment", {}).get("en", "")
        assert not re.search(r"[Ww]e commit|we further commit", text), row.code


def test_actions_are_lettered_as_in_the_compact():
    wanted = [f"{number}{'abcdefghijkl'[at]}" for number, total in enumerate(ACTIONS, 1) for at in range(total)]
    assert codes(Scheme.ACTION) == wanted
    assert [f"{row.attributes['objective']}{row.attributes['letter']}" for row in read_scheme(Scheme.ACTION)] == wanted


def test_an_action_is_one_short_line():
    lines = [line for row in read_scheme(Scheme.ACTION) for line in row.labels.values()]
    assert [line for line in lines if len(line) > 125 or "\n" in line or line.endswith((".", ";", "。"))] == []


def test_principles_regions_and_types_have_the_code_of_their_english_label():
    for scheme in (Scheme.PRINCIPLE, Scheme.REGION, Scheme.DOCUMENT_TYPE):
        assert codes(scheme) == [slug(row.labels["en"]) for row in read_scheme(scheme)]
    assert [row.labels["en"] for row in read_scheme(Scheme.PRINCIPLE)] == listed(PRINCIPLES)
    assert [row.labels["en"] for row in read_scheme(Scheme.DOCUMENT_TYPE)] == listed(TYPES)
    assert "".join(row.attributes["letter"] for row in read_scheme(Scheme.PRINCIPLE)) == "abcdefghij"


def test_regions_carry_their_m49_code():
    m49 = {row.code: row.attributes["m49"] for row in read_scheme(Scheme.REGION)}
    assert m49 == {"africa": "002", "americas": "019", "asia": "142", "europe": "150", "oceania": "009"}


def test_scopes_and_kinds_are_those_of_the_contract():
    assert codes(Scheme.SCOPE) == ["global", "multi-regional", "regional", "sub-regional", "national", "local"]
    assert [row.attributes["rank"] for row in read_scheme(Scheme.SCOPE)] == list(range(6))
    assert codes(Scheme.KIND) == ["document", "link", "event", "project", "training", "video", "practice"]


def test_the_six_languages_come_first_in_the_order_of_the_united_nations():
    assert tuple(codes(Scheme.LANGUAGE)[:6]) == LANGUAGES
    others = read_scheme(Scheme.LANGUAGE)[6:]
    assert len(others) >= 40
    assert [row.labels["en"] for row in others] == sorted(row.labels["en"] for row in others)
    assert [row.code for row in others if not re.fullmatch("[a-z]{2,3}", row.code)] == []


def test_countries_are_the_m49_areas_and_kosovo():
    assert len(COUNTRIES) == 249
    assert [row.code for row in COUNTRIES if not re.fullmatch("[A-Z]{3}", row.code)] == []
    assert [row.code for row in COUNTRIES if not re.fullmatch(r"\d{3}", row.attributes["m49"] or "")] == ["XKX"]
    assert len({row.attributes["m49"] for row in COUNTRIES}) == len({row.attributes["iso2"] for row in COUNTRIES}) == 249
    assert [row.code for row in COUNTRIES if row.attributes["region"] is None] == ["ATA"]


def test_the_founding_page_offers_195_of_them():
    offered = [row for row in COUNTRIES if row.active]
    assert [row.code for row in COUNTRIES if bool(row.attributes["seed_label"]) != row.active] == []
    assert Counter(row.attributes["region"] for row in offered if row.code != "XKX") == {
        "africa": 54,
        "asia": 47,
        "europe": 43,
        "americas": 36,
        "oceania": 14,
    }
    assert {"XKX", "SXM"} <= {row.code for row in offered}
    assert {"VAT", "PSE", "HKG", "COK"}.isdisjoint(row.code for row in offered)


def test_flags_of_development_are_counted():
    flags = {flag: sum(row.attributes[flag] for row in COUNTRIES) for flag in ("ldc", "lldc", "sids")}
    assert flags == {"ldc": 44, "lldc": 32, "sids": 53}


def test_kosovo_always_carries_the_asterisk_and_the_note():
    (kosovo,) = (row for row in COUNTRIES if row.code == "XKX")
    assert all(name.endswith("*") for name in kosovo.labels.values())
    assert kosovo.attributes["seed_label"] == "Kosovo*"
    assert kosovo.attributes["code_status"] == "user-assigned"
    assert kosovo.attributes["iso2"] == "XK"
    assert kosovo.attributes["region"] == "europe"
    assert set(kosovo.attributes["note"]) == set(LANGUAGES)
    assert all("1244" in note and note.startswith("*") for note in kosovo.attributes["note"].values())
    assert [row.code for row in COUNTRIES if "code_status" in row.attributes or "note" in row.attributes] == ["XKX"]


def test_names_follow_the_united_nations_of_today():
    english = {row.code: row.labels["en"] for row in COUNTRIES}
    assert english["TUR"] == "Türkiye"
    assert english["SWZ"] == "Eswatini"
    assert english["MKD"] == "North Macedonia"
    assert english["CZE"] == "Czechia"
    assert english["NLD"] == "Netherlands (Kingdom of the)"
    assert english["CIV"] == "Côte d’Ivoire"
    assert english["PRK"] == "Democratic People’s Republic of Korea"


def test_labels_of_countries_have_no_article_mark_or_footnote():
    marks = re.compile(r"\[|\]|_|'|\((?:the|l['’]|le|la|les|el|los|las)\)")
    texts_of = [name for row in COUNTRIES for name in row.labels.values()]
    assert [name for name in texts_of if marks.search(name)] == []
    assert {name for name in texts_of if "*" in name} == {"Kosovo*", "Косово*", "科索沃*", "كوسوفو*"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_sort_ranks_are_an_order_of_all_countries(language):
    assert sorted(row.attributes["sort"][language] for row in COUNTRIES) == list(range(249))


def test_the_file_of_countries_is_in_english_alphabetical_order():
    assert [row.attributes["sort"]["en"] for row in COUNTRIES] == list(range(249))
    english = [row.labels["en"] for row in COUNTRIES]
    at = english.index("Costa Rica")
    assert english[at : at + 3] == ["Costa Rica", "Côte d’Ivoire", "Croatia"]


def test_the_orders_know_accents_letters_and_pinyin():
    rank = {row.code: row.attributes["sort"] for row in COUNTRIES}
    assert rank["EGY"]["fr"] < rank["ESP"]["fr"] < rank["FRA"]["fr"]  # Égypte, Espagne, France
    assert rank["ALA"]["en"] < rank["ALB"]["en"]  # Åland, Albania
    assert rank["AFG"]["zh"] < rank["BRA"]["zh"] < rank["DEU"]["zh"] < rank["FRA"]["zh"] < rank["CHN"]["zh"]  # a b d f z
    assert rank["ESP"]["ar"] < rank["TUN"]["ar"] < rank["KEN"]["ar"] < rank["EGY"]["ar"]  # alif, ta, kaf, mim
    assert rank["AUS"]["ru"] < rank["EGY"]["ru"] < rank["RUS"]["ru"] < rank["JAM"]["ru"]  # А Е Р Я
    assert rank["ESP"]["es"] < rank["EST"]["es"]  # España, Estonia


def test_no_name_means_two_countries():
    meanings: dict[str, set[str]] = {}
    for row in COUNTRIES:
        for name in (row.code, row.attributes["iso2"], *row.labels.values(), *row.attributes["aliases"]):
            meanings.setdefault(fold(name), set()).add(row.code)
    assert "" not in meanings
    assert {name: found for name, found in meanings.items() if len(found) > 1} == {}


def test_an_alias_says_something_new():
    for row in COUNTRIES:
        known = [fold(name) for name in (row.code, row.attributes["iso2"], *set(map(fold, row.labels.values())))]
        aliases = [fold(alias) for alias in row.attributes["aliases"]]
        assert len(set(aliases)) == len(aliases), row.code
        assert set(aliases).isdisjoint(known), row.code

"""Reading the vocabulary: names to codes, labels, orders."""

import pytest

from gcmhub.vocabulary import queries
from gcmhub.vocabulary.choices import LANGUAGES, Scheme

# The list of the founding page in its own spelling, without "Global", which is a scope.
FOUNDING_PAGE = """
Afghanistan; Albania; Algeria; Andorra; Angola; Antigua and Barbuda; Argentina; Armenia; Australia; Austria; Azerbaijan;
Bahamas, The; Bahrain; Bangladesh; Barbados; Belarus; Belgium; Belize; Benin; Bhutan; Bolivia (Plurinational State of);
Bosnia and Herzegovina; Botswana; Brazil; Brunei Darussalam; Bulgaria; Burkina Faso; Burundi; Cabo Verde; Cambodia;
Cameroon; Canada; Central African Republic; Chad; Chile; China; Colombia; Comoros; Congo, Rep.; Costa Rica; Côte d’Ivoire;
Croatia; Cuba; Cyprus; Czechia; Democratic Republic of the Congo; Denmark; Djibouti; Dominica; Dominican Republic; Ecuador;
Egypt, Arab Rep.; El Salvador; Equatorial Guinea; Eritrea; Estonia; Eswatini; Ethiopia; Fiji; Finland; France; Gabon;
Gambia, The; Georgia; Germany; Ghana; Greece; Grenada; Guatemala; Guinea; Guinea-Bissau; Guyana; Haiti; Honduras; Hungary;
Iceland; India; Indonesia; Iran, Islamic Rep.; Iraq; Ireland; Israel; Italy; Jamaica; Japan; Jordan; Kazakhstan; Kenya;
Kiribati; Korea, Dem. People’s Rep.; Korea, Rep.; Kosovo*; Kuwait; Kyrgyzstan; Lao People's Democratic Republic; Latvia;
Lebanon; Lesotho; Liberia; Libya; Liechtenstein; Lithuania; Luxembourg; Madagascar; Malawi; Malaysia; Maldives; Mali; Malta;
Marshall Islands; Mauritania; Mauritius, Republic of; Mexico; Micronesia, Fed. Sts.; Monaco; Mongolia; Montenegro; Morocco;
Mozambique; Myanmar; Namibia; Nauru; Nepal; Netherlands; New Zealand; Nicaragua; Niger; Nigeria; North Macedonia; Norway;
Oman; Pakistan; Palau; Panama; Papua New Guinea; Paraguay; Peru; Philippines; Poland; Portugal; Qatar; Republic of Moldova;
Romania; Russian Federation; Rwanda; Saint Kitts and Nevis; Saint Lucia; Saint Vincent and the Grenadines; Samoa; San Marino;
Sao Tome and Principe; Saudi Arabia; Senegal; Serbia; Seychelles; Sierra Leone; Singapore; Sint Maarten (Dutch part);
Slovak Republic; Slovenia; Solomon Islands; Somalia; South Africa; South Sudan; Spain; Sri Lanka; Sudan; Suriname; Sweden;
Switzerland; Syrian Arab Republic; Tajikistan; Tanzania, United Republic of; Thailand; Timor-Leste; Togo; Tonga;
Trinidad and Tobago; Tunisia; Türkiye; Turkmenistan; Tuvalu; Uganda; Ukraine; United Arab Emirates;
United Kingdom of Great Britain and Northern Ireland (UK); United States of America (USA); Uruguay; Uzbekistan; Vanuatu;
Venezuela (Bolivarian Republic of); Viet Nam; Yemen; Zambia; Zimbabwe
"""
SEED = [line.strip() for line in FOUNDING_PAGE.replace("\n", " ").split(";")]


def test_every_line_of_the_founding_page_is_the_country_that_carries_it():
    found = {line: queries.resolve_country(line) for line in SEED}
    assert len(SEED) == len(set(found.values())) == 195
    assert {queries.term(Scheme.COUNTRY, code).attributes["seed_label"] for code in found.values()} == set(SEED)
    assert {row.code for row in queries.terms(Scheme.COUNTRY) if row.active} == set(found.values())


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Korea, Rep.", "KOR"),
        ("Korea, Republic of", "KOR"),
        ("South Korea", "KOR"),
        ("Южная Корея", "KOR"),
        ("韩国", "KOR"),
        ("كوريا الجنوبية", "KOR"),
        ("Korea, Dem. People's Rep.", "PRK"),
        ("Korea, Dem. People’s Rep.", "PRK"),
        ("North Korea", "PRK"),
        ("Corée du Nord", "PRK"),
        ("КНДР", "PRK"),
        ("Congo, Rep.", "COG"),
        ("Congo", "COG"),
        ("Republic of the Congo", "COG"),
        ("Congo, Dem. Rep.", "COD"),
        ("Democratic Republic of the Congo", "COD"),
        ("刚果（金）", "COD"),
        ("刚果（布）", "COG"),
        ("Bahamas, The", "BHS"),
        ("The Bahamas", "BHS"),
        ("Gambia, The", "GMB"),
        ("Egypt, Arab Rep.", "EGY"),
        ("Côte d’Ivoire", "CIV"),
        ("Côte d'Ivoire", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("Ivory Coast", "CIV"),
        ("Tanzania", "TZA"),
        ("Bolivia", "BOL"),
        ("Iran", "IRN"),
        ("Turkey", "TUR"),
        ("Турция", "TUR"),
        ("Swaziland", "SWZ"),
        ("Cape Verde", "CPV"),
        ("Czech Republic", "CZE"),
        ("Palestine", "PSE"),
        ("West Bank and Gaza", "PSE"),
        ("Guinea", "GIN"),
        ("Guinea Bissau", "GNB"),
        ("Niger", "NER"),
        ("Níger", "NER"),
        ("Nigeria", "NGA"),
        ("Dominica", "DMA"),
        ("多米尼克", "DMA"),
        ("多米尼加", "DOM"),
        ("República Dominicana", "DOM"),
        ("Sudan", "SDN"),
        ("South Sudan", "SSD"),
        ("Samoa", "WSM"),
        ("American Samoa", "ASM"),
        ("Virgin Islands (U.S.)", "VIR"),
        ("British Virgin Islands", "VGB"),
        ("Kosovo", "XKX"),
        ("Kosovo*", "XKX"),
        ("科索沃", "XKX"),
        ("UK", "GBR"),
        ("U.S.A.", "USA"),
        ("соединенные штаты америки", "USA"),
        ("  viet   nam ", "VNM"),
        ("الأردن", "JOR"),
        ("الاردن", "JOR"),
        ("FRA", "FRA"),
        ("fr", "FRA"),
    ],
)
def test_a_known_name_resolves(name, code):
    assert queries.resolve_country(name) == code


@pytest.mark.parametrize(
    "name",
    (
        "Korea|Corée|Corea|Корея|Micronesia|Macedonia|Virgin Islands|Saint Martin|Saint-Martin|Virginia|Global|World|Africa|"
        "Franc|Gernamy|America|Great Britain|Yugoslavia|*| |"
    ).split("|"),
)
def test_an_unclear_or_unknown_name_resolves_to_nothing(name):
    assert queries.resolve_country(name) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_resolves_to_its_own_country(language):
    wrong = {row.code for row in queries.terms(Scheme.COUNTRY) if queries.resolve_country(row.labels[language]) != row.code}
    assert wrong == set()


def test_every_alias_resolves_to_its_own_country():
    rows = queries.terms(Scheme.COUNTRY)
    assert [alias for row in rows for alias in row.attributes["aliases"] if queries.resolve_country(alias) != row.code] == []


def test_countries_are_sorted_for_the_language_of_the_interface():
    chinese = [row.labels["zh"] for row in queries.sorted_countries("zh-hans")]
    assert chinese == [row.labels["zh"] for row in queries.sorted_countries("zh")]
    assert chinese.index("阿富汗") < chinese.index("中国") < len(chinese)
    french = [row.labels["fr"] for row in queries.sorted_countries("fr")]
    assert french.index("Danemark") < french.index("Égypte") < french.index("Finlande")
    assert len(french) == len(set(french)) == 249


def test_a_label_is_in_the_asked_language_and_an_unknown_code_stands_for_itself():
    assert queries.label(Scheme.OBJECTIVE, "18", "en") == "Skills development and recognition"
    assert queries.label(Scheme.OBJECTIVE, "20", "zh-hans") == queries.label(Scheme.OBJECTIVE, "20", "zh") == "汇款"
    assert queries.label(Scheme.COUNTRY, "XKX", "ru") == "Косово*"
    assert queries.label(Scheme.LANGUAGE, "xx", "fr") == "xx"


def test_principle_and_objective_of_the_same_name_are_two_terms():
    assert queries.term(Scheme.PRINCIPLE, "international-cooperation").scheme == Scheme.PRINCIPLE
    assert queries.term(Scheme.OBJECTIVE, "international-cooperation") is None
    assert queries.label(Scheme.OBJECTIVE, "23", "en") == queries.label(Scheme.PRINCIPLE, "international-cooperation", "en")


@pytest.mark.parametrize(
    ("country", "region"),
    [
        ("KEN", "africa"),
        ("SXM", "americas"),
        ("CYP", "asia"),
        ("XKX", "europe"),
        ("FJI", "oceania"),
        ("ATA", None),
        ("ZZZ", None),
    ],
)
def test_a_country_lies_in_its_m49_region(country, region):
    assert queries.region_of(country) == region

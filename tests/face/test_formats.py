"""Numbers, dates, sizes and names as each language writes them."""

import pytest
from django.utils.translation import override

from gcmhub.face import formats
from gcmhub.face.languages import direction, interface, languages


def said(function, *values, language="en"):
    with override(language):
        return function(*values)


@pytest.mark.parametrize(
    ("language", "number", "day"),
    [
        ("ar", "1,234,567", "13 ديسمبر 2020"),
        ("zh-hans", "1,234,567", "2020年12月13日"),
        ("en", "1,234,567", "13 December 2020"),
        ("fr", "1\u202f234\u202f567", "13 décembre 2020"),
        ("ru", "1\xa0234\xa0567", "13 декабря 2020\u202fг."),
        ("es", "1.234.567", "13 de diciembre de 2020"),
    ],
)
def test_numbers_and_days(language, number, day):
    assert said(formats.number, 1234567, language=language) == number
    assert said(formats.day, "2020-12-13", language=language) == f'<time datetime="2020-12-13">{day}</time>'


def test_coarser_dates_say_only_what_is_known():
    assert said(formats.day, "2020") == '<time datetime="2020">2020</time>'
    assert said(formats.day, "2020-12") == '<time datetime="2020-12">December 2020</time>'
    assert said(formats.day, "") == ""


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (
            ("2026-12-16T14:00:00", "2026-12-16T16:30:00", "Africa/Nairobi"),
            "16 December 2026, 14:00 – 16:30 (East Africa Time)",
        ),
        (("2026-12-16T11:00:00+00:00", "", "Africa/Nairobi"), "16 December 2026, 14:00 (East Africa Time)"),
        (("2026-12-16T22:00:00", "2026-12-17T02:00:00", "UTC"), "16 December 2026, 22:00 – 17 December 2026, 02:00"),
        (("2026-12-16", "2026-12-18", ""), "16–18 Dec 2026"),
        (("2026-W51-3", "20261218", ""), "16–18 Dec 2026"),
        (("2026-12-16T14:00:00", "", "Not/AZone"), "16 December 2026, 14:00"),
    ],
)
def test_an_event_is_told_in_its_own_zone(values, text):
    shown = said(formats.event_time, *values).striptags()
    assert shown.startswith(text)


@pytest.mark.parametrize(
    ("count", "text"), [(None, ""), (1, "1 KB"), (1_499, "1 KB"), (999_000, "999 KB"), (1_234_567, "1.2 MB")]
)
def test_sizes_are_in_the_unit_that_reads_best(count, text):
    assert said(formats.size, count) == text


def test_lengths_of_time():
    assert [said(formats.duration, seconds) for seconds in (20, 90, 3600, 5400, 7260)] == [
        "1 minute", "2 minutes", "1 hour", "1 hour 30 minutes", "2 hours 1 minute",
    ]  # fmt: skip


def test_names_of_languages_come_from_the_vocabulary_then_from_babel():
    assert said(formats.language_name, "sw", language="fr") == "Swahili"
    assert said(formats.language_name, "is") == "Icelandic"
    assert said(formats.language_name, "qqq") == "qqq"


def test_a_text_in_the_readers_own_language_is_not_marked():
    assert said(formats.foreign, "zh", language="zh-hans") == ""
    assert said(formats.foreign, "zh") == ' lang="zh-Hans" dir="ltr"'
    assert said(formats.foreign, "fa") == ' lang="fa" dir="rtl"'
    assert said(formats.foreign, "") == ""


def test_a_highlight_may_mark_and_nothing_else():
    assert formats.marked("a <mark>b</mark> &amp; c") == "a <mark>b</mark> &amp; c"
    assert formats.marked("<mark>b</mark><img src=x>") == "&lt;mark&gt;b&lt;/mark&gt;&lt;img src=x&gt;"


def test_a_title_is_marked_only_when_the_highlight_is_all_of_it():
    assert formats.marked_title("A  b", ["A <mark>b</mark>"]) == "A <mark>b</mark>"
    assert formats.marked_title("A b c", ["<mark>b</mark> c"]) == "A b c"
    assert formats.marked_title("Q & A", ["Q &amp; <mark>A</mark>"]) == "Q &amp; <mark>A</mark>"


def test_formats_of_files_are_named_by_type_then_by_suffix():
    assert formats.file_format("application/pdf") == "PDF"
    assert formats.file_format("", "https://example.org/a/report.docx?x=1") == "DOCX"
    assert formats.file_format("", "https://example.org/a/report") == ""


def test_six_languages_in_the_order_of_the_united_nations():
    assert list(languages()) == ["ar", "zh-hans", "en", "fr", "ru", "es"]
    assert languages()["zh-hans"].tag == "zh-Hans"
    assert languages()["ar"].direction == "rtl"
    assert direction("ur-Latn") == "rtl"
    assert [interface(code) for code in ("zh", "zh-hans", "fr", "xx")] == ["zh-hans", "zh-hans", "fr", "en"]

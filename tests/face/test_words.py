"""Words of records in the reader's language."""

import pytest
from django.utils.translation import override

from gcmhub.face.words import languages_of


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("English", "Английский"),
        ("fr", "Французский"),
        ("Arabic, English or Spanish", "Арабский, Английский, Испанский"),
        ("Klingon, English", ""),
    ],
)
def test_languages_told_in_english_or_by_code_are_told_in_the_readers_language(text, told):
    with override("ru"):
        assert languages_of(text) == told

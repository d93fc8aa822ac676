"""Parts of pages that are kept while their numbers stay the same."""

from django.utils.translation import override
from markupsafe import Markup

from gcmhub.face.fragments import MOST, kept


def test_a_part_is_rendered_once_for_equal_values_and_again_for_others():
    rendered = []

    def show(counts):
        def caller():
            rendered.append(counts)
            return Markup(f"<p>{counts['KEN']}</p>")

        return kept("test", counts, 1, caller=caller)

    assert [show({"KEN": 1}), show({"KEN": 1}), show({"KEN": 2})] == ["<p>1</p>", "<p>1</p>", "<p>2</p>"]
    assert rendered == [{"KEN": 1}, {"KEN": 2}]


def test_every_language_and_every_name_has_its_own():
    def caller():
        return Markup("x" * len(rendered))

    rendered = [1]
    first = kept("test-names", 1, caller=caller)
    rendered.append(2)
    with override("ar"):
        assert kept("test-names", 1, caller=caller) != first
    assert kept("test-other-names", 1, caller=caller) != first
    assert kept("test-names", 1, caller=caller) == first


def test_the_oldest_part_goes_when_there_are_too_many():
    calls = []
    for number in (*range(MOST + 1), 0):
        kept("test-many", number, caller=lambda: calls.append(1) or Markup())
    assert len(calls) == MOST + 2

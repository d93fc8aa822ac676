"""Bringing the rows of the vocabulary up to date with its data files."""

import pytest

from gcmhub.vocabulary import queries
from gcmhub.vocabulary.actions import load_vocabulary
from gcmhub.vocabulary.choices import Scheme
from gcmhub.vocabulary.models import Term
from gcmhub.vocabulary.words import read_scheme

pytestmark = pytest.mark.django_db
TOTAL = sum(len(read_scheme(scheme)) for scheme in Scheme.values)


def rows() -> list[tuple[object, ...]]:
    return list(Term.objects.order_by("pk").values_list("pk", "scheme", "code", "position", "active"))


def test_loading_fills_an_empty_database():
    Term.objects.all().delete()
    assert load_vocabulary() == {"created": TOTAL, "changed": 0}
    files = {(row.scheme, row.code, row.position, row.active) for scheme in Scheme.values for row in read_scheme(scheme)}
    assert set(Term.objects.values_list("scheme", "code", "position", "active")) == files


def test_loading_again_changes_nothing():
    load_vocabulary()
    before = rows()
    assert load_vocabulary() == {"unchanged": TOTAL, "created": 0, "changed": 0}
    assert rows() == before


def test_loading_repairs_what_differs_from_the_files():
    load_vocabulary()
    before = rows()
    Term.objects.filter(scheme=Scheme.KIND, code="video").update(position=99)
    Term.objects.filter(scheme=Scheme.COUNTRY, code="VAT").update(active=True)
    Term.objects.filter(scheme=Scheme.SCOPE, code="local").delete()
    assert load_vocabulary() == {"unchanged": TOTAL - 3, "created": 1, "changed": 2}
    assert {row[1:] for row in rows()} == {row[1:] for row in before}


def test_a_term_that_left_its_file_stays_but_is_switched_off():
    load_vocabulary()
    gone = Term.objects.create(scheme=Scheme.LANGUAGE, code="la", position=500)
    assert load_vocabulary()["changed"] == 1
    gone.refresh_from_db()
    assert not gone.active
    assert load_vocabulary()["changed"] == 0


def test_loading_takes_few_queries(django_assert_max_num_queries):
    load_vocabulary()
    with django_assert_max_num_queries(4):
        load_vocabulary()


def test_every_term_has_a_row_number_after_loading():
    load_vocabulary()
    numbers = queries.term_numbers()
    assert len(numbers) == len(set(numbers.values())) == TOTAL
    assert all((scheme, row.code) in numbers for scheme in Scheme.values for row in read_scheme(scheme))

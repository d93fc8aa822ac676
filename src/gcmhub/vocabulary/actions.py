"""Bring the rows of the vocabulary up to date with its data files."""

from collections import Counter

from django.db import transaction

from gcmhub.vocabulary.choices import Scheme
from gcmhub.vocabulary.models import Term
from gcmhub.vocabulary.words import read_scheme


@transaction.atomic
def load_vocabulary() -> Counter[str]:
    """Create, update and switch off terms; safe to repeat. Returns counts: created, changed, unchanged.

    A term that left its file stays as an inactive row, because resources may stand under it.
    """
    counts: Counter[str] = Counter()
    rows = {(term.scheme, term.code): term for term in Term.objects.all()}
    created, changed = [], []
    for scheme in Scheme.values:
        for wanted in read_scheme(scheme):
            term = rows.pop((scheme, wanted.code), None)
            if term is None:
                created.append(Term(scheme=scheme, code=wanted.code, position=wanted.position, active=wanted.active))
            elif (term.position, term.active) != (wanted.position, wanted.active):
                term.position, term.active = wanted.position, wanted.active
                changed.append(term)
            else:
                counts["unchanged"] += 1
    for term in rows.values():
        if term.active:
            term.active = False
            changed.append(term)
    Term.objects.bulk_create(created)
    Term.objects.bulk_update(changed, ["position", "active"])
    counts.update(created=len(created), changed=len(changed))
    return counts

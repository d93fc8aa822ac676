"""Who sees which submissions in the back office: the rule in the query agrees with the relations of people."""

import pytest

from gcmhub.review.models import Submission
from gcmhub.review.queries.desk import visible_to
from gcmhub.review.queries.people import submission_roles
from tests.review.conftest import draft, person, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(people):
    for objectives in (["18"], ["5", "18"], ["5"], ["23"], [], None):
        submission = sent(people)
        Submission.objects.filter(pk=submission.pk).update(record=submission.record | {"objectives": objectives})
    draft(people.submitter)
    return people


EDITORS = ((), ("18",), ("5", "23"), ("1",))


@pytest.mark.parametrize("objectives", EDITORS)
def test_an_editor_sees_what_their_objectives_cover_and_nobody_a_draft(shelf, objectives):
    editor = person("Desk Editor", "editor", objectives=objectives)
    seen = set(visible_to(editor).values_list("pk", flat=True))
    assert seen == {each.pk for each in Submission.objects.exclude(state="draft") if submission_roles(editor, each)}
    assert objectives == ("1",) or len(seen) > 2


def test_who_leads_or_manages_sees_more_and_who_submits_sees_nothing_of_it_there(shelf):
    lead = person("Leading Editor", "editor", objectives=("1",))
    managing = person("Managing Editor", "managing-editor")
    one = Submission.objects.exclude(state="draft").first()
    before = set(visible_to(lead).values_list("pk", flat=True))
    Submission.objects.filter(pk=one.pk).update(lead=lead)
    assert set(visible_to(lead).values_list("pk", flat=True)) == before | {one.pk}
    assert visible_to(managing).count() == Submission.objects.exclude(state="draft").count()
    one.people.create(user=managing, added_at=one.created_at)
    assert one not in visible_to(managing)
    assert not visible_to(shelf.submitter).exists()

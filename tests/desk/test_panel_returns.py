"""Who was taken off the list of a panel returns in the same round; who was invited does not."""

from html import unescape

import pytest

from gcmhub.notices.models import Notice
from gcmhub.review.actions import panel, reviewing
from gcmhub.review.errors import PlaceTaken
from tests.desk.test_panel_page import assigning, choice_in, editor, post, seats, shown  # noqa: F401 - fixtures
from tests.review import conftest as given
from tests.review.conftest import clock, django_db_setup, people  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def test_who_was_taken_off_the_list_is_put_back_and_can_be_chosen_again(editor, people, assigning):  # noqa: F811
    task = panel.propose_reviewer(assigning, people.first, slot="external", by=people.editor)
    panel.cancel(task, by=people.editor)
    page = shown(editor, assigning, "?q=First")
    assert "Declined it, or was asked in this round before" not in page
    assert "Put back on the list" in page
    answer = post(editor, assigning, f"{task.public_id}/back/", version=str(task.version))
    assert answer.status_code == 302
    assert "The person is on the list again" in unescape(editor.get(answer["Location"]).content.decode())
    assert seats(assigning) == [(0, "external", "Rita First", "proposed")]
    assert not Notice.objects.filter(user=people.first).exists()
    post(editor, assigning, f"{task.public_id}/back/", version=str(task.version))  # from the old page
    assert seats(assigning) == [(0, "external", "Rita First", "proposed")]


def test_a_whole_panel_that_was_taken_off_is_proposed_and_chosen_again(editor, assigning):  # noqa: F811
    form = choice_in(shown(editor, assigning))
    post(editor, assigning, "take/", **form)
    before = seats(assigning)
    for task in assigning.assignments.all():
        panel.cancel(task, by=assigning.lead)
    assert post(editor, assigning, "take/", **choice_in(shown(editor, assigning))).status_code == 302
    assert seats(assigning) == before


def test_where_the_place_is_taken_who_returns_is_the_last_alternate(people, assigning):  # noqa: F811
    task = panel.propose_reviewer(assigning, people.first, slot="external", by=people.editor)
    panel.cancel(task, by=people.editor)
    for who in (people.second, people.third):
        panel.propose_reviewer(assigning, who, slot="external", by=people.editor)
    back = panel.put_back(task, by=people.editor)
    assert (back.pk, back.state, back.rank) == (task.pk, "proposed", 1)


@pytest.mark.parametrize("end", ["declines", "steps-down", "is-released"])
def test_who_was_invited_does_not_return_in_the_same_round(editor, people, assigning, end):  # noqa: F811
    given.invited(people, assigning)
    task = assigning.assignments.get(reviewer=people.first)
    if end == "declines":
        reviewing.decline_invitation(task, by=people.first, reason="no-time")
    elif end == "steps-down":
        given.accept(task)
        task.refresh_from_db()
        reviewing.recuse(task, by=people.first, reason="no-time")
    else:
        panel.cancel(task, by=people.editor)
    assert "Put back on the list" not in shown(editor, assigning)
    before = seats(assigning)
    post(editor, assigning, f"{task.public_id}/back/", version=str(task.version))
    assert seats(assigning) == before
    with pytest.raises(PlaceTaken):
        panel.propose_reviewer(assigning, people.first, slot="external", by=people.editor)

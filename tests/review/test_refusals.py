"""What is asked before the refusal of a Member State's submission is even proposed."""

import pytest

from gcmhub.review.actions import deciding
from gcmhub.review.errors import EditorHasConflict, LetterMissing
from gcmhub.workflow.errors import NotInThisState, ReasonMissing
from tests.review.conftest import REPORT, assigning, in_triage, person, to_decide

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"letter": "Too little is said."}, ReasonMissing),
        ({"letter": "Too little is said.", "reason": "whim"}, ReasonMissing),
        ({"reason": "quality"}, LetterMissing),
    ],
)
def test_a_proposed_refusal_has_a_reason_and_a_letter_as_any_other(people, said, error):
    submission = in_triage(people, by=people.official)
    with pytest.raises(error):
        deciding.decide(submission, "desk-reject", by=people.editor, **said)
    assert not submission.decisions.exists()


@pytest.mark.parametrize(("bring", "kind"), [(in_triage, "reject"), (assigning, "desk-reject"), (assigning, "reject")])
def test_a_refusal_is_proposed_only_where_it_leads_on(people, bring, kind):
    submission = bring(people, by=people.official)
    with pytest.raises(NotInThisState):
        deciding.decide(submission, kind, by=people.editor, reason="quality", letter="Too little is said.")
    assert not submission.decisions.exists()


def test_who_has_to_do_with_a_work_decides_nothing_of_it(people):
    own = in_triage(people, REPORT | {"authors": [{"name": "Mana Ging"}]})
    with pytest.raises(EditorHasConflict):
        deciding.decide(own, "desk-reject", by=people.managing, reason="quality", letter="Too little is said.")
    colleague = person("Col League", "managing-editor", organisation=people.ministry)
    theirs = to_decide(people, submission=assigning(people, by=people.official))
    with pytest.raises(EditorHasConflict):
        deciding.decide(theirs, "accept", by=colleague)
    refusal = deciding.decide(theirs, "reject", by=people.editor, reason="quality", letter="Too little is said.")
    with pytest.raises(EditorHasConflict):
        deciding.cosign(refusal, by=colleague)
    deciding.cosign(refusal, by=people.managing)

from gcmhub.workflow.diagrams import page_of
from tests.workflow.loans.life import MACHINE


def test_a_page_shows_every_step_permission_and_deadline():
    page = page_of(MACHINE)
    assert "    [*] --> asked: ask" in page
    assert "    lent --> returned: bring-back" in page
    assert "    returned --> [*]" in page
    assert "| refuse | asked | returned | librarian |  | rare, reserved |  |" in page
    assert "| lent | librarian | note, bring-back |" in page
    assert "| lent | system | give-up |" in page
    assert "| asked | 3 working days | answer | The librarian is reminded. |" in page
    assert "note" not in page.split("## Steps")[0]

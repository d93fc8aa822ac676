"""The working-day calendar: on its page, from files, and what becomes of deadlines that run."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command

from gcmhub.core.actors import SYSTEM
from gcmhub.review.lives import SUBMISSION
from gcmhub.workflow.actions import move_deadline
from gcmhub.workflow.holiday_files import HolidayFileUnreadable, read_holidays
from gcmhub.workflow.models import Holiday, Timer
from gcmhub.workflow.queries import breaks, history
from tests.desk.forms import form_of
from tests.review.conftest import MONDAY, clock, django_db_setup, in_triage, people  # noqa: F401 - fixtures
from tests.web.conftest import LANGUAGES
from tests.web.html import read
from tests.web.test_reviews import browser

pytestmark = pytest.mark.django_db
PAGE, ADD = "/en/desk/holidays/", "/en/desk/holidays/add/"
TUESDAY = (MONDAY + timedelta(days=1)).date()
REMOVE = f"/en/desk/holidays/{TUESDAY}/remove/"
ICS = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270101
DTEND;VALUE=DATE:20270103
SUMMARY:New Year
  and the day after
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270310
RRULE:FREQ=YEARLY
SUMMARY:Every year
END:VEVENT
BEGIN:VEVENT
DTSTART:20270401T090000Z
SUMMARY:A meeting
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:nonsense
SUMMARY:Broken
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270501
SUMMARY:\u0639\u064a\u062f \u0627\u0644\u0639\u0645\u0627\u0644
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


def import_file(tmp_path, capsys, text, *options, name="days.csv"):
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(SystemExit) as ended:
        call_command("import_holidays", str(path), *options)
    told = capsys.readouterr()
    return ended.value.code, told.out.splitlines() or told.err.splitlines()


def escalation(submission):
    return Timer.objects.get(chain__object_id=submission.public_id, kind="triage-escalation", fired_at=None).due_at


@pytest.mark.parametrize("language", LANGUAGES)
def test_editors_see_the_days_and_managing_editors_change_them(people, client, language):  # noqa: F811
    Holiday.objects.create(day=TUESDAY, name="A feast")
    assert "/accounts/login/" in client.get(PAGE).headers["Location"]
    assert browser(people.submitter).get(PAGE).status_code == 403
    address = f"/{language}/desk/holidays/"
    seen = read(browser(people.editor).get(address).content)
    assert "A feast" in seen.text
    assert len(seen.all("form")) == 0
    assert len(read(browser(people.managing).get(address).content).all("form")) == 2
    for path in (ADD, REMOVE):
        assert browser(people.editor).post(path, {"day": "2026-05-01", "name": "x"}).status_code == 403
        assert browser(people.managing).get(path).status_code == 405
    assert Holiday.objects.count() == 1


def test_a_day_is_added_once_renamed_and_removed_once(people):  # noqa: F811
    client = browser(people.managing)
    said = [client.post(ADD, {"day": str(TUESDAY), "name": name}).headers["Location"] for name in ("One", "One", "Two")]
    assert [each.partition("done=")[2].partition("&")[0] for each in said] == ["added", "unchanged", "renamed"]
    assert [(each.day, each.name) for each in Holiday.objects.all()] == [(TUESDAY, "Two")]
    said = [client.post(REMOVE).headers["Location"] for _ in range(2)]
    assert ["removed" in said[0], "passed=1" in said[1]] == [True, True]
    assert Holiday.objects.count() == 0
    assert [each.action for each in history("calendar", "holidays")] == ["add-holiday", "rename-holiday", "remove-holiday"]
    assert list(breaks()) == []


@pytest.mark.parametrize(
    ("day", "name", "bad"),
    [
        ("soon", "A feast", ["day"]),
        ("1999-01-01", "A feast", ["day"]),
        ("2027-02-30", "", ["day", "name"]),
        ("2027-01-01", " ", ["name"]),
    ],
)
def test_what_is_no_day_is_refused_and_stays_typed(people, day, name, bad):  # noqa: F811
    answer = browser(people.managing).post(ADD, {"day": day, "name": name, "move": "on"})
    page = read(answer.content)
    assert answer.status_code == 422
    assert [each for each in ("day", "name") if page.all("ul", id=f"{each}-error")] == bad
    assert form_of(answer, ADD) == {"day": [day], "name": [name], "move": ["on"]}
    assert Holiday.objects.count() == 0


def test_no_such_day_to_remove(people):  # noqa: F811
    assert browser(people.managing).post("/en/desk/holidays/someday/remove/").status_code == 404


def test_running_deadlines_keep_their_date_unless_told(people):  # noqa: F811
    client, submission = browser(people.managing), in_triage(people)
    before = escalation(submission)
    client.post(ADD, {"day": str(TUESDAY), "name": "A feast"})
    assert escalation(submission) == before
    client.post(REMOVE)
    client.post(ADD, {"day": str(TUESDAY), "name": "A feast", "move": "on"})
    assert escalation(submission) == before + timedelta(days=1)
    assert "move-deadline" in [each.action for each in history("submission", submission.public_id)]


def test_deadlines_set_by_hand_and_those_in_plain_days_do_not_move(people):  # noqa: F811
    submission = in_triage(people)
    by_hand = datetime(2026, 4, 1, tzinfo=UTC)
    move_deadline(SUBMISSION, submission, "triage-escalation", by_hand, by=SYSTEM)
    answer = browser(people.managing).post(ADD, {"day": str(TUESDAY), "name": "A feast", "move": "on"})
    assert answer.headers["Location"].endswith("moved=1")  # the reminder alone
    assert escalation(submission) == by_hand


def test_csv_is_imported_line_by_line_and_again_changes_nothing(db, tmp_path, capsys):
    text = 'day,name\n2027-01-01,New Year\n2027-13-01,Never\nlonely\n\n2027-05-01,\n2027-12-25,"Christmas, first day"\n'
    told = [
        "line 3: '2027-13-01' is no day such as 2027-01-01",
        "line 4: needs two columns: day, name",
        "line 6: a day needs a name",
    ]
    assert import_file(tmp_path, capsys, text) == (2, [*told, "added 2, refused 3"])
    assert import_file(tmp_path, capsys, text) == (2, [*told, "refused 3, unchanged 2"])
    assert [each.name for each in Holiday.objects.all()] == ["New Year", "Christmas, first day"]
    assert len(history("calendar", "holidays")) == 2


def test_csv_with_semicolons_and_a_mark_of_order(db, tmp_path, capsys):
    assert import_file(tmp_path, capsys, "\ufeffdate;name\n2027-07-14;F\u00eate nationale\n") == (0, ["added 1"])
    assert Holiday.objects.get().name == "F\u00eate nationale"


def test_icalendar_is_imported_event_by_event(db, tmp_path, capsys):
    code, told = import_file(tmp_path, capsys, ICS, name="days.ics")
    assert (code, told) == (
        2,
        [
            "line 9: it repeats: give every year an event of its own",
            "line 14: it has no whole day on which it begins",
            "line 18: it has no whole day on which it begins",
            "added 3, refused 3",
        ],
    )
    assert [each.day for each in Holiday.objects.all()] == [date(2027, 1, 1), date(2027, 1, 2), date(2027, 5, 1)]
    assert Holiday.objects.first().name == "New Year and the day after"
    assert import_file(tmp_path, capsys, ICS, name="days.ics")[1][-1] == "refused 3, unchanged 3"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "no events"),
        (b"x" * 2_000_001, "larger"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(db, tmp_path, capsys, raw, reason):
    code, told = import_file(tmp_path, capsys, raw)
    assert code == 1
    assert reason in told[0]
    with pytest.raises(HolidayFileUnreadable):
        list(read_holidays(raw))


@pytest.mark.parametrize(
    "raw", [b"2027-01-01,a\x00b\n", b'2027-01-01,"\n' + b"x" * 200_000, b"\x00" * 50, b"2027-01-01," + b"n" * 200]
)
def test_hostile_lines_are_refused_and_break_nothing(db, raw):
    assert [line.days for line in read_holidays(raw) if not line.reason] == []


def test_an_import_moves_deadlines_when_told(people, tmp_path, capsys):  # noqa: F811
    submission = in_triage(people)
    before = escalation(submission)
    assert import_file(tmp_path, capsys, f"{TUESDAY},A feast\n", "--move-deadlines") == (
        0,
        ["added 1", "2 running deadlines moved"],
    )
    assert escalation(submission) == before + timedelta(days=1)

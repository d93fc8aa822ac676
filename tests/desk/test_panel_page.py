"""The page of a panel: what is proposed, what editors change, what becomes of it; and nothing twice."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings

from gcmhub.accounts.models import Expertise, LanguageSkill, Profile, User
from gcmhub.core.clock import now
from gcmhub.notices.models import Notice
from gcmhub.review.actions import deciding, drafts, panel, reviewing, submitting
from gcmhub.review.lives import ASSIGNMENT, SUBMISSION
from gcmhub.review.models import Assignment, RosterMember
from tests.review import conftest as given
from tests.review.conftest import clock, django_db_setup, people  # noqa: F401 - fixtures

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def as_(client, user):
    user.is_demo = True  # no second factor is asked of
    user.save(update_fields=["is_demo"])
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def address(submission, rest=""):
    return f"/en/desk/submissions/{submission.public_id}/panel/{rest}"


def shown(client, submission, query="", status=200):
    answer = client.get(address(submission) + query)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def choice_in(page):
    """The fields of the form that puts the panel on the list."""
    form = page[page.index("/panel/take/") :]
    return {name: value for name, value in HIDDEN.findall(form[: form.index("</form>")]) if name != "csrfmiddlewaretoken"}


def post(client, submission, rest, **data):
    return client.post(address(submission, rest), data)


def seats(submission):
    rows = submission.assignments.filter(round=submission.round)
    return sorted((row.rank, row.slot, row.reviewer.name, row.state) for row in rows.select_related("reviewer"))


@pytest.fixture
def assigning(people):  # noqa: F811
    return given.assigning(people)


@pytest.fixture
def editor(client, people):  # noqa: F811
    return as_(client, people.editor)


@pytest.fixture
def managing(client, people):  # noqa: F811
    return as_(client, people.managing)


# ------------------------------------------------ who sees it


def test_only_who_handles_it_sees_its_panel(client, people, assigning):  # noqa: F811
    for user, status in ((people.editor, 200), (people.managing, 200), (people.second_editor, 404)):
        shown(as_(client, user), assigning, status=status)
    for user in (people.submitter, people.first, people.stranger):
        assert as_(client, user).get(address(assigning)).status_code == 403


def test_who_reviews_it_does_not_see_its_panel_as_an_editor(client, people, assigning):  # noqa: F811
    both = given.reviewer("Both Ways")
    given.grant_role(both, "managing-editor", by=given.SYSTEM)
    panel.propose_reviewer(assigning, both, slot="external", by=people.editor)
    shown(as_(client, both), assigning)
    panel.invite_all(assigning, by=people.editor)
    shown(as_(client, both), assigning, status=404)


# ------------------------------------------------ the proposal


def test_a_proposal_is_taken_whole_and_invited_with_one_click(editor, assigning):
    page = shown(editor, assigning)
    for name in ("Una Nations", "Rita First", "Rami Second", "Rosa Third"):
        assert name in page
    answer = post(editor, assigning, "take/", **choice_in(page), invite="1")
    assert answer.status_code == 302
    states = [state for rank, _, _, state in seats(assigning) if rank == 0]
    assert states == ["invited"] * 3
    told = unescape(editor.get(answer["Location"]).content.decode())
    assert "Invited:" in told
    assert "Not invited:" not in told


def test_taking_a_panel_twice_invites_nobody_twice(editor, assigning):
    form = choice_in(shown(editor, assigning))
    post(editor, assigning, "take/", **form, invite="1")
    before, notices = seats(assigning), Notice.objects.count()
    answer = post(editor, assigning, "take/", **form, invite="1")
    assert answer["Location"].endswith("?passed=1")
    assert seats(assigning) == before
    assert Notice.objects.count() == notices


def test_of_two_editors_with_different_panels_the_second_is_told(client, people, assigning):  # noqa: F811
    given.reviewer("Rene Fourth")
    given.reviewer("Ute Nations", un=True)
    form = choice_in(shown(as_(client, people.editor), assigning))
    other = {**form, "un-1": "", "external-1": User.objects.get(name="Rene Fourth").public_id, "external-2": ""}
    other = {name: "" if name.startswith("alternate") else value for name, value in other.items()}
    post(as_(client, people.managing), assigning, "take/", **form)
    before = seats(assigning)
    assert post(as_(client, people.editor), assigning, "take/", **other)["Location"].endswith("?passed=1")
    assert seats(assigning) == before


def test_more_people_than_places_are_refused_by_the_room_itself(people, assigning):  # noqa: F811
    three = [panel.Seated(one, "external") for one in (people.first, people.second, people.third)]
    with pytest.raises(panel.PlaceTaken):
        panel.propose_together(assigning, three, by=people.editor)
    assert seats(assigning) == []


def test_an_editor_swaps_a_person_found_by_name_and_puts_the_panel_on_the_list(editor, people, assigning):  # noqa: F811
    for number in range(20):  # so many that the one sought is not offered
        one = given.reviewer(f"Many Reviewer{number:02}")
        Expertise.objects.create(user=one, objective="18", level=3)
    page = shown(editor, assigning, "?q=rosa")
    assert "Rosa Third" in page
    rosa = people.third.public_id
    page = shown(editor, assigning, f"?q=rosa&external-1={rosa}")
    form = choice_in(page)
    assert form["external-1"] == rosa
    assert post(editor, assigning, "take/", **form).status_code == 302
    assert (0, "external", "Rosa Third", "proposed") in seats(assigning)
    assert not Notice.objects.filter(user=people.third).exists()


def test_a_name_that_cannot_be_asked_is_found_with_the_reason_and_no_more(editor, people, assigning):  # noqa: F811
    LanguageSkill.objects.filter(user=people.third).delete()
    page = shown(editor, assigning, "?q=Third")
    assert "Does not read its language" in page
    answer = post(editor, assigning, "take/", **{**choice_in(page), "external-1": people.third.public_id})
    assert answer.status_code == 422
    assert "Does not read its language" in unescape(answer.content.decode())
    assert seats(assigning) == []


def test_whoever_has_a_conflict_is_kept_out_with_the_kind_alone(editor, people, assigning):  # noqa: F811
    from gcmhub.accounts.models import Membership

    body = people.ministry
    for user in (people.submitter, people.first):
        Membership.objects.create(user=user, organisation=body, since=now().date(), verified_at=now(), verified_by="system")
    assigning.organisation = body.public_id
    assigning.save(update_fields=["organisation"])
    page = shown(editor, assigning)
    assert "Good candidates who are kept out" in page
    assert "Belongs or belonged to an organisation behind it" in page
    assert "A ministry" not in page
    answer = post(editor, assigning, "take/", **{**choice_in(page), "external-1": people.first.public_id})
    assert answer.status_code == 422
    assert seats(assigning) == []


def test_somebody_unwanted_is_asked_only_with_a_reason_that_is_kept(editor, people, assigning):  # noqa: F811
    assigning.declarations = {**assigning.declarations, "excluded": ["Rita First"]}
    assigning.save(update_fields=["declarations"])
    page = shown(editor, assigning, f"?external-1={people.first.public_id}&external-2=")
    form = choice_in(page)
    assert post(editor, assigning, "take/", **form).status_code == 422
    assert seats(assigning) == []
    assert post(editor, assigning, "take/", **form, despite="Nobody else knows nursing.").status_code == 302
    assert assigning.assignments.get(reviewer=people.first).terms["despite"] == "Nobody else knows nursing."


def test_a_quota_that_cannot_be_met_is_named(editor, people, assigning):  # noqa: F811
    assigning.record = {**assigning.record, "languages": ["zh"]}
    assigning.save(update_fields=["record"])
    for user in (people.first, people.second):
        LanguageSkill.objects.create(user=user, language="zh", level="review")
    page = shown(editor, assigning)
    assert "Needs 1 UN reviewer reading Chinese." in page
    assert "Needs 1 external" not in page


def test_gender_and_region_are_said_of_proposals_and_of_nobody(editor, people, assigning):  # noqa: F811
    everybody = (people.un, people.first, people.second, people.third)
    for user, gender, country in zip(everybody, ("woman", "man", "woman", "man"), ("KEN", "FRA", "MEX", "PHL"), strict=True):
        Profile.objects.update_or_create(user=user, defaults={"gender": gender, "country": country})
    page = shown(editor, assigning, "?q=r")
    assert "Balance of genders and regions: met" in page
    for word in ("woman", "Woman", "Kenya", "France", "Mexico", "Philippines", "Europe"):
        assert word not in page
    swapped = shown(editor, assigning, f"?external-1={people.third.public_id}&external-2=")
    own = swapped[swapped.index('id="choice"') : swapped.index('id="change"')]
    assert "Balance of genders and regions: met" not in own
    assert "so that nothing can be learnt of one person" in own


def test_the_lead_editor_is_proposed_for_no_panel_of_their_own(editor, people, assigning):  # noqa: F811
    LanguageSkill.objects.create(user=people.editor, language="en", level="review")
    RosterMember.objects.create(
        user=people.editor, is_un=True, state="active", state_since=now(), version=1, created_at=now(),
        admitted_at=now(), renew_by=now() + timedelta(days=700), code_of_conduct_at=now(),
    )  # fmt: skip
    page = shown(editor, assigning, "?q=Edit")
    assert choice_in(page)["un-1"] == people.un.public_id
    assert "Is the lead editor of it" in page


# ------------------------------------------------ alternates


def test_alternates_stand_in_the_order_that_was_chosen_and_can_be_put_first(editor, people, assigning):  # noqa: F811
    fourth = given.reviewer("Rene Fourth")
    form = choice_in(shown(editor, assigning))
    form |= {name: "" for name in form if name.startswith("alternate")}
    form |= {"un-1": people.un.public_id, "external-1": people.first.public_id, "external-2": people.second.public_id}
    form |= {"alternate-external-1": people.third.public_id, "alternate-external-2": fourth.public_id}
    post(editor, assigning, "take/", **form, invite="1")
    assert [row[0:3] for row in seats(assigning)][3:] == [(1, "external", "Rosa Third"), (2, "external", "Rene Fourth")]
    task = assigning.assignments.get(reviewer=fourth)
    for _ in range(2):
        assert post(editor, assigning, f"{task.public_id}/first/", version=task.version).status_code == 302
    assert [row[0:3] for row in seats(assigning)][3:] == [(1, "external", "Rene Fourth"), (2, "external", "Rosa Third")]
    reviewing.decline_invitation(assigning.assignments.get(reviewer=people.first), by=people.first, reason="no-time")
    assert assigning.assignments.get(reviewer=fourth).state == "invited"


def test_an_alternate_is_invited_out_of_turn_for_a_free_place_alone(editor, people, assigning):  # noqa: F811
    given.invited(people, assigning)
    third = panel.propose_reviewer(assigning, people.third, slot="external", rank=1, by=people.editor)
    path = f"{third.public_id}/invite/"
    assert path not in shown(editor, assigning)
    assert post(editor, assigning, path, version=third.version)["Location"].endswith("?passed=1")
    task = assigning.assignments.get(reviewer=people.second)
    Assignment.objects.filter(pk=task.pk).update(state="expired")
    assert path in shown(editor, assigning)
    post(editor, assigning, path, version=third.version)
    third.refresh_from_db()
    assert (third.state, third.rank) == ("invited", 0)


# ------------------------------------------------ how tasks stand


def test_whoever_cannot_be_invited_is_named_with_the_reason_and_the_others_are_invited(editor, people, assigning):  # noqa: F811
    for user, slot in ((people.un, "un"), (people.first, "external"), (people.second, "external")):
        panel.propose_reviewer(assigning, user, slot=slot, by=people.editor)
    RosterMember.objects.filter(user=people.first).update(state="paused")
    answer = post(editor, assigning, "invite/")
    page = unescape(editor.get(answer["Location"]).content.decode())
    told = page[page.index('role="status"') :]
    told = told[: told.index("</div>")]
    assert "Rita First" in told
    assert "Is not on the active roster now" in told
    assert [state for *_, state in seats(assigning)].count("invited") == 2


def test_whoever_has_no_time_any_more_is_not_invited_and_the_page_says_why(editor, people, assigning):  # noqa: F811
    task = panel.propose_reviewer(assigning, people.first, slot="external", by=people.editor)
    RosterMember.objects.filter(user=people.first).update(capacity=0)
    answer = post(editor, assigning, f"{task.public_id}/invite/", version=str(task.version))
    assert answer.status_code == 422
    assert "Has taken on as many reviews as agreed" in unescape(answer.content.decode())
    answer = post(editor, assigning, "invite/")
    assert "Has taken on as many reviews as agreed" in unescape(editor.get(answer["Location"]).content.decode())


def test_a_declared_conflict_stands_in_words_and_is_judged_once(editor, people, assigning):  # noqa: F811
    given.invited(people, assigning)
    task = assigning.assignments.get(reviewer=people.first)
    answers = {**given.NO_CONFLICT, "collaborator": {"yes": True, "text": "One paper in 2024."}}
    reviewing.declare_conflicts(task, answers, by=people.first)
    page = shown(editor, assigning)
    assert "One paper in 2024." in page
    for _ in range(2):
        post(editor, assigning, f"{task.public_id}/minor/", version=task.version)
    task.refresh_from_db()
    assert task.conflict_verdict == "minor"
    assert Notice.objects.filter(user=people.first, template="review_conflict_minor").count() == 1
    assert "/minor/" not in shown(editor, assigning)


def test_what_a_decliner_said_and_suggested_is_shown(editor, people, assigning):  # noqa: F811
    given.invited(people, assigning)
    task = assigning.assignments.get(reviewer=people.first)
    reviewing.decline_invitation(task, by=people.first, reason="no-time", note="On leave until May", suggests="Dr Njeri")
    page = shown(editor, assigning)
    for words in ("On leave until May", "Dr Njeri", "No time"):
        assert words in page


def test_more_time_is_given_with_one_click_to_the_date_asked_for(editor, people):  # noqa: F811
    submission = given.under_review(people)
    task = submission.assignments.get(reviewer=people.first)
    reviewing.ask_for_time(task, "I am travelling. Could it be 2026-03-30?", by=people.first)
    page = shown(editor, submission)
    assert 'name="until" value="2026-03-30"' in page
    path = f"{task.public_id}/extend/"
    for _ in range(2):
        assert post(editor, submission, path, version=task.version, until="2026-03-30").status_code == 302
    task.refresh_from_db()
    assert task.due_at.date().isoformat() == "2026-03-30"
    assert Notice.objects.filter(user=people.first, template="review_extended").count() == 1
    assert "I am travelling" not in shown(editor, submission)


@pytest.mark.parametrize("until", ["", "tomorrow", "2026-03-03", "2020-01-01", "2026-02-31", "99999-01-01"])
def test_a_date_that_is_none_or_not_later_is_refused_and_stays_typed(editor, people, until):  # noqa: F811
    submission = given.under_review(people)
    task = submission.assignments.get(reviewer=people.first)
    answer = post(editor, submission, f"{task.public_id}/extend/", version=task.version, until=until)
    assert answer.status_code == 422
    assert f'value="{until}"' in answer.content.decode()
    assert Assignment.objects.get(pk=task.pk).due_at == task.due_at


def test_a_form_of_an_old_page_ends_no_task(editor, people):  # noqa: F811
    submission = given.under_review(people)
    task = submission.assignments.get(reviewer=people.first)
    old = task.version
    panel.extend(task, panel.due_after(40), by=people.managing)
    answer = post(editor, submission, f"{task.public_id}/cancel/", version=old, reason="no-answer")
    assert answer["Location"].endswith("?passed=1")
    assert Assignment.objects.get(pk=task.pk).state == "accepted"


def test_a_task_is_ended_with_a_reason_and_the_alternate_is_invited(editor, people, assigning):  # noqa: F811
    given.invited(people, assigning)
    panel.propose_reviewer(assigning, people.third, slot="external", rank=1, by=people.editor)
    task = assigning.assignments.get(reviewer=people.first)
    path = f"{task.public_id}/cancel/"
    for reason in ("", "decided", "nonsense"):
        assert post(editor, assigning, path, version=task.version, reason=reason).status_code == 422
    for _ in range(2):
        post(editor, assigning, path, version=task.version, reason="replaced")
    assert Assignment.objects.get(pk=task.pk).state == "cancelled"
    assert assigning.assignments.get(reviewer=people.third).state == "invited"


def test_reminders_that_were_sent_are_listed(editor, people, assigning, clock):  # noqa: F811
    from gcmhub.workflow.actions import fire_due_timers

    given.invited(people, assigning)
    assert "Reminded on:" not in shown(editor, assigning)
    clock.shift(timedelta(days=2, hours=1))
    fire_due_timers()
    assert shown(editor, assigning).count("Reminded on:") == 3


# ------------------------------------------------ rounds


def test_reviews_that_are_in_are_counted_with_the_end_of_the_term(editor, people):  # noqa: F811
    submission = given.under_review(people)
    given.write_review(submission.assignments.get(reviewer=people.un))
    given.write_review(submission.assignments.get(reviewer=people.first))
    page = shown(editor, submission)
    assert "2 of 3 reviews are in." in page
    assert "From 23 March 2026" in re.sub(r"<[^>]+>", "", page)


def test_only_managing_editors_begin_short_with_a_reason_and_once(client, people, assigning):  # noqa: F811
    given.invited(people, assigning)
    given.accept(assigning.assignments.get(reviewer=people.un))
    assert "/begin-short/" not in shown(as_(client, people.editor), assigning)
    answer = post(as_(client, people.editor), assigning, "begin-short/", reason="urgent")
    assert answer["Location"].endswith("?passed=1")
    managing = as_(client, people.managing)
    assert "/begin-short/" in shown(managing, assigning)
    assert post(managing, assigning, "begin-short/").status_code == 422
    assert post(managing, assigning, "begin-short/", reason="urgent")["Location"].endswith("?done=begin-short")
    assert post(managing, assigning, "begin-short/", reason="urgent")["Location"].endswith("?passed=1")
    assigning.refresh_from_db()
    assert assigning.state == "under-review"


def test_a_tie_is_broken_by_one_more_reviewer(editor, people):  # noqa: F811
    submission = given.under_review(people)
    for one, recommendation in ((people.un, "accept"), (people.first, "reject"), (people.second, "minor")):
        given.write_review(submission.assignments.get(reviewer=one), recommendation)
    submission.refresh_from_db()
    assert "The reviews are far apart." in shown(editor, submission)
    assert post(editor, submission, "tie-break/")["Location"].endswith("?done=tie-break")
    form = choice_in(shown(editor, submission))
    assert form["either-1"] == people.third.public_id
    post(editor, submission, "take/", **form, invite="1")
    assert submission.assignments.get(reviewer=people.third).slot == "tie-break"
    given.accept(submission.assignments.get(reviewer=people.third))
    submission.refresh_from_db()
    assert submission.state == "under-review"


def test_after_large_changes_the_former_reviewers_come_first(editor, people, clock):  # noqa: F811
    submission = given.to_decide(people, "major")
    deciding.decide(submission, "major", by=people.editor, letter="Please revise.", points=["Say who pays"])
    clock.shift(deciding.UNDO_TERM)
    submission.refresh_from_db()
    drafts.save_draft(submission, {"publishers": ["The town"]}, by=people.submitter, revision=submission.revision)
    submission.refresh_from_db()
    submitting.return_revision(submission, ["The town pays"], by=people.submitter)
    page = shown(editor, submission)
    assert page.count("Reviewed it in the round before") == 3
    post(editor, submission, "invite/")
    assert [state for *_, state in seats(submission)] == ["invited"] * 3


def test_the_page_offers_what_the_lives_give_and_nothing_else(client, people):  # noqa: F811
    submission = given.under_review(people)
    given.write_review(submission.assignments.get(reviewer=people.un))
    names = {"extend": "extend", "recuse": "recuse", "cancel": "cancel", "invite": "invite"}
    for user in (people.editor, people.managing):
        page = shown(as_(client, user), submission)
        for task in submission.assignments.all():
            may = set(ASSIGNMENT.actions_of(user, task))
            for action, name in names.items():
                assert (f"{task.public_id}/{name}/" in page) == (action in may), (user.name, task.state, action)
        may = set(SUBMISSION.actions_of(user, submission))
        for action, name in (("begin-review-short", "begin-short"), ("add-reviewer", "tie-break"), ("review-again", "again")):
            assert (f"/panel/{name}/" in page) == (action in may)


def test_before_a_round_the_page_says_so(editor, people):  # noqa: F811
    assert "There is no panel yet." in shown(editor, given.in_triage(people))


def test_words_in_the_address_put_nothing_on_the_page(editor, people, assigning):  # noqa: F811
    given.invited(people, assigning)
    first, second = assigning.assignments.values_list("public_id", flat=True)[:2]
    asked = f"?invited={first},99,<b>&refused={second}:nonsense,x:y&done=nothing&panel=7&q=%3Cscript%3E&external-1=%00"
    page = shown(editor, assigning, asked)
    assert "<script>" not in page.replace("<script src", "").replace('<script type="', "")
    told = page[page.index('role="status"') :]
    told = told[: told.index("</div>")]
    assert "Could not be invited now" in told
    assert "nonsense" not in told


def test_no_get_changes_anything(editor, assigning):
    for rest in ("take/", "invite/", "begin-short/", "tie-break/", "again/"):
        assert editor.get(address(assigning, rest)).status_code == 405
    assert seats(assigning) == []


# ------------------------------------------------ many at once


@pytest.fixture
def two(people):  # noqa: F811
    """Two submissions without a panel, and a roster that is enough for both."""
    for number in range(4):
        given.reviewer(f"Reviewer{number} Batch", un=number == 0)
    return [given.assigning(people), given.assigning(people, given.REPORT | {"url": "https://example.org/other"})]


def batch_form(page):
    fields = {"submission": []}
    for name, value in HIDDEN.findall(page[page.index("/desk/panels/take/") :]):
        if name == "submission":
            fields["submission"].append(value)
        elif name.startswith(("stand-", "seats-")):
            fields[name] = value
    return fields


def batch_page(client, query="?propose=1"):
    answer = client.get(f"/en/desk/panels/{query}")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_panels_for_all_are_proposed_within_everybodys_capacity_and_taken_at_once(managing, two):
    RosterMember.objects.update(capacity=1)
    form = batch_form(batch_page(managing))
    assert sorted(form["submission"]) == sorted(each.public_id for each in two)
    asked = [seat for name, value in form.items() if name.startswith("seats-") for seat in value.split(",")]
    assert len(asked) == len(set(asked)) == 6
    managing.post("/en/desk/panels/take/", form)
    assert [len(seats(each)) for each in two] == [3, 3]
    assert Notice.objects.filter(template="review_invitation").count() == 0
    before = [seats(each) for each in two]
    again = managing.post("/en/desk/panels/take/", form)
    assert "taken=&" in again["Location"]
    assert [seats(each) for each in two] == before
    assert "0 submissions" in batch_page(managing)


def test_one_proposal_is_taken_and_invited_and_the_other_waits(managing, two):
    form = batch_form(batch_page(managing))
    answer = managing.post("/en/desk/panels/take/", {**form, "one": two[0].public_id, "invite": "1"})
    assert [state for *_, state in seats(two[0])] == ["invited"] * 3
    assert seats(two[1]) == []
    told = unescape(managing.get(answer["Location"]).content.decode())
    assert "On their lists now:" in told
    assert "1 submission was sent" in told


def test_what_another_editor_began_meanwhile_is_left_alone(managing, people, two):  # noqa: F811
    form = batch_form(batch_page(managing))
    panel.propose_reviewer(two[0], people.un, slot="un", by=people.editor)
    answer = managing.post("/en/desk/panels/take/", form)
    assert f"refused={two[0].public_id}:passed" in answer["Location"]
    assert [len(seats(each)) for each in two] == [1, 3]


def test_seats_that_nobody_proposed_are_checked_like_any(managing, people, two):  # noqa: F811
    form = batch_form(batch_page(managing))
    LanguageSkill.objects.filter(user=people.third).delete()
    form[f"seats-{two[0].public_id}"] = f"un:{people.third.public_id}"
    form[f"seats-{two[1].public_id}"] = "un:nobody,external:<b>"
    answer = managing.post("/en/desk/panels/take/", form)
    assert "taken=&" in answer["Location"]
    assert [seats(each) for each in two] == [[], []]


def test_editors_do_not_reach_panels_for_all(editor, two):
    assert editor.get("/en/desk/panels/").status_code == 403
    assert editor.post("/en/desk/panels/take/").status_code == 403


def test_without_a_solver_the_page_says_so(managing, two, monkeypatch):
    from gcmhub.review import batch

    def missing():
        raise batch.SolverMissing

    monkeypatch.setattr(batch, "_scipy", missing)
    assert "requirements-batch.txt" in batch_page(managing)


def test_the_balance_of_a_whole_panel_is_said_only_where_it_is_known():
    from gcmhub.review.proposals import Reviewer
    from gcmhub.review.queries.batches import balance_of

    def some(*rows):
        return [Reviewer(str(place), False, {}, gender=gender, region=region) for place, (gender, region) in enumerate(rows)]

    assert balance_of(some(("woman", "africa"), ("man", "europe"))) is True
    assert balance_of(some(("woman", "africa"), ("woman", "europe"))) is False
    assert balance_of(some(("woman", "africa"), ("", "europe"))) is None
    assert balance_of(some(("woman", "africa"), ("", "africa"))) is False
    assert balance_of(some(("woman", "africa"))) is None


def test_the_page_asks_the_database_as_often_for_a_large_roster(editor, assigning):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in range(3):
        with CaptureQueriesContext(connection) as asked:
            shown(editor, assigning, "?q=reviewer")
        counts.append(len(asked))
        for place in range(15):
            given.reviewer(f"Reviewer{number}{place:02} Large", un=place % 3 == 0)
    assert counts[1] == counts[2] <= 45

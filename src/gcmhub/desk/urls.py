"""Addresses of the back office, under /<language>/desk/."""

from django.urls import path

from gcmhub.desk import calls, holidays, reports, suggestions, tracks
from gcmhub.desk.people import views as people_views
from gcmhub.desk.roster import coverage, lists, member
from gcmhub.desk.submissions import batch, page, panel, queue

app_name = "desk"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<slug:name>.csv", reports.report, name="report"),
    path("submissions.csv", queue.table, name="queue-table"),
    path("bulk/", queue.carry_out, name="queue-act"),
    path("filters/keep/", queue.keep, name="keep-filter"),
    path("filters/discard/", queue.discard, name="discard-filter"),
    path("calls/", calls.calls, name="calls"),
    path("calls/new/", calls.new, name="call-new"),
    path("calls/<slug:call_id>/", calls.call, name="call"),
    path("calls/<slug:call_id>/edit/", calls.edit, name="call-edit"),
    path("calls/<slug:call_id>/answers.csv", calls.table, name="call-table"),
    path("calls/<slug:call_id>/rank/", calls.rank, name="call-rank"),
    path("calls/<slug:call_id>/act/<slug:name>/", calls.act, name="call-act"),
    path("holidays/", holidays.holidays, name="holidays"),
    path("holidays/add/", holidays.add, name="holiday-add"),
    path("holidays/<slug:day>/remove/", holidays.remove, name="holiday-remove"),
    path("tracks/", tracks.tracks, name="tracks"),
    path("tracks/<slug:track>/", tracks.track, name="track"),
    path("tracks/<slug:track>/rules/", tracks.rules, name="track-rules"),
    path("tracks/<slug:track>/checklist/", tracks.checklist, name="track-checklist"),
    path("tracks/<slug:track>/<slug:group>/<slug:criterion>/", tracks.criterion, name="track-criterion"),
    path("panels/", batch.panels, name="panels"),
    path("panels/take/", batch.take, name="panels-take"),
    path("links/", suggestions.suggestions, name="suggestions"),
    path("links/<slug:suggestion_id>/<slug:name>/", suggestions.act, name="suggestion-act"),
    path("submissions/<slug:submission_id>/", page.submission, name="submission"),
    path("submissions/<slug:submission_id>/classification/", page.classify, name="submission-classification"),
    path("submissions/<slug:submission_id>/files/<slug:file_id>/", page.deliver, name="submission-file"),
    path("submissions/<slug:submission_id>/act/<slug:name>/", page.act, name="submission-act"),
    path("submissions/<slug:submission_id>/reviews/<slug:task_id>/<slug:name>/", page.review_act, name="submission-review-act"),
    path("submissions/<slug:submission_id>/panel/", panel.panel, name="panel"),
    path("submissions/<slug:submission_id>/panel/<slug:name>/", panel.step, name="panel-step"),
    path("submissions/<slug:submission_id>/panel/<slug:task_id>/<slug:name>/", panel.task_step, name="panel-task"),
    path("roster/", lists.roster, name="roster"),
    path("roster/roster.csv", lists.table, name="roster-table"),
    path("roster/enrol/", lists.enrol, name="roster-enrol"),
    path("roster/<slug:member_id>/", member.member, name="roster-member"),
    path("roster/<slug:member_id>/act/<slug:name>/", member.act, name="roster-act"),
    path("coverage/", coverage.page, name="coverage"),
    path("people/", people_views.people, name="people"),
    path("people/<slug:person_id>/", people_views.person, name="person"),
    path("people/<slug:person_id>/grant/", people_views.grant, name="role-grant"),
    path("people/<slug:person_id>/revoke/", people_views.revoke, name="role-revoke"),
    path("organisations/<slug:organisation_id>/verify/", people_views.organisation, name="organisation-verify"),
    path("focal-points/<int:membership_id>/verify/", people_views.focal_point, name="focal-point-verify"),
]

"""Addresses of the back office, under /<language>/desk/."""

from django.urls import path

from gcmhub.desk.roster import coverage, lists
from gcmhub.desk.submissions import page, queue

app_name = "desk"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("submissions/<slug:submission_id>/", page.submission, name="submission"),
    path("submissions/<slug:submission_id>/files/<slug:file_id>/", page.deliver, name="submission-file"),
    path("submissions/<slug:submission_id>/act/<slug:name>/", page.act, name="submission-act"),
    path(
        "submissions/<slug:submission_id>/reviews/<slug:task_id>/<slug:name>/", page.review_act, name="submission-review-act"
    ),
    path("roster/", lists.roster, name="roster"),
    path("roster/roster.csv", lists.table, name="roster-table"),
    path("coverage/", coverage.page, name="coverage"),
]

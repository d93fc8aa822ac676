"""Addresses of the back office, under /<language>/desk/."""

from django.urls import path

from gcmhub.desk.submissions import queue

app_name = "desk"
urlpatterns = [
    path("", queue.queue, name="queue"),
]

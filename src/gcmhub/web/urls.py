"""Addresses of the pages; each has the interface language before it."""

from django.urls import path

from gcmhub.web.library import calls, countries, events, kinds, objectives, reading_list, search, views
from gcmhub.web.library.cite import citation, citations
from gcmhub.web.notices import following, mine, outbox, wishes
from gcmhub.web.notices import views as notices
from gcmhub.web.review import changes, reviews, roster, submissions, suggest
from gcmhub.web.site import opensearch
from gcmhub.web.site import views as site

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", search.search, name="search"),
    path("opensearch.xml", opensearch.description, name="opensearch"),
    path("objectives/", objectives.objectives, name="objectives"),
    path("objectives/<slug:code>/", objectives.objective, name="objective"),
    path("principles/", objectives.principles, name="principles"),
    path("principles/<slug:code>/", objectives.principle, name="principle"),
    path("countries/", countries.countries, name="countries"),
    path("countries/<slug:code>/", countries.country, name="country"),
    path("regions/", countries.regions, name="regions"),
    path("regions/<slug:code>/", countries.region, name="region"),
    path("follow/", following.follow, name="follow"),
    path("follow/asked/", following.asked, name="follow-asked"),
    path("follow/<str:token>/confirm/", following.confirm, name="follow-confirm"),
    path("follow/<str:token>/end/", following.end, name="follow-end"),
    path("reading-list/", reading_list.reading_list, name="reading-list"),
    path("resources/<slug:resource_id>/", views.resource, name="resource"),
    path("resources/<slug:resource_id>/cite/", citations, name="citations"),
    path("resources/<slug:resource_id>/cite/<slug:style>", citation, name="cite"),
    path("resources/<slug:resource_id>/change/", changes.change, name="change"),
    path("resources/<slug:resource_id>/event.ics", events.calendar_of_event, name="event-calendar"),
    path("events/", events.coming, name="events"),
    path("events/past/", events.past, name="past-events"),
    path("practices/", kinds.kind_list, {"name": "practices"}, name="practices"),
    path("calls/", calls.calls, name="calls"),
    path("calls/<slug:call_id>/", calls.call, name="call"),
    path("calls/<slug:call_id>/deadline.ics", calls.deadline, name="call-deadline"),
    path("calls.rss", calls.call_feed, {"kind": "rss"}, name="calls-rss"),
    path("calls.atom", calls.call_feed, {"kind": "atom"}, name="calls-atom"),
    path("projects/", kinds.kind_list, {"name": "projects"}, name="projects"),
    path("training/", kinds.kind_list, {"name": "training"}, name="training"),
    path("videos/", kinds.kind_list, {"name": "videos"}, name="videos"),
    path("events.ics", events.calendar_of_selection, name="calendar"),
    path("about/", site.about, name="about"),
    path("how-we-review/", site.review, name="review"),
    path("accessibility/", site.accessibility, name="accessibility"),
    path("privacy/", site.privacy, name="privacy"),
    path("notices/", mine.mine, name="notices"),
    path("notices/read/", mine.read, name="notices-read"),
    path("notices/preferences/", wishes.preferences, name="notice-preferences"),
    path("notices/end/<str:token>/", wishes.end, name="notices-end"),
    path("notices/outbox/", outbox.outbox, name="outbox"),
    path("submit/", submissions.submit, name="submit"),
    path("submit/link/", suggest.suggest, name="suggest"),
    path("submit/link/asked/", suggest.asked, name="suggest-asked"),
    path("submit/link/thanks/", suggest.thanks, name="suggest-thanks"),
    path("submit/link/<str:token>/", suggest.confirm, name="suggest-confirm"),
    path("submissions/", submissions.submissions, name="submissions"),
    path("submissions/<slug:submission_id>/", submissions.submission, name="submission"),
    path("submissions/<slug:submission_id>/edit/<slug:step>/", submissions.step, name="submission-step"),
    path("submissions/<slug:submission_id>/files/<slug:file_id>/", submissions.deliver, name="submission-file"),
    path("submissions/<slug:submission_id>/<slug:name>/", submissions.act, name="submission-act"),
    path("roster/", roster.roster, name="roster"),
    path("roster/mine/", roster.mine, name="roster-mine"),
    path("roster/mine/<slug:name>/", roster.step, name="roster-step"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/certificate/", reviews.certificate, name="review-certificate"),
    path("reviews/<slug:task_id>/", reviews.task, name="review-task"),
    path("reviews/<slug:task_id>/save/", reviews.save, name="review-save"),
    path("reviews/<slug:task_id>/<slug:name>/", reviews.step, name="review-step"),
    path("reviews/<slug:task_id>/files/<slug:file_id>/<str:name>", reviews.deliver, name="review-file"),
    path("contact/", notices.contact, name="contact"),
    path("contact/sent/", notices.sent, name="contact_sent"),
]

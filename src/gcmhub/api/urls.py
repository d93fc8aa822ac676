"""Where the API lives: ``/api/v1/``."""

from django.urls import path

from gcmhub.api.v1 import api

urlpatterns = [path("", api.urls)]

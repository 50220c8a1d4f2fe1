"""The address of the JSON API."""

from __future__ import annotations

from django.urls import path

from codeward.web.api.v1 import api

urlpatterns = [path("api/v1/", api.urls)]

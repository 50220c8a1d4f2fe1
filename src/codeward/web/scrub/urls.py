"""Addresses of the scrub app."""

from __future__ import annotations

from django.urls import path

from codeward.web.scrub import views

app_name = "scrub"

urlpatterns = [path("scrub", views.scrub, name="scrub")]

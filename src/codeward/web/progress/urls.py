"""Addresses of the progress app."""

from __future__ import annotations

from django.urls import path

from codeward.web.progress import views

app_name = "progress"

urlpatterns = [path("progress/", views.progress, name="progress")]

"""Addresses of the learning app."""

from __future__ import annotations

from django.urls import path

from codeward.web.learning import views

app_name = "learning"

urlpatterns = [path("hours/", views.my_hours, name="hours")]

"""The address of the guided first chart."""

from __future__ import annotations

from django.urls import path

from codeward.web.guided import views

app_name = "guided"
urlpatterns = [path("first-chart/", views.first_chart, name="first")]

"""Addresses of the charts app."""

from __future__ import annotations

from django.urls import path

from codeward.web.charts import endpoints, views

app_name = "charts"

urlpatterns = [
    path("charts/", views.chart_list, name="list"),
    path("charts/<slug:chart_id>/", views.workspace, name="chart"),
    path("charts/<slug:chart_id>/start", endpoints.start, name="start"),
    path("attempts/<pid:public_id>/operations", endpoints.operations, name="operations"),
    path("attempts/<pid:public_id>/submit", views.submit, name="submit"),
    path("attempts/<pid:public_id>/resume", views.resume, name="resume"),
]

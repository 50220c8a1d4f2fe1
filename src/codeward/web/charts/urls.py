"""Addresses of the charts app."""

from __future__ import annotations

from django.urls import path, register_converter

from codeward.web.charts import endpoints, endpoints_help, views, views_claim

app_name = "charts"


class ChartId:
    """A chart's id: its slug, after its pack and a colon where it is not Codeward's own."""

    regex = "(?:[a-z0-9-]{1,30}:)?[-a-zA-Z0-9_]{1,64}"

    def to_python(self, value: str) -> str:
        """Return what stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """Return what is written into an address."""
        return value


register_converter(ChartId, "chart")

urlpatterns = [
    path("charts/", views.chart_list, name="list"),
    path("charts/<chart:chart_id>/", views.workspace, name="chart"),
    path("charts/<chart:chart_id>/claim", views_claim.claim, name="claim"),
    path("charts/<chart:chart_id>/query-hints", endpoints_help.hints, name="query-hints"),
    path("charts/<chart:chart_id>/start", endpoints.start, name="start"),
    path("attempts/<pid:public_id>/claim", views_claim.handed_in, name="attempt-claim"),
    path("attempts/<pid:public_id>/edits", endpoints_help.edits, name="edits"),
    path("attempts/<pid:public_id>/operations", endpoints.operations, name="operations"),
    path("attempts/<pid:public_id>/submit", views.submit, name="submit"),
    path("attempts/<pid:public_id>/resume", views.resume, name="resume"),
]

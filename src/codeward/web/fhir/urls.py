"""The addresses of the FHIR terminology service."""

from __future__ import annotations

from django.urls import path

from codeward.web.fhir import views

app_name = "fhir"
urlpatterns = [
    path("fhir/R4", views.endpoint, {"where": ""}, name="base"),
    path("fhir/R4/", views.endpoint, {"where": ""}),
    path("fhir/R4/<path:where>", views.endpoint, name="endpoint"),
]

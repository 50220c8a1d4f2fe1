"""The app of the FHIR terminology service."""

from __future__ import annotations

from django.apps import AppConfig


class FhirConfig(AppConfig):
    """No tables: the books answer."""

    name = "codeward.web.fhir"
    label = "fhir"

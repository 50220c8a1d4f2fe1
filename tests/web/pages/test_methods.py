"""TRACE is answered by no page: it would send back what only the browser should hold (ASVS 13.4.4)."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    ["/", "/charts/", "/codebook/icd10cm/E11.9", "/accounts/login/", "/account/", "/healthz", "/api/v1/systems",
     "/fhir/R4/metadata", "/notices/", "/office/", "/nowhere"],
)  # fmt: skip
def test_trace_is_refused(client: Client, path: str) -> None:
    answer = client.trace(path, headers={"x-probe": "only-the-browser-knows"})
    assert answer.status_code in (302, 404, 405)
    assert "only-the-browser-knows" not in answer.content.decode()

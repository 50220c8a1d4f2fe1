"""What the server answers by itself has the headers that pages have."""

from __future__ import annotations

from typing import Any

import pytest

from codeward.web.serving import refusals


@pytest.mark.parametrize("path", ["", "/charts/", "/api/v1/lookup", "/fhir/R4/metadata"])
@pytest.mark.parametrize("status", [400, 408, 414, 431, 500, 503])
def test_a_refusal_runs_and_leaks_nothing(status: int, path: str) -> None:
    said = refusals.said(status, path)
    headers = dict(said.headers)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    for one in ("default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"):
        assert one in headers["Content-Security-Policy"]
    assert headers["Content-Type"].startswith("text/html" if path in ("", "/charts/") else "application/")
    assert "Strict-Transport-Security" not in headers


def test_by_https_a_refusal_says_so_too(settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    assert dict(refusals.said(400, "/").headers)["Strict-Transport-Security"] == (
        "max-age=31536000; includeSubDomains"
    )
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = False
    assert dict(refusals.said(400, "/").headers)["Strict-Transport-Security"] == "max-age=31536000"

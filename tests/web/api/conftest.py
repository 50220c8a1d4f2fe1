"""Asking an endpoint as a program does: each module names its own ADDRESS."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def post(client: Client, request: pytest.FixtureRequest) -> Any:
    """A call that sends a body as JSON (text goes as it is) and returns status and answer, which is JSON too."""

    def call(
        body: object, query: str = "", address: str = request.module.ADDRESS
    ) -> tuple[int, dict[str, Any]]:
        raw = body if isinstance(body, str | bytes) else json.dumps(body)
        answer = client.post(f"{address}{query}", raw, content_type="application/json")
        assert answer["Content-Type"].startswith("application/json")
        return answer.status_code, answer.json()

    return call

"""How long a body may be, by its address."""

from __future__ import annotations

import pytest
from django.urls import get_resolver

from codeward.web.bodies import FORM, LIMITS, limit
from codeward.web.charts.operations import MAX_BATCH_BYTES as OPERATIONS
from codeward.web.ownbook.changes import MAX_BATCH_BYTES as CHANGES
from codeward.web.ownbook.exchange import MAX_FILE_BYTES


def test_every_beginning_with_a_limit_of_its_own_is_an_address() -> None:
    def walk(patterns: list, before: str) -> list[str]:
        found = []
        for one in patterns:
            path = before + str(one.pattern)
            found += walk(one.url_patterns, path) if hasattr(one, "url_patterns") else [path]
        return found

    paths = ["/" + path for path in walk(get_resolver().url_patterns, "")]
    for start in LIMITS:
        assert any(path.startswith(start) for path in paths), start


@pytest.mark.parametrize(
    ("path", "taken"),
    [
        ("/attempts/abc/operations", OPERATIONS),
        ("/codebook/own/changes", CHANGES),
        ("/codebook/own/import", MAX_FILE_BYTES),
    ],
)
def test_the_door_lets_in_what_an_endpoint_takes_and_little_more(path: str, taken: int) -> None:
    assert taken <= limit(path) <= taken * 1.1 + 50_000


def test_everything_else_takes_a_form() -> None:
    assert limit("/accounts/login/") == limit("/attempts") == limit("/") == FORM
    assert limit("/fhir/R4/$batch") > FORM

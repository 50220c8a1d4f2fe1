"""The list of valid codes as the school opens it, and lists made by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from codeward.codesets import validity
from codeward.codesets.validity import Span, Validity
from codeward.codesets.validity.spanfile import compile_spans

FIRST, LAST = date(2015, 10, 1), date(2027, 3, 31)

Make = Callable[[Mapping[str, list[tuple[str, Span]]]], Validity]


@pytest.fixture(scope="session")
def listed() -> Validity:
    found = validity.opened()
    assert found is not None, validity.why_absent()
    return found


@pytest.fixture
def made(tmp_path: Path) -> Make:
    def make(systems: Mapping[str, list[tuple[str, Span]]]) -> Validity:
        path = tmp_path / "made.valid"
        about = {"id": "made", "title": "A list", "first": FIRST.isoformat(), "last": LAST.isoformat()}
        path.write_bytes(compile_spans(about, systems))
        return Validity(path)

    return make

"""A home of the tests' own; the packaged crosswalks are compiled once into the cache that all tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from codeward.crosswalks.crosswalk import close_all


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path / "home"))
    yield tmp_path / "home"
    close_all()

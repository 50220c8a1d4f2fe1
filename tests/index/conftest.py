"""One index over the real Tabular for all tests of this room; the workers of one run share its files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from codeward.index import BOOKS, Index, open_index
from tests.warm import shared_by_workers, warm_cache

ON = date(2026, 5, 12)


def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a cache that all workers of this run know, with the books compiled."""
    return warm_cache(tmp_path_factory, shared_by_workers(tmp_path_factory, "index-cache"))


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    patch = pytest.MonkeyPatch()
    patch.setenv("CODEWARD_CACHE", str(shared_cache(tmp_path_factory)))
    patch.setenv("CODEWARD_HOME", str(tmp_path_factory.mktemp("home")))
    try:
        opened = open_index(ON)
        for book in BOOKS:
            opened.volume(book)
        opened.find("warm")
        return opened
    finally:
        patch.undo()

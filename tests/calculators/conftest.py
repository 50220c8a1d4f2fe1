"""Where the shared data lies, for the tests that need it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = Path(os.environ.get("CODEWARD_SHARED", "../shared")) / "data"
    if not folder.is_dir():
        pytest.skip(f"no shared test data at {folder}: set CODEWARD_SHARED to the folder that holds it")
    return folder

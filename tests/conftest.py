"""What tests of every room share: where the real data lies that is not part of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is no fault: speed is measured in bench/, never by a test.
settings.register_profile("codeward", deadline=None)
settings.load_profile("codeward")


@pytest.fixture(scope="session")
def shared_root() -> Path:
    """The folder that CODEWARD_SHARED names, or `../shared`; without it a test is skipped, and in CI it fails."""
    folder = Path(os.environ.get("CODEWARD_SHARED", "../shared"))
    if not folder.is_dir():
        said = f"no shared test data at {folder}: set CODEWARD_SHARED to the folder that holds it"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(said)
    return folder


@pytest.fixture(scope="session")
def shared(shared_root: Path) -> Path:
    """Real files of the publishers."""
    return shared_root / "data"


@pytest.fixture(scope="session")
def field(shared_root: Path) -> Path:
    """Inputs from the field that once were answered wrongly, a folder each."""
    return shared_root / "field"

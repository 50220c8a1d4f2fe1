"""What the documentation's sessions run in: a home and a cache of the tests' own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.warm import warm_cache


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("docs")
    ours = {key: value for key, value in os.environ.items() if not key.startswith("CODEWARD_")}
    return {
        **ours,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), ours.get("PATH", os.defpath)]),
        "CODEWARD_HOME": str(folder / "home"),
        "CODEWARD_CACHE": str(warm_cache(tmp_path_factory, folder / "docs-cache")),
        "PYTHONWARNINGS": "error",
    }

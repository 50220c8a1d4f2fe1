"""Kinds of the tests, registered while one runs, and their template."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.template import engines

from codeward.web.notices import kinds as registry
from tests.web.notices import kinds

TEMPLATES = str(Path(__file__).parent / "templates")


@pytest.fixture(autouse=True)
def _kinds_of_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    held = registry._kinds.copy()
    for one in kinds.ALL:
        held.add(one.name, one)
    monkeypatch.setattr(registry, "_kinds", held)
    engine: Any = engines["django"]
    monkeypatch.setattr(engine.engine, "dirs", [*engine.engine.dirs, TEMPLATES])
    for loader in engine.engine.template_loaders:
        loader.reset()

"""A folder of content of an author's own, and the pages of its preview."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client

from codeward.curriculum import read_again
from codeward.web.charts.api import forget_charts
from codeward.web.courses.preview.watching import Previewed
from codeward.web.courses.sheet import forget_sheets
from codeward.web.serving import preview as process
from tests.curriculum import made
from tests.web.courses.conftest import CONTENT


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the lesson z1 and a question, in place of the one that the other tests read."""
    folder = tmp_path / "north"
    shutil.copytree(CONTENT, folder)
    (folder / "items").mkdir(exist_ok=True)
    asked = {**made.item("north-q1", "dx.side"), "coding_date": "2026-06-01"}
    (folder / "items" / "north-q1.yaml").write_text(yaml.safe_dump(asked, sort_keys=False))
    monkeypatch.setenv("CODEWARD_CURRICULUM", str(folder))
    yield folder
    monkeypatch.undo()
    read_again()
    forget_charts()
    forget_sheets()


@pytest.fixture
def browse(settings: Any, db: None) -> Callable[[Previewed], Client]:
    """``browse(what)`` gives a client of a preview of it."""

    def begun(what: Previewed) -> Client:
        settings.PREVIEW = {"folder": what.folder, "content": what.content, "lesson": what.lesson}
        settings.ROOT_URLCONF = process.URLS
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, process.MIDDLEWARE]
        return Client(headers={"accept": "text/html"})

    return begun

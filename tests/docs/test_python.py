"""Every Python session of the documentation runs and prints what the page shows."""

from __future__ import annotations

import doctest
import os
from pathlib import Path
from typing import Any

import pytest

from codeward.codesets import books
from tests.docs.pages import DOCS, PAGES, ROOT, blocks, name

SESSIONS = [page for page in (ROOT / "README.md", *PAGES) if blocks(page, "python")]


class Dots(doctest.OutputChecker):
    """In what a session prints, "…" stands for anything, as in the console sessions."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        return super().check_output(want.replace("…", "..."), got, optionflags | doctest.ELLIPSIS)


def failures(page: Path, names: dict[str, Any]) -> list[str]:
    """Run the page's blocks one after another with the same names; return what went otherwise."""
    said: list[str] = []
    runner = doctest.DocTestRunner(checker=Dots(), verbose=False)
    for line, text in blocks(page, "python"):
        if text.startswith(">>> "):
            test = doctest.DocTestParser().get_doctest(text, names, name(page), name(page), line - 1)
            runner.run(test, out=said.append, clear_globs=False)
            names.update(test.globs)
        else:
            exec(compile("\n" * (line - 1) + text, name(page), "exec"), names)
    return said


@pytest.fixture
def at_home(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for key in [key for key in os.environ if key.startswith("CODEWARD_")]:
        monkeypatch.delenv(key)
    for key in ("CODEWARD_HOME", "CODEWARD_CACHE"):
        monkeypatch.setenv(key, environment[key])
    books.close_all()


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize("page", SESSIONS, ids=lambda page: page.name)
def test_a_session_prints_what_the_page_shows(page: Path) -> None:
    assert failures(page, {}) == []


def test_the_readme_and_the_python_page_have_sessions() -> None:
    assert {ROOT / "README.md", DOCS / "reference" / "python.md"} <= set(SESSIONS)


def test_a_session_that_lies_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.docs.pages.ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text("```python\n>>> 1 + 1\n3\n>>> 'a long word'\n'a … word'\n\n```\n")
    said = "".join(failures(page, {}))
    assert "Expected:\n    3\nGot:\n    2" in said
    assert "word" not in said


@pytest.mark.parametrize(
    "room",
    [
        "codesets",
        "search",
        "charts",
        "grading",
        "claims",
        "edits",
        "calculators",
        "calculators.em",
        "calculators.anesthesia",
    ],
)
def test_the_python_page_names_only_what_a_room_shows(room: str) -> None:
    from importlib import import_module

    module = import_module(f"codeward.{room}")
    text = (DOCS / "reference" / "python.md").read_text()
    (row,) = [line for line in text.splitlines() if line.startswith(f"| `codeward.{room}` |")]
    named = [part for i, part in enumerate(row.split("|")[2].split("`")) if i % 2]
    assert named
    assert set(named) <= set(module.__all__)

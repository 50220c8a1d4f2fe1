"""The pages "Add a code system" and "Add a list of the desk", done in a scratch copy of the source."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT, blocks

PAGES = [DOCS / "how-to" / "add-a-code-system.md", DOCS / "how-to" / "add-a-list.md"]
STEP = re.compile(r"^`([\w./-]+)`:\n\n```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
TABLE = re.compile(r"^With the file `([\w.-]+)`:\n\n```csv\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def changed(text: str, change: str) -> str:
    """Return *text* after the *change*: the lines that stay and go must stand there once, one after another."""
    lines = change.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in " -")
    after = "".join(line[1:] for line in lines if line[0] in " +")
    assert text.count(before) == 1, before
    return text.replace(before, after)


def followed(page: Path, folder: Path) -> Path:
    """Copy source and contracts into *folder*, take every step of *page*, and write its table; return the copy."""
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    text = page.read_text(encoding="utf-8")
    for name, language, step in STEP.findall(text):
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(
            changed(file.read_text(encoding="utf-8"), step) if language == "diff" else step, encoding="utf-8"
        )
    for name, table in TABLE.findall(text):
        (folder / name).write_text(table, encoding="utf-8")
    return folder


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run *command* in the copy, with an empty home."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(folder / "src"),
        "CODEWARD_HOME": str(folder / "home"),
        "CODEWARD_CACHE": str(folder / "cache"),
    }
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.proof
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_who_follows_the_page_has_what_it_says(page: Path, tmp_path: Path) -> None:
    folder = followed(page, tmp_path)
    ((_, session),) = blocks(page, "py")
    (folder / "session.txt").write_text(session.replace("…", "..."), encoding="utf-8")
    done = run(folder, sys.executable, "-m", "doctest", "-o", "ELLIPSIS", "session.txt")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.proof
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_steps_keep_the_contracts_and_the_style(page: Path, tmp_path: Path) -> None:
    folder = followed(page, tmp_path)
    for command in (["lint-imports", "--no-cache"], ["ruff", "check", "src/codeward/codesets"]):
        done = run(folder, str(Path(sys.executable).with_name(command[0])), *command[1:])
        assert done.returncode == 0, done.stdout


def test_a_step_that_fits_nowhere_is_found_out() -> None:
    assert changed("a\nb\nc\n", " a\n-b\n+d\n c\n") == "a\nd\nc\n"
    with pytest.raises(AssertionError):
        changed("a\nb\n", " a\n+d\n c\n")

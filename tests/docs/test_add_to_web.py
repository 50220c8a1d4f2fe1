"""The pages "Add an app" and "Add a page", done in a scratch copy of source and tests."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT
from tests.docs.test_add_to_codesets import changed, run

STEP = re.compile(r"^ *`([\w./-]+)`:\n\n```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
APP, PAGE = DOCS / "how-to" / "add-an-app.md", DOCS / "how-to" / "add-a-page.md"


def followed(page: Path, folder: Path) -> Path:
    """Copy source, tests and contracts into *folder* and take every step of *page*; return the copy."""
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("src", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name, language, step in STEP.findall(page.read_text(encoding="utf-8")):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            changed(file.read_text(encoding="utf-8"), step) if language == "diff" else step, encoding="utf-8"
        )
    return folder


def done(folder: Path, *command: str) -> str:
    """Run *command* in the copy, expect it to end well and return what it printed."""
    ended: subprocess.CompletedProcess[str] = run(folder, *command)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


@pytest.mark.proof
def test_who_follows_the_page_has_an_app_with_its_tests_inside_its_walls(tmp_path: Path) -> None:
    folder = followed(APP, tmp_path)
    (folder / "home").mkdir()
    done(folder, sys.executable, "-m", "codeward.web", "manage", "makemigrations", "stars")
    ours = ["tests/web/stars", "tests/web/test_walls.py", "tests/web/accounts/test_portability.py"]
    told = done(folder, program("pytest"), "-q", "-x", "-p", "no:cacheprovider", *ours)
    assert re.search(r"\b\d\d+ passed", told)
    asks = ["tests/web/test_doors.py", "tests/web/test_doors_matrix.py"]
    done(
        folder,
        program("pytest"),
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-k",
        "not page_of_permissions",
        *asks,
    )
    done(folder, program("lint-imports"), "--no-cache")
    done(folder, program("ruff"), "check", "--fix-only", "src/codeward/web/stars/migrations")
    done(folder, program("ruff"), "check", "src/codeward/web/stars", "tests/web/stars", "tests/web/matrix")


def test_an_app_that_another_enters_through_the_wall_is_found_out(tmp_path: Path) -> None:
    folder = followed(APP, tmp_path)
    with (folder / "src/codeward/web/progress/urls.py").open("a", encoding="utf-8") as file:
        file.write("\nfrom codeward.web.stars.models import Star\n")
    ended = run(folder, program("lint-imports"), "--no-cache")
    assert ended.returncode == 1
    assert "The wall of web.stars: others come in by its api BROKEN" in " ".join(ended.stdout.split())


def test_the_page_names_five_places() -> None:
    text = APP.read_text(encoding="utf-8")
    section = text[text.index("## 2. The five places") : text.index("## 3.")]
    assert re.findall(r"^(\d)\. ", section, re.MULTILINE) == ["1", "2", "3", "4", "5"]


@pytest.mark.proof
def test_who_follows_the_page_has_a_page_with_its_tests(tmp_path: Path) -> None:
    folder = followed(PAGE, tmp_path)
    ours = "tests/web/progress/test_days.py"
    told = done(folder, program("pytest"), "-q", "-x", "-p", "no:cacheprovider", ours)
    assert re.search(r"\b[1-9]\d* passed", told)
    asked = ("-k", "every_address or progress", "tests/web/test_doors_matrix.py")
    done(folder, program("pytest"), "-q", "-x", "-p", "no:cacheprovider", *asked)
    done(folder, program("lint-imports"), "--no-cache")
    done(folder, program("ruff"), "check", "src/codeward/web/progress", "tests/web/progress/test_days.py")

"""Every console session of the documentation runs, prints what the page shows and ends with the exit code it says."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, Step, files, name, steps

# What installs, serves or moves a school's data has tests of its own, with a school to do it to.
ELSEWHERE = re.compile(
    r"^(sudo |.*=\S+ )?(make|codeward (serve|backup|restore|curriculum preview)|python -m codeward\.web)\b"
)
SESSIONS = [page for page in (ROOT / "README.md", *PAGES) if steps(page)]


def wanted(output: str) -> re.Pattern[str]:
    """Return what matches *output*; in it, "…" stands for anything."""
    return re.compile(".*".join(re.escape(part) for part in output.split("…")), re.DOTALL)


def run(step: Step, folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        ["bash", "-c", step.command],
        cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.decode()


@pytest.mark.parametrize("page", SESSIONS, ids=name)
def test_a_session_goes_as_the_page_says(page: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    for path, text in files(page).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    wrong = []
    for step in steps(page):
        if ELSEWHERE.match(step.command):
            continue
        code, printed = run(step, tmp_path, environment)
        right = not step.output or wanted(step.output).fullmatch(printed.rstrip("\n"))
        if code != step.code or not right:
            wrong.append(
                f"{name(page)}:{step.line}: {step.command}\nexit code {code}, not {step.code}\n{printed}"
            )
    assert not wrong, "\n".join(wrong)


def test_a_session_that_lies_is_found(tmp_path: Path, environment: dict[str, str]) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "```console\n$ printf 'a\\nb\\n'\na\nb\n$ false\n$ echo $?\n1\n$ exit 3   # exit code 3\n```\n"
    )
    found = steps(page)
    assert [(step.line, step.output, step.code) for step in found] == [(2, "a\nb", 0), (5, "", 1), (8, "", 3)]
    assert [run(step, tmp_path, environment) for step in found] == [(0, "a\nb\n"), (1, ""), (3, "")]
    assert wanted("a … d").fullmatch("a b\nc d")
    assert not wanted("a … d").fullmatch("a b\nc e")


def test_the_readme_and_the_how_to_for_scripts_show_every_command_that_answers() -> None:
    shown = {
        match
        for page in SESSIONS
        for step in steps(page)
        for match in re.findall(r"codeward (\w+)", step.command)
    }
    assert {"lookup", "search", "tree", "validate", "charts", "grade", "curriculum"} <= shown

"""What every command does with streams that are closed or full, and with a machine that names no home."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

ON = ("--on", "2026-05-12")
PROGRAM = [sys.executable, "-m", "codeward.cli.main"]


def shell(environment: dict[str, str], redirect: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line under a shell that closes or redirects its streams."""
    return subprocess.run(
        ["/bin/sh", "-c", f'exec "$@" {redirect}', "sh", *PROGRAM, *arguments, *ON],
        capture_output=True, text=True, env=environment, check=False, timeout=120,
    )  # fmt: skip


@pytest.mark.parametrize("command", ["lookup", "validate"])
def test_a_closed_standard_input_is_an_empty_one(environment: dict[str, str], command: str) -> None:
    done = shell(environment, "<&-", command, "-", "--json")
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")


def test_a_closed_standard_output_leaves_the_exit_code(environment: dict[str, str]) -> None:
    found = shell(environment, ">&-", "lookup", "E11.9", "--json")
    assert (found.returncode, found.stderr) == (0, "")
    missing = shell(environment, ">&-", "lookup", "E11.99", "--json")
    assert (missing.returncode, missing.stderr.count("\n")) == (1, 1)


def test_a_closed_standard_error_sends_no_message_to_standard_output(environment: dict[str, str]) -> None:
    done = shell(environment, "2>&-", "lookup", "E11.99")
    assert (done.returncode, done.stdout) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["lookup", "validate"])
def test_output_that_cannot_be_written_is_one_line_and_exit_code_2(
    environment: dict[str, str], command: str
) -> None:
    done = shell(environment, ">/dev/full", command, "E11.9", "--json")
    assert done.returncode == 2
    assert done.stderr.startswith("codeward: standard output cannot be written (No space left on device).")
    assert done.stderr.count("\n") == 1


def test_a_home_that_nobody_has_is_one_line_that_names_the_setting(run: Run) -> None:
    done = run("lookup", "E11.9", *ON, CODEWARD_HOME="~nobody-of-this-name/codeward")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert "Set CODEWARD_HOME to a folder" in done.err


@pytest.mark.parametrize("text", ["20260512", "2026-W20-1", "2026-5-12", "12.05.2026", "2026-02-30"])
def test_a_date_is_written_in_one_way_only(run: Run, text: str) -> None:
    done = run("lookup", "E11.9", "--on", text)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert "Write it as YYYY-MM-DD" in done.err


def test_verify_names_every_book_that_cannot_be_opened(run: Run, tmp_path: Path) -> None:
    place = {"CODEWARD_HOME": str(tmp_path)}
    kept = tmp_path / "releases"
    kept.mkdir()
    (kept / "icd10cm-1999.book").write_bytes(b"no book at all")
    assert run("lookup", "I10", *ON, **place).code == 0
    done = run("books", "verify", **place)
    assert done.code == 1
    assert "ok  icd10cm-2026-04-01\n" in done.out
    assert "1999" not in done.out
    assert "icd10cm-1999.book is not a compiled book" in done.err


def test_verify_reads_a_kept_copy_beside_the_packages_book(run: Run, tmp_path: Path) -> None:
    place = {"CODEWARD_HOME": str(tmp_path)}
    assert run("lookup", "I10", *ON, **place).code == 0
    compiled = Path(run("books", "list", "--json", **place).json[0]["path"])
    raw = bytearray(compiled.read_bytes())
    raw[-5] ^= 1
    kept = tmp_path / "releases" / compiled.name
    kept.parent.mkdir()
    kept.write_bytes(raw)
    done = run("books", "verify", "icd10cm-2026-04-01", **place)
    assert done.code == 1
    assert str(kept) in done.err

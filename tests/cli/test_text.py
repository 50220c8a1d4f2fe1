"""Text as editors of other systems save it: with a byte order mark, or as UTF-16."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from codeward.cli.text import TextError, decoded
from tests.cli.conftest import Run

MARK = b"\xef\xbb\xbf"
CODES = MARK + b"E11.9\r\nI50.9\r\n"
VISIT = {"category": "office", "on": "2026-05-12", "patient": "established", "minutes": 25}
LISTED = [
    ("validate", "-"),
    ("lookup", "-"),
    ("map", "-", "--to", "hcc", "--on", "2026-05-12"),
    ("raf", "-", "--age", "70", "--sex", "F"),
    ("search", "-"),
]


@pytest.mark.parametrize("arguments", LISTED)
def test_a_mark_before_the_first_line_is_no_part_of_it(run: Run, arguments: tuple[str, ...]) -> None:
    plain, marked = (run(*arguments, "--json", stdin=text) for text in (CODES[len(MARK) :], CODES))
    assert marked == plain
    assert "E11.9" in marked.out


def test_no_diagnosis_is_lost_to_a_mark(run: Run) -> None:
    """The list was once read without its first diagnosis: 0.755 in place of 1.033."""
    done = run("raf", "-", "--age", "70", "--sex", "F", "--json", stdin=CODES)
    assert (done.json["total"], done.json["uncounted"]) == (1.033, [])


@pytest.mark.parametrize("mark", [MARK, b""])
def test_json_may_begin_with_a_mark(run: Run, tmp_path: Path, mark: bytes) -> None:
    path = tmp_path / "visit.json"
    path.write_bytes(mark + json.dumps(VISIT).encode())
    for done in (run("em", str(path)), run("em", "-", stdin=path.read_bytes())):
        assert (done.code, done.json["result"]["code"]) == (0, "99213")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("arguments", [*LISTED, ("em", "-"), ("grade", "walk-in-cough", "-")])
def test_utf_16_is_refused_by_name(run: Run, arguments: tuple[str, ...], encoding: str) -> None:
    done = run(
        *arguments, stdin=(json.dumps(VISIT) if "em" in arguments else "E11.9\nI50.9\n").encode(encoding)
    )
    assert (done.code, done.out) == (2, "")
    assert "standard input" in done.err
    assert "is UTF-16 text, not UTF-8" in done.err
    assert done.err.splitlines()[-1].endswith("Save it as UTF-8.") or "grade" in arguments


@pytest.mark.shared
def test_lists_and_objects_of_the_field_are_read(run: Run, field: Path) -> None:
    folder = field / "byte-order-mark-on-standard-input"
    codes = (folder / "codes.txt").read_bytes()
    assert run("validate", "-", "--on", "2026-05-12", stdin=codes).code == 0
    assert run("em", str(folder / "em.json")).json["result"]["code"] == "99213"


def test_what_is_no_text_is_named() -> None:
    with pytest.raises(TextError, match=r"^list is not UTF-8 text"):
        decoded(b"\xe9t\xe9", "list")
    assert decoded(MARK + "é".encode(), "list") == "é"
    assert decoded(b"", "list") == ""

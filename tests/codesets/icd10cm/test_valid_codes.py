"""The three official forms of a list of valid codes."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest

from codeward.codesets.icd10cm.valid_codes import load
from codeward.errors import LoaderError

ORDER = (
    "00001 A00     0 Cholera                                                      Cholera\n"
    "00002 A000    1 Cholera due to Vibrio cholerae 01, biovar cholerae           Cholera due to Vibrio\n"
)


def test_an_order_file_says_by_its_flag_what_is_billable(tmp_path: Path) -> None:
    path = tmp_path / "order.txt"
    path.write_text(ORDER)
    codes = load(path)
    assert (codes.billable, codes.entries) == ({"A000"}, {"A00", "A000"})


def test_a_list_of_everything_holds_headers_that_are_not_billable(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(b"1\r\nA00-A09\r\nA00\r\nA000\r\nB20\r\n\r\n")
    codes = load(path)
    assert (codes.billable, codes.entries) == ({"A000", "B20"}, {"A00", "A000", "B20"})


def test_a_list_of_codes_may_have_dots_titles_and_be_packed(tmp_path: Path) -> None:
    path = tmp_path / "list.txt.xz"
    path.write_bytes(lzma.compress(b"A00.0 Cholera\nS72.001A Fracture\n"))
    assert load(path).billable == {"A000", "S72001A"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "holds no code"),
        (b"\x00\xff" * 50, "holds no code"),
        (ORDER.encode() + b"nonsense", "order.txt:3"),
    ],
)
def test_what_is_no_list_is_a_typed_error(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "order.txt"
    path.write_bytes(content)
    with pytest.raises(LoaderError, match=message):
        load(path)

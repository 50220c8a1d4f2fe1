"""Text and dates as publishers write them are read the same way by every loader."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeward.codesets.files.rows import iso, read_rows
from codeward.codesets.files.source import decoded

TEXT = "Sjögren’s syndrome – 5 µg"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_read_in_each_encoding_that_agencies_use(encoding: str) -> None:
    assert decoded(TEXT.encode(encoding)) == TEXT


@given(st.binary(max_size=200))
def test_no_bytes_are_refused(raw: bytes) -> None:
    assert isinstance(decoded(raw), str)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_table_is_read_as_the_text_is(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(f"code,title\nM35.0,{TEXT}\n".encode(encoding))
    assert list(read_rows(path)) == [["code", "title"], ["M35.0", TEXT]]


@pytest.mark.parametrize(
    "written",
    [
        "2024-07-01", "20240701", "7/1/2024", "07/01/2024", " 20240701 ", "2024-07-01T00:00:00", "20240701.0",
        20240701.0, 20240701, date(2024, 7, 1), datetime(2024, 7, 1, 12),
    ],
)  # fmt: skip
def test_a_date_is_one_date_however_it_is_written(written: object) -> None:
    assert iso(written) == "2024-07-01"


@pytest.mark.parametrize(
    "written", ["", "*", None, "99991231", "2024-02-30", "July 2024", "1/2/24", 20240732]
)
def test_what_is_no_day_is_none(written: object) -> None:
    assert iso(written) is None

"""Workbooks from outside: read, or refused; never more memory than an official file needs."""

from __future__ import annotations

import io
import random
import zipfile
from functools import partial
from pathlib import Path

import pytest

from codeward.codesets.files.rows import read_rows
from codeward.codesets.files.workbook import sheets
from codeward.errors import LoaderError
from tests.codesets.outcome import outcome

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CELLS = "".join(
    f'<row r="{r}"><c r="A{r}" t="inlineStr"><is><t>A{r:04}</t></is></c><c r="B{r}"><v>{r}</v></c></row>'
    for r in range(1, 9)
)


def workbook(cells: str = CELLS) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets>'
            "</workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/worksheet"'
            ' Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData></worksheet>',
        )
    return raw.getvalue()


def put(folder: Path, content: bytes) -> Path:
    path = folder / "a.xlsx"
    path.write_bytes(content)
    return path


def test_a_workbook_is_read(tmp_path: Path) -> None:
    path = put(tmp_path, workbook())
    ((name, rows),) = list(sheets(path))
    assert (name, len(rows), rows[0]) == ("S", 8, ["A0001", 1.0])
    assert list(read_rows(path, 2)) == [["A0001", "1"], ["A0002", "2"]]


@pytest.mark.parametrize("place", ["XFD1048576", "ZZZZZZZZZ9999999999", "A99999999", "ZZZ99999", "A0"])
def test_places_far_out_are_refused(tmp_path: Path, place: str) -> None:
    for quoted in (f'r="{place}"', f"r='{place}'", f'r = "{place}"'):
        path = put(tmp_path, workbook(CELLS.replace('r="B8"', quoted)))
        with pytest.raises(LoaderError, match=r"a\.xlsx"):
            list(sheets(path))


def test_damaged_workbooks_raise_only_our_error(tmp_path: Path) -> None:
    read = refused = 0
    whole = workbook()
    (undamaged,) = sheets(put(tmp_path, whole))
    chance = random.Random(5)
    for turn in range(120):
        raw = bytearray(whole if turn % 3 else whole[: chance.randrange(len(whole))] or b"PK\x03\x04")
        for _ in range(chance.randint(1, 8)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        path = put(tmp_path, bytes(raw))
        came = outcome(partial(lambda path: list(sheets(path)), path))
        if isinstance(came, list):  # each part has a check sum, so that what is read is what was written
            read += 1
            assert came == [undamaged]
        else:
            refused += 1
            assert "a.xlsx" in str(came)
    assert read > 1
    assert refused > 50

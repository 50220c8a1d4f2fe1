"""Records and files in CMS's layouts with invented text, and the books of the shared files compiled once."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from codeward.codesets import Book
from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.container.model import Release
from codeward.codesets.hcpcs.official import compile_official
from codeward.codesets.releases import Packaged, packaged

RELEASE = Release("hcpcs-2019-01-01", "hcpcs", "HCPCS on trial", date(2019, 1, 1), date(2019, 12, 31))
HEADING = ("HCPC", "SEQNUM", "RECID", "LONG DESCRIPTION", "SHORT DESCRIPTION", "PRICE1", "PRICE2", "MULT_PI", "XREF1",
           "COV", "BETOS", "TOS1", "TOS2", "ADD DT", "ACT EFF DT", "TERM DT", "ACTION CD")  # fmt: skip
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACK = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def _links(kind: str, target: str) -> str:
    link = f'<Relationship Id="r1" Type="{_REL}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_PACK}/relationships">{link}</Relationships>'


PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACK}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/></Types>',
    "_rels/.rels": _links("officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_REL}">'
    '<sheets><sheet name="HCPC" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": _links("worksheet", "worksheets/sheet1.xml"),
}


def record(
    code: str,
    long: str,
    *,
    kind: str = "3",
    number: int = 1,
    short: str = "",
    ended: str = "",
    xref: str = "",
) -> str:
    """Return a fixed-width record as CMS lays it out; a modifier stands in columns 4 and 5."""
    head = f"{code:>5}{number:03d}00"[:5] + f"{number:03d}00" + kind
    line = f"{head}{long:<80}{short:<28}{'51':<8}A"
    if kind in "48":
        return f"{head}{long:<80}".ljust(320)
    line = f"{line:<204}{xref:<5}".ljust(229) + "D"
    line = f"{line:<256}O1E".ljust(260) + "1P"
    return (f"{line:<265}  02001010120020101{ended:<8}N").ljust(320)


@pytest.fixture
def lines() -> list[str]:
    """A small release from A to V with a continued description, a deleted code and two modifiers."""
    return [
        "***Disclaimers\t\t",
        record("A1", "Trial dressing", kind="7"),
        record("LT", "Trial left", kind="7"),
        record("LT", "side", kind="8", number=2),
        record("A0021", "Trial ride, per mile", short="Ride"),
        record("J1885", "Injection, trial drug, that is long enough to need a second", short="Trial inj"),
        record("J1885", "record, per 15 mg", kind="4", number=2),
        record("J9310", "Injection, older trial drug, 100 mg", ended="20181231", xref="J1885"),
        record("V5364", "Trial screening"),
    ]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write lines as a text file: ending, encoding and name as asked."""

    def writer(
        rows: Sequence[str], *, end: str = "\r\n", encoding: str = "latin-1", name: str = "HCPC.txt"
    ) -> Path:
        path = tmp_path / name
        path.write_bytes("".join(row + end for row in rows).encode(encoding))
        return path

    return writer


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Write rows of cells as a minimal xlsx workbook: strings inline, numbers as numbers."""

    def writer(rows: Sequence[Sequence[object]], name: str = "HCPC.xlsx") -> Path:
        path = tmp_path / name
        cells = []
        for number, row in enumerate(rows, 1):
            texts = [
                f'<c r="{_column(place)}{number}"><v>{cell}</v></c>'
                if isinstance(cell, int | float)
                else f'<c r="{_column(place)}{number}" t="inlineStr"><is><t>{escape(str(cell))}</t></is></c>'
                for place, cell in enumerate(row)
                if cell != ""
            ]
            cells.append(f'<row r="{number}">{"".join(texts)}</row>')
        with zipfile.ZipFile(path, "w") as archive:
            for part, text in PARTS.items():
                archive.writestr(part, text)
            sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(cells)}</sheetData></worksheet>'
            archive.writestr("xl/worksheets/sheet1.xml", sheet)
        return path

    return writer


def _column(place: int) -> str:
    return chr(65 + place) if place < 26 else f"A{chr(65 + place - 26)}"


@pytest.fixture
def table() -> list[list[object]]:
    """The same release as a table, as CMS's workbook gives it."""
    text = """
A1|100|7|Trial dressing|||||||||||20020101||N
A0021|100|3|Trial ride, per mile|Ride|0||9|A0030|I|O1A|D||19850101|19960910||N
J1885|100|3|Injection, trial drug, per|Trial inj|51||A||D|O1E|1|P|19930101|19970101||N
J1885|200|4|15 mg|||||||||||||
J9310|100|3|Injection, older trial drug, 100 mg||51||A|J1885|D|O1D|1|P|19990101|20190101|20181231|D
V5364|100|3|Trial screening||00||9||S|O1F|1|W|19900101|20040101||N
"""
    rows: list[list[object]] = [["Disclaimers: none of this is real"], list(HEADING)]
    return rows + [
        [int(cell) if cell.isdigit() and cell != "00" else cell for cell in line.split("|")]
        for line in text.strip().splitlines()
    ]


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[bytes], Book]:
    """Open compiled bytes as a book."""

    def opener(compiled: bytes) -> Book:
        path = tmp_path / "trial.book"
        path.write_bytes(compiled)
        return Book(BookFile(path), in_force=True)

    return opener


@pytest.fixture(scope="session")
def teaching_row() -> Packaged:
    return next(row for row in packaged() if row.release.system == "hcpcs")


@pytest.fixture(scope="session")
def teaching(teaching_row: Packaged, tmp_path_factory: pytest.TempPathFactory) -> Book:
    from codeward.codesets.hcpcs.teaching import compile_teaching

    path = tmp_path_factory.mktemp("hcpcs") / "teaching.book"
    path.write_bytes(compile_teaching(teaching_row.release, teaching_row.paths, teaching_row.digests))
    return Book(BookFile(path), in_force=True)


@pytest.fixture(scope="session")
def book_2019(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Book:
    path = tmp_path_factory.mktemp("hcpcs") / "2019.book"
    path.write_bytes(compile_official(RELEASE, [shared / "hcpcs" / "HCPC2019_CONTR_ANWEB.txt.xz"]))
    return Book(BookFile(path), in_force=True)


@pytest.fixture(scope="session")
def book_2024(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Book:
    release = Release("hcpcs-2024-07-01", "hcpcs", "HCPCS July 2024", date(2024, 7, 1), date(2024, 9, 30))
    path = tmp_path_factory.mktemp("hcpcs") / "2024.book"
    path.write_bytes(compile_official(release, [shared / "hcpcs_recent" / "hcpcs_level2_2024-07.csv.xz"]))
    return Book(BookFile(path), in_force=True)

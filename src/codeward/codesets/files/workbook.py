"""Read a workbook (xlsx, xls) from outside without believing it.

The reader keeps a sheet as one block from its first cell to its last. A cell that says it stands in column XFD of row
1,048,576 would ask for 500 GB and end the process, so the places of all cells are looked at first.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from codeward.errors import LoaderError

__all__ = ["check", "reading", "sheets"]

_AGAIN = "Fetch the file again from its publisher."
_MOST_CELLS = 15_000_000  # NCCI's largest part has 6 columns and under a million rows
_MOST_BYTES = 1_500_000_000  # of XML
_CHUNK = 1 << 20
_OVERLAP = 4096  # what two chunks divide is found in the second
_PLACE = re.compile(rb"""\sr="([A-Z]{0,3})([0-9]{1,7})\"""")
# A place that is written in another way, as no spreadsheet program does; to be sure, only inside of a cell's tag.
_OTHER = re.compile(rb"""\sr\s*=(?!"[A-Z]{0,3}[0-9]{1,7}")""")
_TAG = re.compile(rb"""<(?:\w+:)?(?:c|row)\s[^<>]*\Z""")


def sheets(
    path: Path, rows: int | None = None, *, most: int = _MOST_BYTES
) -> Iterator[tuple[str, list[list[Any]]]]:
    """Yield name and cells of each sheet, at most so many *rows*.

    Raises LoaderError for a damaged workbook and one that unpacks to more than *most* bytes.
    """
    from python_calamine import CalamineWorkbook

    with reading(path.name):
        if zipfile.is_zipfile(path):
            check(path, path.name, most)
        book = CalamineWorkbook.from_path(str(path))
        names = book.sheet_names
    for name in names:
        with reading(path.name):
            cells = book.get_sheet_by_name(name).to_python(nrows=rows)
        yield name, cells


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Turn whatever a damaged workbook leads the reader to raise into LoaderError."""
    from python_calamine import CalamineError

    try:
        yield
    except (
        CalamineError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
        OverflowError,
    ) as e:  # fmt: skip
        raise LoaderError(f"cannot be read as a workbook ({e})", _AGAIN, path=name) from e
    except BaseException as e:
        if type(e).__name__ != "PanicException":  # what the reader's Rust raises, no Exception to Python
            raise
        raise LoaderError("cannot be read as a workbook (it is damaged)", _AGAIN, path=name) from e


def check(source: Path | IO[bytes], name: str, most: int = _MOST_BYTES) -> None:
    """Refuse a workbook whose cells stand so far apart, or are so many, that no official file is like it."""
    with zipfile.ZipFile(source) as archive:
        if sum(info.file_size for info in archive.infolist()) > most:
            raise LoaderError("unpacks to more than a workbook holds", _AGAIN, path=name)
        for info in archive.infolist():
            if info.filename.lower().endswith(".xml"):
                _check_sheet(archive, info, name, most)


def _check_sheet(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, most: int) -> None:
    columns = lines = read = 0
    rest = b""
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            read += len(chunk)
            text = rest + chunk
            letters, numbers = set(), set()
            for column, line in _PLACE.findall(text):
                letters.add(column)
                numbers.add(line)
            odd = any(
                _TAG.search(text[max(0, found.start() - _OVERLAP) : found.end()])
                for found in _OTHER.finditer(text)
            )
            columns = max([columns, *map(_number, letters)])
            lines = max([lines, *map(int, numbers)])
            if odd or read > most or columns * lines > _MOST_CELLS:
                raise LoaderError("has cells in places where no official file has any", _AGAIN, path=name)
            rest = text[-_OVERLAP:]


def _number(letters: bytes) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number

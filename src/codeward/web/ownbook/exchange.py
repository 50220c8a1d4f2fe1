"""The own book as a JSON file: written, and read with every mark judged on its own. No Django here.

The shape is public: docs/reference/schemas/ownbook.schema.json.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, NamedTuple
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, ValidationError

from codeward.errors import CodewardError, quoted
from codeward.faults import first_fault
from codeward.web.ownbook.anchors import MarkError, read_anchor
from codeward.web.ownbook.marks import Content, Held, derived_id
from codeward.web.ownbook.texts import MAX_QUOTE, OpenBooks

__all__ = ["MAX_FILE_BYTES", "MAX_IN_FILE", "FileRead", "Skipped", "export_json", "read_file"]

EARLIEST = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MAX_FILE_BYTES = 32_000_000
MAX_IN_FILE = 20_000
KIND = "codeward own book"


class Skipped(NamedTuple):
    """A mark of the file that was not taken: its place in the list from 1, what it is, and why."""

    number: int
    what: str
    why: str


class FileRead(NamedTuple):
    """A file read: marks fit to be stored, and those that are not."""

    marks: tuple[Held, ...]
    skipped: tuple[Skipped, ...]


class _Marked(Content):
    """One mark of a file. Its id and times may be missing, such as in a file written by hand."""

    id: UUID | None = None
    quote: Annotated[
        str, StringConstraints(max_length=MAX_QUOTE), AfterValidator(lambda text: text.replace("\0", ""))
    ] = ""
    made_at: Annotated[dt.datetime, Field()] | None = None
    changed_at: Annotated[dt.datetime, Field()] | None = None
    # As exports have them.
    colour: Literal["", "yellow", "green", "blue", "pink"] = ""


def export_json(marks: Iterable[Held]) -> dict[str, Any]:
    """The file's content: marks by release, place and time."""
    rows = sorted(marks, key=lambda mark: (mark.release, mark.anchor, mark.made_at, str(mark.id)))
    return {"schema": 1, "kind": KIND, "marks": [mark.to_json() for mark in rows]}


def read_file(data: bytes, now: dt.datetime) -> FileRead:
    """Read a file. Raises MarkError where it is no own book at all; a mark that does not fit is skipped with a reason.

    `now` is the time of marks that name none. The words of the book are read from the book where it is installed.
    """
    listed = _listed(data)
    opened = OpenBooks()
    marks: list[Held] = []
    skipped: list[Skipped] = []
    for number, row in enumerate(listed, start=1):
        try:
            marks.append(_mark(row, opened, now))
        except CodewardError as error:
            skipped.append(Skipped(number, _named(row), str(error)))
    return FileRead(tuple(marks), tuple(skipped))


def _listed(data: bytes) -> list[Any]:
    if len(data) > MAX_FILE_BYTES:
        raise MarkError(
            f"the file holds {len(data):,} bytes", f"A book of marks has at most {MAX_FILE_BYTES:,}"
        )
    try:
        read = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise MarkError("the file is not JSON", "Choose a file exported from My book") from None
    if not isinstance(read, dict) or read.get("kind") != KIND:
        raise MarkError("the file is no exported book of marks", "Choose a file exported from My book")
    if read.get("schema") != 1:
        raise MarkError(
            f"the file has the format {quoted(read.get('schema'))}, and this Codeward reads 1",
            "Update Codeward",
        )
    listed = read.get("marks")
    if not isinstance(listed, list):
        raise MarkError("the file has no list of marks", "Choose a file exported from My book")
    if len(listed) > MAX_IN_FILE:
        raise MarkError(f"the file holds {len(listed):,} marks", f"Bring in at most {MAX_IN_FILE:,} at once")
    return listed


def _mark(row: Any, opened: OpenBooks, now: dt.datetime) -> Held:
    try:
        # Through JSON, as ids and times are text there. A lone surrogate is no text.
        mark = _Marked.model_validate_json(json.dumps(row, ensure_ascii=False).encode())
    except ValidationError as error:
        where, message, way_out = first_fault(error)
        raise MarkError(f"{where}: {message}" if where else message, way_out) from None
    except (UnicodeEncodeError, RecursionError):
        raise MarkError("it holds what is no text") from None
    client_id = mark.id or derived_id(f"{mark.release}/{mark.anchor}", mark.digest)
    made = _moment(mark.made_at, now)
    return Held(
        client_id, mark.release, mark.anchor, mark.kind, mark.colour, mark.text, mark.label,
        _quote(mark, opened), made, max(made, _moment(mark.changed_at, made)), derived_id(client_id, mark.digest),
    )  # fmt: skip


def _quote(mark: _Marked, opened: OpenBooks) -> str:
    """The words at the place; those of the file where the release is not installed here."""
    if not opened.known(mark.release):
        return mark.quote
    place = opened.place(mark.release, read_anchor(mark.anchor))
    if place is None:
        raise MarkError(f"{quoted(mark.anchor)} is not in {mark.release}")
    return place.text[:MAX_QUOTE]


def _moment(given: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    """A time of the file, as it can be: with a zone, not in the future, and one that every zone's calendar holds."""
    if given is None:
        return now
    aware = given if given.tzinfo is not None else given.replace(tzinfo=dt.UTC)
    try:
        return max(EARLIEST, min(aware.astimezone(dt.UTC), now))
    except OverflowError:  # within a day of the first or the last moment that can be told
        return EARLIEST if aware.year == 1 else now


def _named(row: Any) -> str:
    if not isinstance(row, Mapping):
        return quoted(row)
    return " ".join(str(row.get(name, ""))[:60] for name in ("kind", "anchor")).strip() or "?"

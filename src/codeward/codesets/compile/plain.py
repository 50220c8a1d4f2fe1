"""Compile a list of codes that needs no expansion: PCS, HCPCS, CPT, order files, the desk's lists.

The entries come in book order with their depth, as a reader would print them; the same container, the same `Book`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from codeward.codesets.compile.entry import Entry
from codeward.codesets.compile.writer import Writer, checked_digests, manifest_of
from codeward.codesets.container import layout
from codeward.codesets.container.codes import MAX_KEY, as_key, undotted
from codeward.codesets.container.model import InstructionKind, Kind, Release
from codeward.errors import LoaderError, quoted

__all__ = ["PlainEntry", "compile_plain"]


class PlainEntry(NamedTuple):
    """One entry of a list: `depth` 0 stands at the top, a child is one deeper than what it stands below."""

    code: str
    kind: Kind
    title: str
    depth: int
    billable: bool = False
    notes: tuple[tuple[InstructionKind, str], ...] = ()
    facts: dict[str, Any] | None = None


def compile_plain(
    release: Release,
    entries: Iterable[PlainEntry],
    *,
    sources: Sequence[Path],
    expected: Sequence[str | None] = (),
    extras: Mapping[str, bytes] | None = None,
    more: Mapping[str, Any] | None = None,
) -> bytes:
    """Return the bytes of the book of *release* with *entries* in book order.

    *sources* are the files it was made from and *expected* their SHA-256 digests where known; *extras* are named
    blobs (`Book.extra`), *more* goes into the manifest. Raises LoaderError for a code that stands there twice, that
    is no code, or that stands deeper than one below the entry before it, and for an empty list.
    """
    digests = checked_digests(release, sources, expected)
    name = sources[0].name if sources else release.id
    gathered = _gathered(entries, name)
    if not gathered:
        raise LoaderError("holds no code", "Check that it is the right file.", path=name)
    writer = Writer(gathered, references=False)
    manifest = {
        **manifest_of(release, sources, digests),
        "counts": writer.counts(),
        **(more or {}),
    }
    return writer.assemble(manifest, extras)


def _gathered(entries: Iterable[PlainEntry], name: str) -> list[Entry]:
    out: list[Entry] = []
    path: list[int] = []  # numbers of the entries above, outermost first
    seen: set[str] = set()
    for row in entries:
        key = undotted(row.code)
        if key in seen:
            raise LoaderError(f"{row.code} stands there twice", "Fetch the file again.", path=name)
        if len(row.code) > layout.CODE or len(key) > MAX_KEY or as_key(row.code) != key:
            raise LoaderError(f"{quoted(row.code)} cannot be a code", "Fetch the file again.", path=name)
        if not 0 <= row.depth <= len(path):
            raise LoaderError(f"{row.code} stands below nothing", "Fetch the file again.", path=name)
        seen.add(key)
        index = len(out)
        for closed in path[row.depth :]:
            out[closed].end = index
        del path[row.depth :]
        entry = Entry(row.code, row.kind, row.title, path[-1] if path else -1, 0)
        entry.billable, entry.notes, entry.facts = row.billable, row.notes, row.facts
        out.append(entry)
        path.append(index)
    for closed in path:
        out[closed].end = len(out)
    return out

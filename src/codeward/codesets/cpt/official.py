"""Compile a licensee's own CPT data files into a book.

The descriptors are the AMA's and licensed to whoever installs them: the manifest says `licensed`, by which every
public interface knows that it may not show them. What the files do not hold, such as global days, comes from CMS's
public facts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from codeward.codesets.compile.plain import PlainEntry, compile_plain
from codeward.codesets.container.model import Release
from codeward.codesets.cpt import amafiles
from codeward.codesets.cpt.amafiles import WAY, Table
from codeward.codesets.cpt.layout import Range, shelved
from codeward.codesets.cpt.tables import facts, own_files, read
from codeward.errors import LoaderError

__all__ = ["NOTICE", "compile_official"]

NOTICE = (
    "CPT descriptors, copyright American Medical Association, licensed to whoever installed them here. "
    "They may not be shown to the public."
)
_DESCRIPTORS = ("long", "medium", "short", "consumer", "clinician")
_LISTS = ("add_on", "modifier_51_exempt", "telemedicine", "audio_only")
_MOST_APART = 0.02  # of the codes; more than that and five codes only in one file: two different years
_MOST_REPORTED = 50


def compile_official(release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()) -> bytes:
    """Return the book of *release* from the AMA's files among *files*.

    Raises LoaderError where no descriptor file is among them, a file is another one or damaged, or they are of
    different years.
    """
    found, other = amafiles.sorted_out(files)
    tables = {kind: amafiles.descriptors(found[kind], kind) for kind in _DESCRIPTORS if kind in found}
    main = next((tables[kind] for kind in _DESCRIPTORS[:3] if kind in tables), None)
    if main is None:
        names = ", ".join(path.name for path in files) or "nothing"
        raise LoaderError(f"no descriptor file of CPT is among {names}", WAY)
    apart = _compare(main, [tables[kind] for kind in _DESCRIPTORS[:3] if kind in tables])
    lists = {kind: amafiles.code_list(found[kind]) for kind in _LISTS if kind in found}
    modifiers = amafiles.modifiers(found["modifiers"]) if "modifiers" in found else {}
    sources = [path for path in files if path in found.values()]
    ranges, own_headings = _ranges(found.get("headings"))
    strange = [f"{table.path.name}:{line}" for table in tables.values() for line in table.not_understood]
    return compile_plain(
        release,
        _entries(main, tables, lists, ranges, own_headings=own_headings),
        sources=sources,
        expected=[expected[files.index(path)] for path in sources] if expected else (),
        extras={"modifiers": json.dumps(modifiers, ensure_ascii=False).encode()},
        more={
            "gloss": False,
            "licensed": True,
            "notice": NOTICE,
            "own_headings": own_headings,
            "modifiers": len(modifiers),
            "lists": {kind: len(codes) for kind, codes in lists.items()},
            "listed_without_descriptor": sorted(set().union(*lists.values()) - main.texts.keys()),
            "only_in_one_file": apart[:_MOST_REPORTED],
            "not_read": other,
            "not_understood": strange[:_MOST_REPORTED],
            "not_understood_count": len(strange),
        },
    )


def _compare(main: Table, others: Sequence[Table]) -> list[str]:
    """Return the codes that only one descriptor file has. Raises LoaderError where the files are of different years."""
    apart: set[str] = set()
    for table in others:
        different = main.texts.keys() ^ table.texts.keys()
        if len(different) > max(5, _MOST_APART * len(main.texts)):
            raise LoaderError(
                f"is of another year than {main.path.name}: {len(different)} codes stand in only one of them, "
                f"such as {min(different)}",
                "Give the files of one release.",
                path=table.path.name,
            )
        apart |= different
    return sorted(apart)


def _ranges(path: Path | None) -> tuple[list[Range], bool]:
    """Return the headings of the AMA's file, nested by what they enclose; without one our own, and True."""
    if path is None:
        return [Range.of(depth, code, title) for depth, code, title in read(own_files()).sections], True
    out: list[Range] = []
    above: list[Range] = []
    for first, last, title in amafiles.headings(path):
        found = Range(0, first, last, title)
        while above and not above[-1].encloses(found):
            above.pop()
        out.append(found._replace(depth=len(above)))
        above.append(out[-1])
    return out, False


def _entries(
    main: Table,
    tables: dict[str, Table],
    lists: dict[str, set[str]],
    ranges: Sequence[Range],
    *,
    own_headings: bool,
) -> Iterator[PlainEntry]:
    heading: dict[str, Any] | None = {"gloss": True} if own_headings else None
    for item in shelved(ranges, main.texts):
        if isinstance(item, Range):
            yield item.entry(heading)
        else:
            code, depth = item
            more: dict[str, Any] = {
                kind: table.texts[code]
                for kind, table in tables.items()
                if table is not main and code in table.texts
            }
            for kind, codes in lists.items():
                more[kind] = code in codes
                if kind == "add_on":
                    more["add_on_source"] = "AMA, list of add-on codes"
            yield PlainEntry(code, "code", main.texts[code], depth, billable=True, facts=facts(code) | more)

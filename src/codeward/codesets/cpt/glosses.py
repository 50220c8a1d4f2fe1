"""Compile the CPT book that needs no license: section ranges, study glosses and public facts.

Every entry says `gloss`: the words are ours. A code that has ended stays with its last day, so that an old claim can
be read; it is billable only where that day is not past when the release comes into force.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from codeward.codesets.compile.plain import PlainEntry, compile_plain
from codeward.codesets.container.model import Release
from codeward.codesets.cpt.layout import Range, shelved
from codeward.codesets.cpt.tables import NOTICE, Contents, Gloss, read

__all__ = ["compile_glosses"]


def compile_glosses(release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()) -> bytes:
    """Return the book of *release* made of our own data *files* (`tables.own_files`).

    Raises LoaderError for a file with other columns, a code that stands there twice, or a source that is not explained.
    """
    contents = read(files)
    return compile_plain(
        release,
        _entries(contents, release),
        sources=files,
        expected=expected,
        more={
            "gloss": True,
            "licensed": False,
            "notice": NOTICE,
            "without_source": list(contents.without_source),
        },
    )


def _entries(contents: Contents, release: Release) -> Iterator[PlainEntry]:
    ranges = [Range.of(depth, code, title) for depth, code, title in contents.sections]
    start = release.in_force_from.isoformat()
    for item in shelved(ranges, contents.glosses):
        if isinstance(item, Range):
            yield item.entry({"gloss": True})
        else:
            code, depth = item
            row = contents.glosses[code]
            names = tuple(("inclusion_term", name) for name in row.names)
            billable = not row.last or row.last >= start
            facts = _facts(row, contents.facts.get(code, {}))
            yield PlainEntry(code, "code", row.gloss, depth, billable, names, facts)  # type: ignore[arg-type]


def _facts(row: Gloss, public: dict[str, Any]) -> dict[str, Any]:
    own: dict[str, Any] = {
        "gloss": True,
        "effective_from": row.first,
        "effective_to": row.last,
        "replaced_by": list(row.replaced_by),
        "source": row.source,
        "verified": row.verified,
    }
    return {name: value for name, value in (own | public).items() if value not in ("", [])}

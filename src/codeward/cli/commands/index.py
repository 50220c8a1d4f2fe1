"""`codeward index WORDS…`: the Alphabetic Index and its tables, then the Tabular: find, then verify."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from codeward.cli.commands.options import json_option, on_option, strict_option
from codeward.cli.output import CLEAN, FINDINGS, complain, emit, styled, warn_unless_in_force
from codeward.errors import quoted

if TYPE_CHECKING:
    from codeward.index import Check, CrossReference, Index, IndexEntry

_BOOKS = ("index", "external_cause", "neoplasm", "drugs")
_HEADINGS = {
    "excludes1": "Excludes1", "excludes2": "Excludes2", "code_first": "Code first",
    "use_additional": "Use additional code", "code_also": "Code also", "note": "Note", "includes": "Includes",
}  # fmt: skip
_LONGEST = 160


@click.command("index")
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@click.option(
    "-n", "--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="At most so many."
)
@click.option("--book", type=click.Choice(_BOOKS), help="Only this index book.")
@click.option(
    "--release",
    metavar="RELEASE",
    help="This release of an index book or of the Tabular: an id, a year or a day.",
)
@on_option
@strict_option
@json_option
def command(
    words: tuple[str, ...], limit: int, book: str | None, release: str | None, on: date | None,
    *, strict: bool, as_json: bool,
) -> int:  # fmt: skip
    """Find WORDS in the Alphabetic Index, best path first, and verify the code in the Tabular.

    The Neoplasm Table, the Table of Drugs and the External Cause Index answer where the words ask for them. Exit
    code 1 where nothing is found.
    """
    from codeward.codesets.install import named
    from codeward.index import open_index

    if release is not None:
        release = named(release, ("icd10cm-index", "icd10cm")).id
    index = open_index(on, release=release, strict=strict)
    warn_unless_in_force(index.tabular, on)
    text = " ".join(words)
    entries = index.find(text, limit, book=book)
    if as_json:
        emit([_row(index, entry, text) for entry in entries])
    else:
        for place, entry in enumerate(entries):
            for line in _lines(index, entry, text, whole=place == 0):
                print(line)  # noqa: T201
    if entries:
        return CLEAN
    complain(f"nothing found for {quoted(text)} in the index. Try the noun first, such as: fracture femur")
    return FINDINGS


def _row(index: Index, entry: IndexEntry, text: str) -> dict[str, Any]:
    check = index.verify(entry, text)
    return {**entry.to_json(), "tabular": None if check is None else check.to_json()}


def _lines(index: Index, entry: IndexEntry, text: str, *, whole: bool) -> Iterator[str]:
    code = " ".join(filter(None, (entry.code, f"[{entry.manifestation}]" if entry.manifestation else "")))
    parts = [" > ".join(entry.printed), styled(code, "1") if code else ""]
    parts.append("" if entry.source == "official" else styled("derived", "2"))
    yield "  ".join(filter(None, parts))
    for name, references in (("see", entry.see), ("see also", entry.see_also)):
        for reference in references:
            yield f"  {name} {_reference(reference)}"
    if entry.see_category or entry.see_subcategory:
        kind = "subcategory" if entry.see_subcategory else "category"
        yield f"  see {kind} {entry.see_subcategory or entry.see_category}"
    if entry.table is not None:
        cells = (f"{name.replace('_', ' ')} {cell or '–'}" for name, cell in entry.table.items())
        yield "  " + ", ".join(cells)
    check = index.verify(entry, text)
    if check is not None:
        yield from _checked(check, whole=whole)


def _reference(reference: CrossReference) -> str:
    if not reference.path:
        return reference.text
    code = f"  {reference.code}" if reference.code else ""
    return f"{reference.text}: {' > '.join(reference.path)}{code}"


def _checked(check: Check, *, whole: bool) -> Iterator[str]:
    if not whole:
        yield f"  {'●' if check.billable else '○'} {check.code} {check.description}"
        return
    yield f"  Tabular: {check.message}"
    for instruction in check.instructions:
        if instruction.kind == "includes":
            continue
        shown = " ".join(instruction.text.split())
        shown = shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
        yield f"    {_HEADINGS[instruction.kind]} at {instruction.origin}: {shown}"

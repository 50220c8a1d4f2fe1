"""`codeward lookup CODE…`: what the book says of each code, with Click or past it (see `codeward.cli.plain`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from codeward.cli.output import (
    CLEAN,
    FINDINGS,
    asked_lines,
    complain,
    emit_list,
    styled,
    warn_unless_in_force,
)
from codeward.cli.plain import DATES, read
from codeward.codesets import Book, Concept, Instruction, books
from codeward.errors import UnknownCode

__all__ = ["quick", "run"]

_HEADINGS = {
    "includes": "Includes",
    "inclusion_term": "Inclusion terms",
    "excludes1": "Excludes1 (not coded here)",
    "excludes2": "Excludes2 (not included here)",
    "code_first": "Code first",
    "use_additional": "Use additional code",
    "code_also": "Code also",
    "note": "Note",
    "seventh_character": "7th character",
}
_MOST_CHILDREN = 30


def quick(arguments: list[str]) -> int | None:
    """Answer `lookup` with *arguments* if they are of the plain kind; return the exit code, else None."""
    plain = read(arguments, {"--json": "as_json", "--strict": "strict"}, DATES)
    return None if plain is None else run(plain[0], **plain[1])


def run(codes: Iterable[str], *, as_json: bool, strict: bool, on: date | None = None) -> int:
    """Look up *codes*, print them, return the exit code: 1 where any is missing."""
    book = books.open("icd10cm", on, strict=strict)
    warn_unless_in_force(book, on)
    missing: list[str] = []

    def found() -> Iterator[tuple[str, Concept | None]]:
        for asked in asked_lines(codes):
            try:
                yield asked, book[asked]
            except UnknownCode as e:
                complain(str(e))
                missing.append(asked)
                yield asked, None

    if as_json:
        release = books.describe(book)
        emit_list(_row(book, asked, concept, release) for asked, concept in found())
    else:
        for _, concept in found():
            if concept is not None:
                print(_text(book, concept))  # noqa: T201
    return FINDINGS if missing else CLEAN


def _row(book: Book, asked: str, concept: Concept | None, release: dict[str, Any]) -> dict[str, Any]:
    return {
        "asked": asked,
        "found": concept is not None,
        "system": book.system,
        "code": concept.code if concept else None,
        "kind": concept.kind if concept else None,
        "description": concept.description if concept else None,
        "billable": concept.billable if concept else False,
        "parent": concept.parent if concept else None,
        "children": list(concept.children) if concept else [],
        "instructions": [i.to_json() for i in book.instructions_for(concept.code)] if concept else [],
        "release": release,
    }


def _text(book: Book, concept: Concept) -> str:
    billable = "billable" if concept.billable else "not billable"
    lines = [
        f"{styled(concept.code, '1')}  {styled(concept.description, '1')}",
        f"  {concept.kind}, {billable}, {book.release.title}",
    ]
    lines += [f"  in {code}  {book[code].description}" for code in concept.ancestors]
    children = concept.children
    if children:
        lines.append("  Below it:")
        lines += [f"    {code}  {book[code].description}" for code in children[:_MOST_CHILDREN]]
        if len(children) > _MOST_CHILDREN:
            lines.append(f"    and {len(children) - _MOST_CHILDREN} more: codeward tree {concept.code}")
    lines += _instructions(book.instructions_for(concept.code))
    return "\n".join(lines)


def _instructions(instructions: Iterable[Instruction]) -> Iterator[str]:
    last = ("", "")
    for instruction in instructions:
        heading = (instruction.origin, instruction.kind)
        if heading != last:
            origin = styled(f"at {instruction.origin}", "2")
            yield f"  {styled(_HEADINGS[instruction.kind], '1')} {origin}"
            last = heading
        for line in instruction.text.split("\n"):
            yield f"    {line}"

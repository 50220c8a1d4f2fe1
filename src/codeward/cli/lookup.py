"""`codeward lookup CODE…`: what the book says of each code.

`quick` answers the plain forms without Click, whose import alone takes longer than the look-up; everything
else (help, completion, mistakes) goes through the Click command in `commands/lookup.py`. Both call `run`.
"""

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
from codeward.codesets import Book, Concept, Instruction, books
from codeward.errors import UnknownCode

__all__ = ["as_json", "quick", "run"]

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
    codes: list[str] = []
    as_json = strict = False
    on: date | None = None
    rest = iter(arguments)
    for argument in rest:
        if argument == "--json":
            as_json = True
        elif argument == "--strict":
            strict = True
        elif argument == "--on":
            try:
                on = date.fromisoformat(next(rest, ""))
            except ValueError:
                return None
        elif argument == "-" or not argument.startswith("-"):
            codes.append(argument)
        else:
            return None
    return run(codes, as_json=as_json, on=on, strict=strict) if codes else None


def run(codes: Iterable[str], *, as_json: bool, on: date | None, strict: bool) -> int:
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


def as_json(book: Book, asked: str) -> dict[str, Any]:
    """Return the public JSON shape of one look-up."""
    return _row(book, asked, book.get(asked), books.describe(book))


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

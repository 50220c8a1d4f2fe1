"""`codeward lookup CODE…`: what the book says of each code, with Click or past it (see `codeward.cli.plain`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from codeward.cli.desk import Desk
from codeward.cli.output import (
    CLEAN,
    FINDINGS,
    asked_lines,
    complain,
    emit_list,
    styled,
)
from codeward.cli.plain import DATES, read
from codeward.codesets import Book, Concept, Instruction, books, lookup_json, validate
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
_TITLE = "Its title comes with the release: "


def quick(arguments: list[str]) -> int | None:
    """Answer `lookup` with *arguments* if they are of the plain kind; return the exit code, else None."""
    plain = read(
        arguments, {"--json": "as_json", "--strict": "strict"}, {**DATES, "--system": ("system", str)}
    )
    return None if plain is None else run(plain[0], **plain[1])


def run(
    codes: Iterable[str], *, as_json: bool, strict: bool, on: date | None = None, system: str | None = None
) -> int:
    """Look up *codes*, print them, return the exit code: 1 where any is missing."""
    desk = Desk(system, on, strict=strict)
    if system is not None:
        desk.book(system)  # an unknown system is an error even where no code is asked
    missing: list[str] = []

    def found() -> Iterator[tuple[Book, str, Concept | None]]:
        for asked in asked_lines(codes):
            book = desk.book_for(asked)
            try:
                yield book, asked, book[asked]
            except UnknownCode as e:
                answer = validate(book, asked)
                complain(
                    f"{answer.message} {_TITLE}{books.install_command(book.system, on)}"
                    if answer.valid
                    else str(e)
                )
                missing.append(asked)
                yield book, asked, None

    if as_json:
        emit_list(lookup_json(book, asked, concept) for book, asked, concept in found())
    else:
        for book, asked, concept in found():
            shown = concept or _parent(book, asked)
            if shown is not None:
                print(_text(book, shown))  # noqa: T201
    return FINDINGS if missing else CLEAN


def _parent(book: Book, asked: str) -> Concept | None:
    """Return what a new code stands below whose title is not at hand: what its parent says holds for it."""
    above = validate(book, asked).parent
    return book[above] if above else None


def _text(book: Book, concept: Concept) -> str:
    lines = [
        f"{styled(concept.code, '1')}  {styled(concept.description, '1')}",
        f"  {concept.kind}, {'billable' if concept.billable else 'not billable'}, {book.release.title}",
    ]
    told = validate(book, concept.code)
    if told.list is not None and (told.valid != concept.billable or told.valid_to is not None):
        lines.append(f"  {told.message}")
    if concept.gloss:
        lines.append("  A study gloss of Codeward, not the publisher's descriptor.")
    lines += [
        f"  {name.replace('_', ' ')}: {_fact(value)}"
        for name, value in concept.facts.items()
        if name != "gloss"
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


def _fact(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


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

"""`codeward pcs 0DTJ`: the lawful ways to complete a code of ICD-10-PCS, one character at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from codeward.cli.commands.options import json_option, on_option, strict_option
from codeward.cli.output import CLEAN, FINDINGS, complain, emit, styled, warn_unless_in_force
from codeward.codesets import Book, books, procedure_tables, validate
from codeward.codesets.icd10pcs import Axis, Builder, State, explain, meaning, parse_choices
from codeward.errors import CodewardError, quoted

if TYPE_CHECKING:
    from codeward.codesets.icd10pcs import IndexTerm

_AXIS = click.option(
    "--axis",
    "axes",
    multiple=True,
    metavar="N=C",
    help="A character at another position, such as 5=4. Repeats.",
)
_FIND = click.option(
    "--find",
    "words",
    metavar="WORDS",
    help="What a procedure, body part, device or substance is called: where it leads.",
)


@click.command("pcs")
@click.argument("prefix", default="")
@_AXIS
@_FIND
@click.option(
    "-n", "limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Codes to list."
)
@on_option
@strict_option
@json_option
def command(
    prefix: str, axes: tuple[str, ...], words: str | None, limit: int, on: date | None,
    *, strict: bool, as_json: bool,
) -> int:  # fmt: skip
    """Say which characters may follow PREFIX ("?" leaves a position open) and which codes they make.

    Exit code 1 where no lawful code has these characters; the reason and the nearest codes are said.
    """
    if words is not None and (prefix or axes):
        raise click.UsageError("--find stands alone: give either words or characters.")
    others = dict(map(_pair, axes))
    book = books.open("icd10pcs", on, strict=strict)
    warn_unless_in_force(book, on)
    if words is not None:
        return _find(book, words, limit, on, as_json=as_json)
    try:
        chosen = parse_choices(prefix, others)
    except CodewardError:
        if others:
            raise
        return _unlawful(book, prefix, None, *explain(book, prefix), as_json=as_json)
    state = Builder(book, procedure_tables(book)).state(chosen, limit)
    if not state.remaining:
        asked = "".join(chosen.get(place, "?") for place in range(1, max(chosen, default=0) + 1))
        message, near = f"No lawful code has {asked} at its beginning.", tuple[str, ...]()
        if "?" not in asked:
            answer = validate(book, asked)
            message, near = answer.message, answer.suggestions
        return _unlawful(book, prefix, state, message, near, as_json=as_json)
    if as_json:
        emit({**_json(book, prefix, state), "reason": None, "nearest": []})
    else:
        _print(book, state, limit)
    return CLEAN


def _pair(text: str) -> tuple[int, str]:
    place, _, char = text.partition("=")
    if not (place.isascii() and place.isdigit()) or not char:
        raise click.UsageError(f'"{text}" is not a position and a character. Write it as 5=4.')
    return int(place), char


def _unlawful(
    book: Book, prefix: str, state: State | None, message: str, near: tuple[str, ...], *, as_json: bool
) -> int:
    if as_json:
        emit({**_json(book, prefix, state), "reason": message, "nearest": list(near)})
    complain(f"{message} {'Nearest: ' + ', '.join(near) + '.' if near else ''}".strip())
    return FINDINGS


def _json(book: Book, prefix: str, state: State | None) -> dict[str, Any]:
    """Return the public JSON shape: the next open axis with its values, every axis, the codes."""
    axis = state.next if state else None
    return {
        "prefix": prefix.upper(),
        "axis": axis.title if axis else None,
        "position": axis.position if axis else None,
        "values": _axis_json(axis, state)["values"] if axis and state else [],
        "axes": [_axis_json(each, state) for each in state.axes] if state else [],
        "codes": list(state.codes) if state else [],
        "count": state.remaining if state else 0,
        "code": state.code if state else None,
        "title": state.title if state else None,
        "release": books.describe(book),
    }


def _axis_json(axis: Axis, state: State) -> dict[str, Any]:
    shown = axis.to_json()
    for value in shown["values"]:
        value["meaning"] = meaning(state.chosen, axis.position, value["value"]) or None
    return shown


def _print(book: Book, state: State, limit: int) -> None:
    if state.code is not None:
        print(f"{styled(state.code, '1')}  {state.title}")  # noqa: T201
    for axis in state.axes:
        if axis.chosen is not None:
            print(_line(axis, axis.chosen, state))  # noqa: T201
    axis_open = state.next
    if axis_open is not None:
        print(styled(f"Character {axis_open.position}, {axis_open.title}:", "1"))  # noqa: T201
        for value in axis_open.values:
            mark = styled("  (worked out from titles)", "2") if value.derived else ""
            said = meaning(state.chosen, axis_open.position, value.char)
            print(f"  {styled(value.char, '1')}  {value.label}{_beside(said)}{mark}")  # noqa: T201
        print(f"{state.remaining} {'code' if state.remaining == 1 else 'codes'}:")  # noqa: T201
        for code in state.codes:
            print(f"  {code}  {book[code].description}")  # noqa: T201
        if state.remaining > limit:
            print(f"  and {state.remaining - limit} more")  # noqa: T201
    print(styled(f"Checked against {book.release.title}.", "2"))  # noqa: T201


def _line(axis: Axis, chosen: str, state: State) -> str:
    label = next((value.label for value in axis.values if value.char == chosen), "")
    said = meaning(state.chosen, axis.position, chosen) if axis.position in (3, 5) else ""
    return f"  {axis.position} {axis.title}: {chosen}  {label}{_beside(said)}"


def _beside(said: str) -> str:
    return styled(f"  – {said}", "2") if said else ""


def _find(book: Book, words: str, limit: int, on: date | None, *, as_json: bool) -> int:
    """Look *words* up among our procedures and keys and, where it is installed, in the official Index."""
    from codeward.codesets.icd10pcs import keys, terms

    procedures, found = terms.find(words, limit), keys.find(words, limit=limit)
    official = _official(words, limit, on)
    if as_json:
        emit({
            "query": words,
            "index": [term.to_json() for term in official],
            "procedures": [each.to_json() for each in procedures],
            "keys": [each.to_json() for each in found],
            "release": books.describe(book),
        })  # fmt: skip
    else:
        for line in _found(official, procedures, found):
            print(line)  # noqa: T201
    if official or procedures or found:
        return CLEAN
    complain(f"nothing is called {quoted(words)}. Try the procedure's noun, such as: appendectomy")
    return FINDINGS


def _official(words: str, limit: int, on: date | None) -> tuple[IndexTerm, ...]:
    from codeward.codesets.icd10pcs import PcsIndex

    try:
        return PcsIndex(books.open("icd10pcs-index", on)).find(words, limit)
    except CodewardError:  # not installed: our own list answers
        return ()


def _found(
    official: tuple[IndexTerm, ...], procedures: tuple[Any, ...], found: tuple[Any, ...]
) -> Iterator[str]:
    for term in official:
        said = "; ".join(f"{r.kind} {r.text}".strip() for r in term.relations if r.kind in ("see", "use"))
        yield f"{' > '.join(term.path)}  {styled(' '.join(term.codes), '1')}  {said}".rstrip()
    for each in procedures:
        yield f"{each.term}  {styled(' '.join(each.prefixes), '1')}{_beside(each.reason)}"
    for key in found:
        places = " ".join(
            f"{p.at}.{p.value}{p.qualifier}{f' {p.side}' if p.side else ''}" for p in key.places
        )
        yield f"{key.kind}: {key.term} → {key.label}  {styled(places, '1')}"

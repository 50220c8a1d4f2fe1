"""An item as lines of a terminal: as a learner is asked it, or with its key and every reason."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent, wrap

from codeward.curriculum import Item, ItemLine, MatchItem, Option, QueryItem, ScenarioItem

__all__ = ["item_lines"]

_WIDTH = 100


def item_lines(item: Item, *, key: bool = False) -> Iterator[str]:
    """Give *item* as lines: its stem and what may be answered; with *key*, what is right, why, and where it stands."""
    yield from _folded(item.stem)
    if isinstance(item, ScenarioItem):
        yield ""
        yield indent(item.record.rstrip(), "  | ")
        for short, words in item.abbreviations.items():
            yield f"  {short}: {words}"
        if key:
            yield from _scenario(item)
    elif isinstance(item, MatchItem):
        yield from _match(item, key=key)
    elif isinstance(item, QueryItem) and item.mode == "mark":
        yield indent((item.draft or "").rstrip(), "  | ")
        if key:
            yield from _faults(item)
    else:
        yield from _options(item, key=key)


def _folded(text: str, begin: str = "") -> list[str]:
    return wrap(text, _WIDTH, initial_indent=begin, subsequent_indent=" " * len(begin)) or [begin]


def _reason(why: str, cite: tuple[str, ...]) -> list[str]:
    return _folded(f"{why} [{', '.join(cite)}]", "       ")


def _options(item: Item, *, key: bool) -> Iterator[str]:
    options: tuple[Option, ...] = getattr(item, "options", ())
    if item.kind == "code" and not key:  # what may be typed is its key
        yield f"  Typed: {', '.join(item.asks) or 'codes'}"
        return
    for letter, option in zip("ABCDEFGHIJKL", options, strict=False):
        mark = "*" if key and option.right else " "
        axis = f"  ({', '.join(option.wrong.axis)})" if key and option.wrong else ""
        yield from _folded(f"{_shown(option)}{axis}", f" {mark} {letter}  ")
        if key:
            yield from _reason(option.why, option.cite)


def _shown(option: Option) -> str:
    return option.text or ", ".join(_line(line) for line in option.lines or ())


def _line(line: ItemLine) -> str:
    beside = [
        *(line.modifiers or ()),
        line.poa and f"POA {line.poa}",
        line.units and f"x {line.units}",
        line.date,
    ]
    return " ".join(str(part) for part in (line.code, *beside) if part)


def _scenario(item: ScenarioItem) -> Iterator[str]:
    for line in item.answer.lines:
        first = " first" if line.id in item.answer.first else ""
        yield f" * {line.id}  {_line(line)}{first}{' (optional)' if line.role == 'optional' else ''}"
        yield from _reason(line.why, line.cite)
    for pair in item.answer.order:
        yield f"   {' before '.join(pair)}"
    for error in item.foreseen:
        changed = error.change.model_dump(exclude_none=True, mode="json")
        yield f"   {', '.join(f'{name} {value}' for name, value in changed.items())}  ({', '.join(error.axis)})"
        yield from _reason(error.why, error.cite)


def _match(item: MatchItem, *, key: bool) -> Iterator[str]:
    for number, pair in enumerate(item.pairs, 1):
        yield from _folded(pair.left, f"   {number}  ")
        if key:
            yield from _folded(f"{pair.right}: {pair.why} [{', '.join(pair.cite)}]", "     * ")
    yield f"   {' | '.join(item.options)}"
    if key:
        for spare in item.spare:
            yield from _folded(f"not used: {spare.right}: {spare.why} [{', '.join(spare.cite)}]", "     ")


def _faults(item: QueryItem) -> Iterator[str]:
    for fault in item.faults:
        yield f" * {fault.at}: {fault.fault}"
        yield from _reason(fault.why, fault.cite)
    for sound in item.sound:
        yield from _folded(f"{sound.at}: sound. {sound.why}", "   ")
    yield from _folded(item.model or "", "   model: ")

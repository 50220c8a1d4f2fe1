"""The lint of questions: faults of stem, options and reasons that a program can see, each by its id."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from codeward.curriculum import Item, Option, skill_list
from codeward.practice.check_keys import AXES_OF_OPTIONS, Told
from codeward.practice.check_reasons import reason_faults
from codeward.practice.check_stems import stem_faults
from codeward.practice.problems import Severity
from codeward.words import words

__all__ = ["lint"]

_ALL = re.compile(r"\b(?:all|none|both|neither) of the (?:above|these)\b|\bA and B\b", re.IGNORECASE)
_ABSOLUTE = re.compile(r"\b(?:always|never|only|must always)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def lint(item: Item) -> Iterator[Told]:
    """Give the faults of one question. Typed questions are asked for their stem, their axes and their reasons."""
    yield from stem_faults(item)
    options = [one for one in getattr(item, "options", ()) if isinstance(one, Option)]
    if item.kind in ("sba", "picklist") or (item.kind == "query" and options):
        yield from _options(item, options)
    yield from _axes(item, options)
    yield from reason_faults(item)


def _options(item: Item, options: Sequence[Option]) -> Iterator[Told]:
    shown = [option.shown for option in options]
    texts = [option.text or "" for option in options]
    if all(texts):
        yield from _lengths(options)
        for text in texts:
            if _ALL.search(text):
                yield Told("O3", "error", f"{text!r}: all, none or both", "Give an answer of its own")
            if _ABSOLUTE.search(text):
                yield Told("O4", "warn", f"{text!r}: always, never, only", "Say it without")
        yield from _rare(item, options)
        yield from _nested(texts)
    else:
        yield from _mixed(item, options)
        yield from _majority(options)
    folded = [" ".join(words(one)) for one in shown]
    if len(set(folded)) < len(folded):
        yield Told("O7", "error", "two options are the same", "Change one")
    ordered = sorted(options, key=_order)
    if item.kind != "query" and [_order(one) for one in options] != [_order(one) for one in ordered]:
        severity: Severity = "warn" if all(texts) else "error"
        way_out = f"Write them so: {'; '.join(one.shown[:30] for one in ordered)}"
        yield Told("O8", severity, "the options are not in the order of codes, numbers or letters", way_out)
    if re.search(r"\b(?:a|an)\s*$", item.stem):
        yield Told("O6", "error", "the stem ends in an article", "Put the article into the options")
    stops = [text.rstrip().endswith(".") for text in texts]
    if all(texts) and 0 < sum(stops) < len(stops):
        yield Told(
            "O6", "warn", "some options are sentences with a stop, others not", "Write all in one form"
        )


def _nested(texts: Sequence[str]) -> Iterator[Told]:
    """An option that holds another whole: whoever takes the longer one takes both."""
    said = [f" {' '.join(words(text))} " for text in texts]
    for text, inner in zip(texts, said, strict=True):
        if len(inner) > 8 and any(inner in outer and inner != outer for outer in said):
            yield Told("O7", "warn", f"{text[:40]!r} stands whole in another option", "Part the two")


def _mixed(item: Item, options: Sequence[Option]) -> Iterator[Told]:
    systems = [tuple(sorted({line.system for line in option.lines or ()})) for option in options]
    if len(set(systems)) > 1:
        shown = ", ".join(sorted({name for one in systems for name in one}))
        yield Told("O5", "warn", f"options of several systems: {shown}", "Keep to one in all options")
    counts = [len(option.lines or ()) for option in options]
    key = [count for count, option in zip(counts, options, strict=True) if option.right]
    if item.kind == "sba" and len(key) == 1 and counts.count(key[0]) == 1:
        yield Told("O5", "warn", f"only the key has {key[0]} lines", "Give another option as many")


def _order(option: Option) -> tuple[object, ...]:
    """Return what an option is sorted by: its codes with what stands beside them, its number, or its letters."""
    if option.lines is not None:
        return tuple(
            (line.code, line.modifiers or (), line.poa or "", line.units or 0) for line in option.lines
        )
    text = option.text or ""
    number = _NUMBER.match(text)
    return (0, float(number[0]), text) if number else (1, 0.0, text.casefold())


def _lengths(options: Sequence[Option]) -> Iterator[Told]:
    lengths = [len(option.text or "") for option in options]
    mean = sum(lengths) / len(lengths)
    key = [len(option.text or "") for option in options if option.right]
    if len(key) == 1 and mean >= 20 and key[0] > 1.3 * mean:
        yield Told(
            "O2",
            "warn",
            f"the key has {key[0]} characters, the options {mean:.0f} on average",
            "Make them alike",
        )


def _rare(item: Item, options: Sequence[Option]) -> Iterator[Told]:
    stem = {word for word in words(item.stem) if len(word) >= 10}
    keys = [set(words(option.text or "")) for option in options if option.right]
    others = {word for option in options if not option.right for word in words(option.text or "")}
    shared = sorted(word for key in keys for word in (stem & key) - others)
    if shared:
        yield Told(
            "S7",
            "warn",
            f"{shared[0]!r} stands in the stem and in the key alone",
            "Say it otherwise in one of them",
        )


def _majority(options: Sequence[Option]) -> Iterator[Told]:
    """A key that is made of the part most options have at each place can be guessed without reading."""
    rows = [[line.code for line in option.lines or ()] for option in options]
    key = next((row for row, option in zip(rows, options, strict=True) if option.right), [])
    if len(options) < 4 or len(key) < 2 or any(len(row) != len(key) for row in rows):
        return
    most = []
    for place in range(len(key)):
        column = [row[place] for row in rows]
        top = max(column.count(code) for code in column)
        most.append(top > len(column) / 2 and column.count(key[place]) == top)
    if all(most):
        yield Told(
            "O9",
            "warn",
            "each part of the key is that of most options",
            "Spread the parts, as in two times two",
        )


def _axes(item: Item, options: Sequence[Option]) -> Iterator[Told]:
    for option in options:
        if option.right:
            continue
        if option.wrong is None:
            yield Told("O10", "error", f"{option.shown[:40]!r} states no axis", "Write wrong: {axis: …}")
        elif item.kind in ("sba", "code") and option.lines is not None:
            for axis in option.wrong.axis:
                if axis not in AXES_OF_OPTIONS and axis not in skill_axes():
                    way_out = f"Name one of these: {', '.join(sorted(AXES_OF_OPTIONS))}, or a skill's"
                    yield Told("O10", "warn", f"{axis!r} is an axis that nobody knows", way_out)


@lru_cache(maxsize=1)
def skill_axes() -> frozenset[str]:
    """Return every axis of the list of skills."""
    return frozenset(axis for skill in skill_list().values() for axis in skill.axes)

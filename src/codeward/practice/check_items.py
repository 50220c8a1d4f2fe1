"""The lint of questions: faults of stem, options and reasons that a program can see, each by its id."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from codeward.curriculum import Item, Option, ScenarioItem
from codeward.practice.check_keys import Told
from codeward.practice.problems import Severity
from codeward.words import words

__all__ = ["alike", "lint"]

_STEM_WORDS, _RECORD_WORDS = 120, 600
_NEGATIVE = re.compile(
    r"\b(?:NOT|EXCEPT|LEAST)\b|\b(?:which|what) (?:\w+ ){0,4}(?:is|are|would) (?:not|false|incorrect)\b"
)
_ASKS = re.compile(
    r"\?|\b(?:type|pick|choose|match|mark|code|name|put|give|say|tell|select|complete|find|build)\b",
    re.IGNORECASE,
)
_TEACHES = re.compile(
    r"\b(?:remember|is defined as|as a rule|the guideline (?:says|states)|keep in mind)\b", re.IGNORECASE
)
_ALL = re.compile(r"\b(?:all|none|both|neither) of the (?:above|these)\b|\bA and B\b", re.IGNORECASE)
_ABSOLUTE = re.compile(r"\b(?:always|never|only|must always)\b", re.IGNORECASE)
_LETTERS = re.compile(
    r"\b(?:option|answer|choice) [A-D]\b|\([A-D]\)|\bobviously\b|\bclearly\b", re.IGNORECASE
)
_QUOTED = re.compile(r"[\"“”']([^\"“”']{3,})[\"“”']")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def lint(item: Item) -> Iterator[Told]:
    """Give the faults of one question. Typed questions are asked for their stem, their axes and their reasons."""
    yield from _stem(item)
    options = [one for one in getattr(item, "options", ()) if isinstance(one, Option)]
    if item.kind in ("sba", "picklist") or (item.kind == "query" and options):
        yield from _options(item, options)
    yield from _axes(options)
    yield from _reasons(item, options)


def _stem(item: Item) -> Iterator[Told]:
    stem = item.stem
    count = len(stem.split())
    if count > _STEM_WORDS:
        yield Told("S4", "error", f"a stem of {count} words", f"Use at most {_STEM_WORDS}")
    if isinstance(item, ScenarioItem) and len(item.record.split()) > _RECORD_WORDS:
        yield Told(
            "S4", "error", f"a record of {len(item.record.split())} words", f"Use at most {_RECORD_WORDS}"
        )
    if not _ASKS.search(stem):
        yield Told(
            "S1",
            "warn",
            "the stem asks nothing",
            "Ask a question that can be answered with the options covered",
        )
    found = _NEGATIVE.search(stem)
    if found:
        yield Told("S2", "error", f"the stem asks for what is not so: {found[0]!r}", "Ask for what is so")
    if _TEACHES.search(stem):
        yield Told("S6", "warn", "the stem teaches", "Leave the rule to the reasons")
    options = [one for one in getattr(item, "options", ()) if isinstance(one, Option)]
    lines = [line for option in options for line in option.lines or ()]
    if item.claim is None and any(line.poa or line.modifiers for line in lines):
        yield Told("S3", "error", "POA or modifiers, and no claim", "Say who bills, where and to whom: claim")
    key = [line for option in options if option.right for line in option.lines or ()]
    named = [line.code for line in key if re.search(rf"(?<![\w.]){re.escape(line.code)}(?!\w|\.\w)", stem)]
    if named and item.kind in ("sba", "code"):
        yield Told("S8", "error", f"the stem names {named[0]}, which is the key", "Describe it in words")


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
    else:
        systems = {line.system for option in options for line in option.lines or ()}
        if len(systems) > 1 and item.kind == "picklist":
            yield Told(
                "O5", "warn", f"options of several systems: {', '.join(sorted(systems))}", "Keep to one"
            )
        yield from _majority(options)
    folded = [" ".join(words(one)) for one in shown]
    if len(set(folded)) < len(folded):
        yield Told("O7", "error", "two options are the same", "Change one")
    if item.kind != "query" and shown != sorted(shown, key=_order):
        severity: Severity = "warn" if all(texts) else "error"
        way_out = f"Write them so: {'; '.join(one[:30] for one in sorted(shown, key=_order))}"
        yield Told("O8", severity, "the options are not in the order of codes, numbers or letters", way_out)
    if re.search(r"\b(?:a|an)\s*$", item.stem):
        yield Told("O6", "error", "the stem ends in an article", "Put the article into the options")


def _order(text: str) -> tuple[int, float, str]:
    number = _NUMBER.match(text)
    return (
        (0, float(number[0]), text)
        if number and text[0].isdigit() and " " in text[:6]
        else (1, 0.0, text.casefold())
    )


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


def _axes(options: Sequence[Option]) -> Iterator[Told]:
    for option in options:
        if not option.right and option.wrong is None:
            yield Told("O10", "error", f"{option.shown[:40]!r} states no axis", "Write wrong: {axis: …}")


def _reasons(item: Item, options: Sequence[Option]) -> Iterator[Told]:
    for option in options:
        if not option.cite:
            yield Told("R1", "error", f"{option.shown[:40]!r} cites nothing", "Write cite: [section]")
        if _LETTERS.search(option.why):
            yield Told(
                "R3",
                "error",
                f"the reason {option.why[:40]!r} names a letter, or says obviously",
                "Say what the record says",
            )
    if item.use == "form":
        heard = f"{item.stem} {getattr(item, 'record', '')}".casefold()
        for option in options:
            if not any(quote.casefold() in heard for quote in _QUOTED.findall(option.why)):
                yield Told(
                    "R2",
                    "warn",
                    f"the reason {option.why[:40]!r} quotes nothing",
                    "Quote words of the stem or record",
                )


def alike(items: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """Give the pairs of questions whose texts are more than 80 parts of 100 alike, by runs of three words."""
    runs = [(item, _runs(item)) for item in items]
    seen: dict[tuple[str, ...], list[int]] = {}
    for place, (item, own) in enumerate(runs):
        near: dict[int, int] = {}
        for run in own:
            for other in seen.get(run, ()):
                near[other] = near.get(other, 0) + 1
            seen.setdefault(run, []).append(place)
        for other, shared in near.items():
            union = len(own) + len(runs[other][1]) - shared
            if union >= 8 and shared / union > 0.8:
                yield runs[other][0], item


def _runs(item: Item) -> set[tuple[str, ...]]:
    shown = [option.shown for option in getattr(item, "options", ()) if isinstance(option, Option)]
    said = words(" ".join((item.stem, str(getattr(item, "record", "")), *shown)))
    return {tuple(said[n : n + 3]) for n in range(len(said) - 2)}

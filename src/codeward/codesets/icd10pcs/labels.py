"""Work out what each character of a code means from the titles alone: every word of a title belongs to one axis.

First the words that change when only one axis changes (`align`), the operation's name and the approach, which are
known. These grow over the words beside them up to a connecting word or a comma. What is left belongs to the axis that
stands in its place: after "of" the body part, after "with" the device, after "to" or "from" the qualifier. Where an
axis has a single value in its row, a second pass looks for the words that it has elsewhere in the section. Measured
beside the official tables in docs/reference/pcs.md; a derived label is always marked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from codeward.codesets.icd10pcs.align import AXES, Span, Words, spans, words_of
from codeward.codesets.icd10pcs.naming import Names, names

__all__ = ["Labels", "derive"]

Labels = tuple[str, str, str, str]  # of the 4th to the 7th character; empty where it could not be worked out
_Known = Mapping[tuple[str, int, str], Sequence[Words]]
_BODY, _SECOND, _THIRD, _FOURTH = AXES
_OPERATION, _FORM = -1, -2  # words that belong to no axis
_OPENING = frozenset({"of", "with", "and", ",", "in", "at", "on", "for"})
_MOST_PHRASES = 6


def derive(titles: Mapping[str, str]) -> dict[str, Labels]:
    """Return the labels of each code's 4th to 7th character, worked out from all *titles* together."""
    tables: dict[str, dict[str, Words]] = defaultdict(dict)
    for code, title in titles.items():
        tables[code[:3]][code] = words_of(title)
    aligned = {table: spans(words) for table, words in tables.items()}
    phrases: dict[tuple[str, int, str], Counter[str]] = defaultdict(Counter)
    for table, words in tables.items():
        for code, found in _tile_table(table, words, aligned[table], {}).items():
            if found.whole:
                _learn(phrases, code, found.labels)
    known = {
        key: [phrase.split() for phrase, _ in sorted(counted.items(), key=lambda row: (-row[1], row[0]))][
            :_MOST_PHRASES
        ]
        for key, counted in phrases.items()
    }
    out: dict[str, Labels] = {}
    for table, words in tables.items():
        for code, found in _tile_table(table, words, aligned[table], known).items():
            out[code] = _finished(code, found.labels, phrases)
    return out


def _learn(phrases: dict[tuple[str, int, str], Counter[str]], code: str, labels: Labels) -> None:
    for axis, label in zip(AXES, labels, strict=True):
        if label:
            phrases[code[:2], axis, code[axis]][label] += 1
            phrases[code[0], axis, code[axis]][label] += 1


def _finished(code: str, labels: Labels, phrases: Mapping[tuple[str, int, str], Counter[str]]) -> Labels:
    """Give a Z without words its null word, and what has no words the phrase that it has elsewhere."""
    out = []
    for axis, label in zip(AXES, labels, strict=True):
        text = label.replace(" ,", ",").replace(",,", ",").strip(" ,") if "," in label else label
        if not text and code[axis] == "Z":
            text = names().null(code[0], axis + 1)
        elif not text:
            counted = phrases.get((code[:2], axis, code[axis]))
            text = min(counted.items(), key=lambda row: (-row[1], row[0]))[0] if counted else ""
        out.append(text.replace(" ,", ",") if "," in text else text)
    return out[0], out[1], out[2], out[3]


class _Tiled(NamedTuple):
    labels: Labels
    whole: bool  # whether every axis was placed by comparison, so that its words may teach others


def _tile_table(
    table: str, titles: Mapping[str, Words], aligned: Mapping[str, dict[int, Span]], known: _Known
) -> dict[str, _Tiled]:
    operation = words_of(names().operation(table)) or _common(list(titles.values()))
    return {code: _Tiling(code, words, operation).run(aligned[code], known) for code, words in titles.items()}


def _common(titles: Sequence[Words]) -> Words:
    """Return the words that all titles of a table begin with: the operation, where its name is not known."""
    first = titles[0]
    same = len(first) if len(titles) > 1 else 1
    for other in titles[1:]:
        shared = 0
        while shared < min(same, len(other)) and other[shared] == first[shared]:
            shared += 1
        same = shared
    return first[:same]


class _Tiling:
    """The words of one title and which axis each belongs to."""

    def __init__(self, code: str, words: Words, operation: Words) -> None:
        self.code = code
        self.section = code[0]
        self.words = words
        self.operation = operation
        self.owner: list[int | None] = [None] * len(words)
        self.placed: set[int] = set()
        self.names: Names = names()
        name = " ".join(operation)
        self.device_first = name in self.names.device_first and code[_THIRD] != "Z"
        self.qualifier_first = code[:3] in self.names.qualifier_first
        self.stops = {*self.names.separators, ","}
        if self.section in "DF79":
            self.stops.add("of")

    def run(self, aligned: Mapping[int, Span], known: _Known) -> _Tiled:
        self.take_operation()
        self.take_form()
        if self.section in self.names.approach_sections:
            self.take_approach()
        self.take_known(aligned, known)
        self.take_aligned(aligned)
        self.grow()
        self.take_rest()
        whole = all(axis in self.placed or self.code[axis] == "Z" or axis == _SECOND for axis in AXES)
        labels = tuple(self.label(axis) for axis in AXES)
        return _Tiled((labels[0], labels[1], labels[2], labels[3]), whole)

    def find(self, wanted: Words) -> int | None:
        """Return where *wanted* stands among words that belong to nothing yet."""
        size = len(wanted)
        for start in range(len(self.words) - size + 1):
            if self.words[start : start + size] == wanted and not any(
                owner is not None for owner in self.owner[start : start + size]
            ):
                return start
        return None

    def own(self, start: int, end: int, owner: int) -> None:
        for place in range(start, end):
            self.owner[place] = owner

    def take_operation(self) -> None:
        after = 0
        start = self.find(self.operation) if self.operation else None
        if start is not None and (start == 0 or self.section in "1DFGH79"):
            after = start + len(self.operation)
            self.own(start, after, _OPERATION)
        elif start is None:
            pairs = zip(self.operation, self.words, strict=False)
            for wanted, word in pairs:
                if wanted.casefold() != word.casefold():
                    break
                self.owner[after] = _OPERATION
                after += 1
        after = self.skip(after, _OPENING) if after else after
        for filler in self.names.fillers.get(" ".join(self.operation), ()):
            if self.words[after : after + 1] == [filler]:
                self.owner[after] = _OPERATION
                after = self.skip(after + 1, frozenset({"in", "from"}))

    def skip(self, place: int, words: frozenset[str]) -> int:
        while place < len(self.words) and self.words[place] in words:
            self.owner[place] = _OPERATION
            place += 1
        return place

    def take_form(self) -> None:
        """Set aside words that titles add to a label, such as "Contrast" after "Low Osmolar"."""
        for axis in AXES:
            for word in self.names.words_of_the_form.get(f"{self.section}{axis + 1}", ()):
                for place, found in enumerate(self.words):
                    other = place > 0 and self.words[place - 1] == "Other"
                    if found == word and self.owner[place] is None and not other:
                        self.owner[place] = _FORM

    def take_approach(self) -> None:
        approach = self.names.approaches.get(self.code[_SECOND], "").split()
        for wanted in ([*approach, "Approach"], approach) if approach else ():
            for start in range(len(self.words) - len(wanted), -1, -1):
                begins = start == 0 or self.words[start - 1] == ","
                if begins and self.words[start : start + len(wanted)] == wanted:
                    self.own(start, start + len(wanted), _SECOND)
                    return

    def take_known(self, aligned: Mapping[int, Span], known: _Known) -> None:
        for axis in (_FOURTH, _THIRD, _BODY, _SECOND):
            if axis in aligned or (self.code[axis] == "Z" and axis > _SECOND):
                continue
            value = self.code[axis]
            for phrase in known.get((self.code[:2], axis, value)) or known.get(
                (self.section, axis, value), ()
            ):
                start = self.find(phrase)
                if start is not None:
                    self.own(start, start + len(phrase), axis)
                    self.placed.add(axis)
                    break

    def take_aligned(self, aligned: Mapping[int, Span]) -> None:
        connecting = {*self.names.separators, ",", "of"}
        for axis in (_BODY, _THIRD, _FOURTH, _SECOND):
            if axis not in aligned:
                continue
            start, end = aligned[axis]
            while start < end and self.words[start] in connecting:
                start += 1
            while end > start and self.words[end - 1] in connecting:
                end -= 1
            if start < end:
                self.placed.add(axis)
            for place in range(start, end):
                if self.owner[place] is None:
                    self.owner[place] = axis

    def grow(self) -> None:
        """Let the words of each axis grow over those beside them that belong to nothing."""
        changed = True
        while changed:
            changed = False
            for place, owner in enumerate(self.owner):
                if owner not in AXES:
                    continue
                for beside in (place + 1, place - 1):
                    if 0 <= beside < len(self.words) and self.free(beside):
                        self.owner[beside] = owner
                        changed = True

    def free(self, place: int) -> bool:
        return self.owner[place] is None and self.words[place] not in self.stops

    def take_rest(self) -> None:
        place = 0
        while place < len(self.words):
            if not self.free(place) or self.words[place] == "of":
                place += 1
                continue
            end = place
            while end < len(self.words) and self.free(end):
                end += 1
            self.own(place, end, self.axis_at(place))
            place = end

    def axis_at(self, place: int) -> int:
        """Return the axis whose place in the sentence a run of words without an owner has."""
        before = self.words[place - 1] if place else ""
        opening = place == 0 or self.owner[place - 1] == _OPERATION
        if place == 0 and self.section in "DF1":
            return _FOURTH if self.section == "1" else _SECOND
        if opening or before == "of":
            return _THIRD if self.device_first else _FOURTH if self.qualifier_first else _BODY
        if before == ",":
            return self.axis_after_comma(place)
        return self.axis_after_word(before)

    def axis_after_word(self, before: str) -> int:
        if before in ("into", "in", "from", "on") and (self.device_first or self.qualifier_first):
            return _BODY
        if self.section in "BC79" and before == "using":
            return _SECOND if self.section in "BC" else _THIRD
        if self.section == "3" and before in ("into", "in"):
            return _BODY
        if before in ("with", "using"):
            return _THIRD
        return _FOURTH if before in self.names.separators else _BODY

    def axis_after_comma(self, place: int) -> int:
        if self.section in "GH":
            return _BODY
        if self.section == "9":
            return _THIRD
        owned = set(self.owner)
        for axis in (_FOURTH, _THIRD):
            if axis not in owned and self.code[axis] != "Z":
                return axis
        previous = self.owner[place - 2] if place >= 2 else None
        return previous if previous in (_BODY, _THIRD, _FOURTH) else _FOURTH

    def label(self, axis: int) -> str:
        if axis not in self.owner:
            mine = []
        else:
            mine = [word for word, owner in zip(self.words, self.owner, strict=True) if owner == axis]
        if axis == _SECOND and self.section in self.names.approach_sections:
            if mine and mine[-1] == "Approach":
                mine.pop()
            if not mine:  # "Change Cast on Left Lower Arm" does not say that it is done from outside
                mine = self.names.approaches.get(self.code[axis], "").split()
        return " ".join(mine)

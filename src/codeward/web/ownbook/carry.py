"""Carrying marks over to another release: what stays, moved, changed its words, or vanished. No Django here.

A mark is found again by the words that it was put on, not by its number: publishers insert and strike instructions,
so the second Excludes1 of one year may be the third of the next. An entry is found by its code, which is its identity.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from codeward.bounds import BoundsError
from codeward.codesets import Book, undotted
from codeward.web.ownbook.alike import budget, most_alike
from codeward.web.ownbook.anchors import Anchor, read_anchor
from codeward.web.ownbook.texts import instructions_of, text_in

__all__ = ["Carrier", "Outcome", "Verdict", "Went", "carry_term"]

Verdict = Literal["stays", "moved", "changed", "vanished"]
Reason = Literal[
    "same", "other_number", "other_entry", "same_title", "retitled", "not_billable", "reworded", "struck",
    "not_compared", "no_entry", "no_instructions", "no_term",
]  # fmt: skip
Successors = Callable[[str], Sequence[str]]
MOST = 8  # places named for what vanished


class Went(NamedTuple):
    """Where something that vanished may be found now, and how we know."""

    anchor: str
    text: str
    how: Literal["successor", "below", "nearest", "entry", "same_text"]


class Outcome(NamedTuple):
    """What became of one mark. `anchor` and `text` are those in the new release, None and "" where it vanished."""

    verdict: Verdict
    reason: Reason
    anchor: str | None = None
    text: str = ""
    went: tuple[Went, ...] = ()


class Carrier:
    """Carries marks of one release of a code system to another.

    `old` may be missing (a release that is not installed any more): then an instruction counts as moved only within
    its entry's own path. `successors` says which codes took the place of one, where that is known. What was reworded is
    found by comparing within a budget for all marks that one carrier carries (`alike`); beyond it, the place is left to
    the learner.
    """

    def __init__(self, old: Book | None, new: Book, successors: Successors | None = None) -> None:
        self.old, self.new = old, new
        self.successors = successors
        self._spots: dict[tuple[str, str], list[str]] | None = None
        self._titles: dict[str, list[str]] | None = None
        self._keys: list[tuple[str, str]] | None = None
        self._fresh: dict[tuple[str, str], list[str]] = {}
        self._work = budget()

    def carry(self, anchor: str, quote: str) -> Outcome:
        """What became of the mark at `anchor` that was put on the words `quote`. Raises MarkError."""
        place = read_anchor(anchor)
        return self._instruction(place, quote) if place.kind else self._entry(place, quote)

    # -- entries -----------------------------------------------------------------------------------------------

    def _entry(self, place: Anchor, quote: str) -> Outcome:
        now = text_in(self.new, place)
        if now is None:
            return self._gone_entry(place, quote)
        if now.text != quote:
            return Outcome("changed", "retitled", str(place), now.text)
        was = self.old.get(place.entry) if self.old is not None else None
        if was is not None and was.billable and not self.new[place.entry].billable:
            return Outcome("changed", "not_billable", str(place), now.text, self._below(place.entry))
        return Outcome("stays", "same", str(place), now.text)

    def _gone_entry(self, place: Anchor, quote: str) -> Outcome:
        fresh = [code for code in self._titled(quote) if self.old is not None and code not in self.old]
        if len(fresh) == 1:
            return Outcome("moved", "same_title", self._at(fresh[0]), quote)
        return Outcome("vanished", "no_entry", went=self.whereabouts(place.entry))

    def whereabouts(self, code: str) -> tuple[Went, ...]:
        """Where a code that is gone went: its successors, else the codes below, else the nearest heading above."""
        said = self.successors(code) if self.successors is not None else ()
        stated = (
            self.old[code].facts.get("replaced_by") if self.old is not None and code in self.old else None
        )
        codes = [self.new[c].code for c in (*said, *_listed(stated)) if c in self.new]
        if codes:
            return tuple(
                Went(self._at(c), self.new[c].description, "successor") for c in dict.fromkeys(codes)
            )[:MOST]
        below = self._below(code)
        if below:
            return below
        above = self.old[code].ancestors if self.old is not None and code in self.old else ()
        nearest = next((c for c in (*above, *_shortened(code)) if c in self.new), None)
        if nearest is None:
            return ()
        return (Went(self._at(self.new[nearest].code), self.new[nearest].description, "nearest"),)

    def _below(self, code: str) -> tuple[Went, ...]:
        concept = self.new.get(code)
        codes = list(concept.children) if concept is not None else self._beginning_with(undotted(code))
        return tuple(Went(self._at(c), self.new[c].description, "below") for c in codes[:MOST])

    def _beginning_with(self, key: str) -> list[str]:
        """The first codes that begin with one that has no entry itself, such as a category in a list of codes."""
        if self._keys is None:
            self._keys = sorted((undotted(code), code) for code in self.new)
        if len(key) < 3:
            return []
        at = bisect_left(self._keys, (key, ""))
        return [code for found, code in self._keys[at : at + MOST] if found.startswith(key)]

    def _titled(self, title: str) -> list[str]:
        if self._titles is None:
            self._titles = {}
            for concept in map(self.new.file.concept, range(len(self.new))):
                self._titles.setdefault(concept.description, []).append(concept.code)
        return self._titles.get(title, [])

    # -- instructions ------------------------------------------------------------------------------------------

    def _instruction(self, place: Anchor, quote: str) -> Outcome:
        kind, number = place.kind or "", place.number or 0
        here = instructions_of(self.new, place.entry, kind)
        numbers = [n for n, text in enumerate(here, start=1) if text == quote]
        if numbers:
            nearest = number if number in numbers else min(numbers, key=lambda n: (abs(n - number), n))
            at = str(place._replace(number=nearest))
            return Outcome(
                "stays" if nearest == number else "moved",
                "same" if nearest == number else "other_number",
                at,
                quote,
            )
        if self.new.manifest.get("titles_only"):
            return Outcome("vanished", "no_instructions", went=self._its_entry(place.entry))
        elsewhere = self._elsewhere(place, kind, quote)
        if len(elsewhere) == 1:
            return Outcome("moved", "other_entry", elsewhere[0], quote)
        try:
            reworded = self._reworded(place, kind, quote, here)
        except BoundsError:
            return Outcome("vanished", "not_compared", went=self._its_entry(place.entry))
        if reworded is not None:
            return Outcome("changed", "reworded", str(place._replace(number=reworded)), here[reworded - 1])
        if elsewhere:
            return Outcome(
                "vanished", "struck", went=tuple(Went(a, quote, "same_text") for a in elsewhere[:MOST])
            )
        return Outcome(
            "vanished", "struck" if place.entry in self.new else "no_entry", went=self._its_entry(place.entry)
        )

    def _elsewhere(self, place: Anchor, kind: str, quote: str) -> list[str]:
        """Places of other entries with these very words, which did not have them before. One on the path wins."""
        path = self._path(place.entry)
        if self.old is None:
            return [spot for spot in self._spots_of(kind, quote) if read_anchor(spot).entry in path]
        fresh = self._fresh_spots(self.old, kind, quote)
        on_path = [spot for spot in fresh if read_anchor(spot).entry in path]
        return on_path if len(on_path) == 1 else fresh

    def _fresh_spots(self, old: Book, kind: str, quote: str) -> list[str]:
        if (kind, quote) not in self._fresh:  # the same words may be marked at a thousand entries
            spots = self._spots_of(kind, quote)
            self._fresh[kind, quote] = [
                s for s in spots if quote not in instructions_of(old, read_anchor(s).entry, kind)
            ]
        return self._fresh[kind, quote]

    def _path(self, code: str) -> set[str]:
        found: set[str] = set()
        for book in (self.old, self.new):
            concept = book.get(code) if book is not None else None
            if concept is not None:
                found.update(concept.ancestors, concept.children)
        return found

    def _spots_of(self, kind: str, quote: str) -> list[str]:
        if self._spots is None:
            self._spots = {}
            file = self.new.file
            for index in file.with_instructions():
                counted: Counter[str] = Counter()
                at = self._at(file.code_at(index))
                for item in file.instructions_at(index):
                    counted[item.kind] += 1
                    spot = f"{at}#{item.kind}-{counted[item.kind]}"
                    self._spots.setdefault((item.kind, item.text), []).append(spot)
        return self._spots.get((kind, quote), [])

    def _reworded(self, place: Anchor, kind: str, quote: str, here: list[str]) -> int | None:
        """The number of the instruction that stands there instead: among those that are new, the one most alike."""
        before = set(instructions_of(self.old, place.entry, kind)) if self.old is not None else set()
        fresh = [(n, text) for n, text in enumerate(here, start=1) if text not in before]
        return most_alike(quote, fresh, self._work)

    def _its_entry(self, code: str) -> tuple[Went, ...]:
        concept = self.new.get(code)
        if concept is None:
            return self.whereabouts(code)
        return (Went(self._at(concept.code), concept.description, "entry"),)

    def _at(self, code: str) -> str:
        return f"{self.new.system}/{code}"


def carry_term(anchor: str, quote: str, text: str | None) -> Outcome:
    """What became of a mark in the index, whose ids are paths; `text` is what stands at the id now, None if nothing."""
    if text is None:
        return Outcome("vanished", "no_term")
    if text != quote:
        return Outcome("changed", "reworded", anchor, text)
    return Outcome("stays", "same", anchor, text)


def _listed(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)] if value else []


def _shortened(code: str) -> list[str]:
    """The code with one character less, and less, down to three: what its headings would be called."""
    return [code[:end].rstrip(".") for end in range(len(code) - 1, 2, -1)]

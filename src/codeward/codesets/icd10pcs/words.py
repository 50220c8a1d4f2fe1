"""Read our data files of ICD-10-PCS and match words in them."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from math import sqrt

from codeward.errors import LoaderError
from codeward.words import tokens, words

__all__ = ["NameFinder", "rows_of", "rows_of_text", "words_of"]

_UNKNOWN = 0.5  # the weight of a word that no name has, such as "left": it must not outweigh the others


@cache
def rows_of(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of one of our data files as mappings from heading to text."""
    return rows_of_text(files(__package__).joinpath("data", name).read_text(encoding="utf-8"), name)


def rows_of_text(text: str, name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a data file's *text*; a row without a source is left out: it is not taught.

    Raises LoaderError with the line of a row that has another number of fields than the heading.
    """
    reader = csv.DictReader(text.splitlines())
    found = []
    for row in reader:
        if None in row or None in row.values():
            way_out = "Write as many fields as the heading has."
            raise LoaderError("has a row of another length", way_out, path=name, line=reader.line_num)
        if row.get("source") and row.get("verified"):
            found.append(row)
    return tuple(found)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words that count in *text*, without plural endings and little words; all if none is left."""
    return tuple(tokens(text)) or tuple(words(text))


class NameFinder:
    """Finds rows by their names: rare words weigh more, word order does not matter, forms of a word count in part."""

    def __init__(self, names: Iterable[Sequence[str]]) -> None:
        self._held: list[tuple[int, tuple[str, ...]]] = [
            (row, words_of(name)) for row, each in enumerate(names) for name in each
        ]
        known = Counter(word for _, words in self._held for word in set(words))
        self._weight = {word: 1 / sqrt(count) for word, count in known.items()}
        self._names_with: dict[str, list[int]] = defaultdict(list)
        for number, (_, held) in enumerate(self._held):
            for word in set(held):
                self._names_with[word].append(number)

    def rows(self, text: str, worth: float) -> list[int]:
        """Return the rows whose best name fits *text* at least as well as *worth* (0 to 1), the best first."""
        common: dict[int, float] = defaultdict(float)
        total = 0.0
        for word in set(words_of(text)):
            forms = self._forms(word)
            total += self._weight.get(word, _UNKNOWN)
            for number in {number for form in forms for number in self._names_with[form]}:
                held = self._held[number][1]
                common[number] += max(
                    self._weight[form] * share for form, share in forms.items() if form in held
                )
        best: dict[int, float] = {}
        for number, weight in common.items():
            row, held = self._held[number]
            score = 2 * weight / (total + sum(self._weight[word] for word in set(held)))
            best[row] = max(best.get(row, 0.0), score)
        return sorted(
            (row for row, score in best.items() if score >= worth), key=lambda row: (-best[row], row)
        )

    def _forms(self, word: str) -> dict[str, float]:
        """Return the known words that *word* may mean and how much each counts: itself all, a beginning half."""
        if word in self._weight:
            return {word: 1.0}
        if len(word) < 4:
            return {}
        found = {}
        for other in self._weight:
            if _shared(word, other) >= max(5, 0.65 * max(len(word), len(other))):
                found[other] = 0.8
            elif other.startswith(word):
                found[other] = 0.5
        return found


def _shared(one: str, other: str) -> int:
    """Return how many letters two words have in common at their beginnings."""
    for number, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return number
    return min(len(one), len(other))

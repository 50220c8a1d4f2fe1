"""Read our data files of ICD-10-PCS and match words in them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from codeward.errors import LoaderError

__all__ = ["closeness", "rows_of", "rows_of_text", "words_of"]

_WORD = re.compile(r"[a-z0-9]+(?:&[a-z0-9]+)?")
_IGNORED = frozenset(
    ["a", "an", "and", "by", "for", "from", "in", "into", "of", "on", "the", "through", "to", "with"]
)


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


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words that count in *text*: lower case, without plural -s and little words; all if none is left."""
    every = [_singular(word) for word in _WORD.findall(text.casefold().replace("'", ""))]
    return tuple(word for word in every if word not in _IGNORED) or tuple(every)


def _singular(word: str) -> str:
    return (
        word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    )


def closeness(asked: tuple[str, ...], names: Iterable[str]) -> float:
    """Return how well the words *asked* fit the best of the *names*: 0 (not at all) to 1 (the same words).

    Each word asked that stands in the name counts whole, one that a word of the name begins with counts half;
    the measure is that sum over the words of both (Dice).
    """
    if not asked:
        return 0.0
    return max((_dice(asked, words_of(name)) for name in names), default=0.0)


def _dice(asked: tuple[str, ...], held: tuple[str, ...]) -> float:
    common = sum(1.0 if word in held else _begun(word, held) for word in asked)
    return min(1.0, 2 * common / (len(asked) + len(held))) if common else 0.0


def _begun(word: str, held: tuple[str, ...]) -> float:
    return 0.5 if len(word) > 3 and any(other.startswith(word) for other in held) else 0.0

"""Words that mean the same in the index: "renal" and "kidney". Our own list, `data/equivalents.tsv`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from codeward.errors import LoaderError
from codeward.search import lexicon
from codeward.words import stem, words

__all__ = ["broader", "digest", "endings", "forms", "groups"]

_FOLDER = Path(__file__).parent / "data"


@cache
def digest() -> str:
    """Return a digest of the room's data files; an index compiled from others is not used."""
    return lexicon.digest_of(_FOLDER)


def _one(word: str, path: Path, line: int) -> str:
    parts = words(word)
    if len(parts) != 1:
        raise LoaderError(f'"{word}" is not one word', path=path.name, line=line)
    return stem(parts[0])


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    with path.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            if line.strip() and not line.startswith("#"):
                yield number, line.rstrip("\n")


@cache
def groups() -> dict[str, list[str]]:
    """Return {stem: the stems that mean the same}. Raises LoaderError for a line that is none."""
    path = _FOLDER / "equivalents.tsv"
    found: dict[str, list[str]] = {}
    for number, line in _lines(path):
        same = [_one(word, path, number) for word in line.split()]
        for word in same:
            row = found.setdefault(word, [])
            row += [other for other in same if other != word and other not in row]
    return found


@cache
def broader() -> dict[str, list[str]]:
    """Return {stem: the broader words that it falls under}. Raises LoaderError for a line that is none."""
    path = _FOLDER / "broader.tsv"
    found: dict[str, list[str]] = {}
    for number, line in _lines(path):
        wide, tab, narrow = line.partition("\t")
        if not tab:
            raise LoaderError("no tab", path=path.name, line=number)
        words_above = stems_of(wide)
        for word in stems_of(narrow):
            row = found.setdefault(word, [])
            row += [other for other in words_above if other != word and other not in row]
    return found


def stems_of(text: str) -> list[str]:
    """Return the stems of all words of *text*."""
    return [stem(word) for word in words(text)]


@cache
def _forms() -> tuple[list[tuple[str, tuple[str, ...]]], list[tuple[str, tuple[str, ...]]]]:
    path = _FOLDER / "combining_forms.tsv"
    rows: list[tuple[str, tuple[str, ...]]] = []
    for number, line in _lines(path):
        form, tab, meant = line.partition("\t")
        if not tab:
            raise LoaderError("no tab", path=path.name, line=number)
        rows.append((form, tuple(stems_of(meant))))
    rows.sort(key=lambda row: -len(row[0]))
    return [row for row in rows if row[0][0] != "-"], [(f[1:], meant) for f, meant in rows if f[0] == "-"]


def forms() -> list[tuple[str, tuple[str, ...]]]:
    """Return (combining form, the words it stands for), the longest first: ("gastro", ("stomach",))."""
    return _forms()[0]


def endings() -> list[tuple[str, tuple[str, ...]]]:
    """Return (ending, the words it stands for), the longest first: ("rrhagia", ("hemorrhage",))."""
    return _forms()[1]

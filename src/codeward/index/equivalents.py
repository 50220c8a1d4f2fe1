"""Words that mean the same in the index: "renal" and "kidney". Our own list, `data/equivalents.tsv`."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from codeward.errors import LoaderError
from codeward.search.normal import stem, words

__all__ = ["digest", "forms", "groups"]

_FOLDER = Path(__file__).parent / "data"


@cache
def digest() -> str:
    """Return a digest of the room's data files; an index compiled from others is not used."""
    whole = hashlib.sha256()
    for path in sorted(_FOLDER.glob("*.tsv")):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:16]


def _one(word: str, path: Path, line: int) -> str:
    parts = words(word)
    if len(parts) != 1:
        raise LoaderError(f'"{word}" is not one word', path=path.name, line=line)
    return stem(parts[0])


@cache
def groups() -> dict[str, list[str]]:
    """Return {stem: the stems that mean the same}. Raises LoaderError for a line that is none."""
    path = _FOLDER / "equivalents.tsv"
    found: dict[str, list[str]] = {}
    with path.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip() or line.startswith("#"):
                continue
            same = [_one(word, path, number) for word in line.split()]
            for word in same:
                row = found.setdefault(word, [])
                row += [other for other in same if other != word and other not in row]
    return found


@cache
def forms() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return (combining form, the words it stands for), the longest first: ("gastro", ("stomach",))."""
    path = _FOLDER / "combining_forms.tsv"
    rows = []
    with path.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip() or line.startswith("#"):
                continue
            form, tab, meant = line.rstrip("\n").partition("\t")
            if not tab:
                raise LoaderError("no tab", path=path.name, line=number)
            rows.append((form, tuple(stem(word) for word in words(meant))))
    return tuple(sorted(rows, key=lambda row: -len(row[0])))

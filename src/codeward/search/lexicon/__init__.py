"""The lexicon: how people say things, in tab-separated files by chapter, and its reader.

`chNN_*.tsv`, `drugs.tsv`, `general.tsv`: phrases (divided by ;), the book's words for them, codes (divided by
commas, the one most often meant first), kind. `prior.tsv`: how common a code is, 0 to 3, where it is not the
ordinary 1; a code's weight holds for all that stands below it. `spelling_uk.tsv`: British to American.
`alias.tsv`: words that are the same within a phrase, so that "busted collarbone" is "broken collarbone".
The files are read when the index is compiled, never when it is asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from codeward.errors import LoaderError

__all__ = ["KINDS", "Saying", "aliases", "digest", "digest_of", "entries", "priors", "spellings"]

KINDS = frozenset(("lay", "abbreviation", "uk", "eponym", "drug", "device", "slang", "term"))
_FOLDER = Path(__file__).parent
_APART = frozenset({"alias.tsv", "prior.tsv", "spelling_uk.tsv"})


class Saying(NamedTuple):
    """One line: what people say, in which words the book says it, which codes are meant, of what kind."""

    phrases: tuple[str, ...]
    words: str
    codes: tuple[str, ...]
    kind: str


@cache
def digest() -> str:
    """Return a digest of all files of the lexicon; an index compiled from others is not used."""
    return digest_of(_FOLDER)


def digest_of(folder: Path) -> str:
    """Return a digest of the tables (`*.tsv`) in *folder*, their names and what stands in them."""
    whole = hashlib.sha256()
    for path in sorted(folder.glob("*.tsv")):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:16]


def entries() -> Iterator[Saying]:
    """Yield every entry of the phrase files. Raises LoaderError for a line that is not one."""
    for path in sorted(_FOLDER.glob("*.tsv")):
        if path.name in _APART:
            continue
        for number, fields in _rows(path, 4):
            phrases, words, codes, kind = fields
            if kind not in KINDS or not phrases or not (words or codes):
                raise LoaderError("not an entry of the lexicon", path=path.name, line=number)
            yield Saying(tuple(phrases.split(";")), words, tuple(filter(None, codes.split(","))), kind)


def priors() -> dict[str, int]:
    """Return {code: weight 0 to 3} for the codes whose weight is not the ordinary 1."""
    return {code: int(weight) for _, (code, weight) in _rows(_FOLDER / "prior.tsv", 2)}


def spellings() -> tuple[list[tuple[str, str]], dict[str, str]]:
    """Return the British rules (part of a word → part) in order, and whole words {British: American}."""
    rules: list[tuple[str, str]] = []
    whole: dict[str, str] = {}
    for _, (british, american, kind) in _rows(_FOLDER / "spelling_uk.tsv", 3):
        if kind == "rule":
            rules.append((british, american))
        else:
            whole[british.lower()] = american.lower()
    return rules, whole


def aliases() -> dict[str, str]:
    """Return {word: the word that stands for it in the key of a phrase}."""
    return {said: meant for _, (said, meant) in _rows(_FOLDER / "alias.tsv", 2)}


def _rows(path: Path, width: int) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding="utf-8") as stream:
        next(stream)
        for number, line in enumerate(stream, 2):
            fields = line.rstrip("\n").split("\t")
            if len(fields) != width:
                raise LoaderError(f"{len(fields)} fields, not {width}", path=path.name, line=number)
            yield number, fields

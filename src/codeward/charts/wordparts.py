"""Word parts: the prefixes, roots and suffixes that medical words are built from, read strictly from `parts.yaml`.

A root is written with its combining vowel ("cardi/o"). The fields and their bounds, and how parts are joined, are those
of docs/reference/word-parts.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import product
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from codeward.charts.base import StrictModel
from codeward.charts.yamlfile import parse_yaml
from codeward.errors import ChartError, quoted
from codeward.faults import first_fault

__all__ = [
    "PARTS_FILE",
    "Part",
    "PartKind",
    "WordPart",
    "WordParts",
    "joined",
    "kind_of",
    "read_parts",
    "spells",
    "word_parts",
]

PARTS_FILE = "parts.yaml"
MOST_PARTS = 6

Part = Annotated[str, StringConstraints(pattern=r"^(?:[a-z]{1,15}-|[a-z]{1,15}/[aeio]|-[a-z]{1,15})$")]
PartKind = Literal["prefix", "root", "suffix"]
_VOWELS = frozenset("aeiouy")


class WordPart(StrictModel):
    """A part of words: what it means, a medical term that it helps to spell, and the parts it is mistaken for.

    `spelled` are the parts of `example` in their order, `confused` the look-alikes.
    """

    part: Part
    kind: PartKind
    means: Annotated[str, StringConstraints(min_length=2, max_length=90)]
    example: Annotated[str, StringConstraints(pattern=r"^[a-z]{3,40}$")]
    spelled: Annotated[tuple[Part, ...], Field(min_length=2, max_length=MOST_PARTS)]
    confused: Annotated[tuple[Part, ...], Field(alias="not", max_length=4)] = ()


class WordParts(StrictModel):
    """What parts.yaml says: prefixes, roots, suffixes, each kind in the order of the alphabet."""

    version_of_schema: Literal[1] = Field(alias="schema")
    parts: Annotated[tuple[WordPart, ...], Field(min_length=1, max_length=2_000)]

    def __getitem__(self, part: str) -> WordPart:
        """Return the entry of a part as it is written ("cardi/o", "-itis"). Raises KeyError."""
        return self._by_part[part]

    def __contains__(self, part: object) -> bool:
        """Say whether the list has the part."""
        return part in self._by_part

    @cached_property
    def _by_part(self) -> dict[str, WordPart]:
        return {entry.part: entry for entry in self.parts}


def kind_of(part: str) -> PartKind:
    """Return what a part is by how it is written: a prefix ends with a hyphen, a suffix begins with one."""
    return "prefix" if part.endswith("-") else "suffix" if part.startswith("-") else "root"


def joined(parts: Sequence[str]) -> str:
    """Return the word that parts spell by the usual rule.

    A root keeps its combining vowel before a root and before a consonant, and drops it before a suffix that begins with
    a vowel; two equal vowels that meet are written once ("cardi/o" + "-itis" is carditis, "crypt/o" + "orchid/o" +
    "-ism" cryptorchidism).
    """
    word = ""
    for place, part in enumerate(parts):
        follows = parts[place + 1] if place + 1 < len(parts) else None
        word += _piece(part, follows)
    return word


def _piece(part: str, follows: str | None) -> str:
    if kind_of(part) != "root" or follows is None:
        return _letters(part)
    stem, vowel = part.split("/")
    begins = _letters(follows)[0]
    if kind_of(follows) == "suffix" and begins in _VOWELS:
        return stem[:-1] if stem[-1] == begins else stem
    return stem if begins == vowel else stem + vowel


def _letters(part: str) -> str:
    return part.replace("-", "").replace("/", "")


def spells(parts: Sequence[str], term: str) -> bool:
    """Say whether parts spell a term, or one word of it.

    Usage is freer than the rule of `joined`: each root may keep or drop its vowel ("bil/i" + "-ary" is biliary).
    """
    if len(parts) > MOST_PARTS:
        return False
    words = {_only_letters(term), *(_only_letters(word) for word in term.split())}
    if joined(parts) in words:
        return True
    forms = [
        (_letters(part), part.split("/")[0]) if kind_of(part) == "root" else (_letters(part),)
        for part in parts
    ]
    return any("".join(pieces) in words for pieces in product(*forms))


def _only_letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalpha())


def read_parts(text: str) -> WordParts:
    """Read the text of a parts.yaml. Raises ChartError naming the file and the place."""
    try:
        found = WordParts.model_validate(parse_yaml(text, PARTS_FILE))
    except ValidationError as error:
        where, message, way_out = first_fault(error)
        raise ChartError(
            message, way_out or "See docs/reference/word-parts.md", path=PARTS_FILE, where=where
        ) from None
    _check(found)
    return found


def _check(found: WordParts) -> None:
    """Raise ChartError where an entry is wrong in itself or beside the others."""
    names = [entry.part for entry in found.parts]
    known = set(names)
    order = [(("prefix", "root", "suffix").index(entry.kind), _letters(entry.part)) for entry in found.parts]
    for place, entry in enumerate(found.parts):

        def fault(message: str, way_out: str, where: str = f"parts[{place}] ({entry.part})") -> ChartError:
            return ChartError(message, way_out, path=PARTS_FILE, where=where)

        if entry.kind != kind_of(entry.part):
            raise fault(
                f"{quoted(entry.part)} is written as a {kind_of(entry.part)}",
                "Write pre-, root/o or -suffix",
            )
        if place and order[place] == order[place - 1]:
            raise fault(f"{quoted(entry.part)} is there twice", "Keep one")
        if place and order[place] < order[place - 1]:
            raise fault(
                f"{quoted(entry.part)} is out of order", "Prefixes, roots, suffixes, each by the alphabet"
            )
        if entry.part not in entry.spelled or not spells(entry.spelled, entry.example):
            raise fault(
                f"spelled does not spell {quoted(entry.example)} with this part",
                "Give its parts in their order",
            )
        for other in (*entry.spelled, *entry.confused):
            if other not in known:
                raise fault(f"{quoted(other)} is no part of the list", "Add it, or mend its spelling")
        if entry.part in entry.confused:
            raise fault("a part is not mistaken for itself", "Take it out of not")


@lru_cache(maxsize=1)
def word_parts() -> WordParts:
    """Return the school's word parts. Raises ChartError."""
    return read_parts((files("codeward") / "curriculum" / PARTS_FILE).read_text(encoding="utf-8"))

"""Finding: the noun as the main term, then down to the code; in the right book of the Index (I.A.1, I.B.1).

A path is an entry of the Index as it stands, under a condition: the main term is hardly ever a body part. The wrong
ones begin with the site or an adjective, are entries of the same main term or of a near condition that say something
else than the record, stop where the record goes on, or are in another book. So no shape gives the right one away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import ClassVar, Literal, NamedTuple

from codeward.codesets import BookFile
from codeward.grading import compare
from codeward.index import Index
from codeward.practice.drills.datafiles import DataFile, Lines, read
from codeward.practice.drills.given import Choice, Given, Question
from codeward.practice.drills.saying import bare
from codeward.practice.drills.scenes import person, scene
from codeward.practice.drills.tables import Topic, alone, index_of, plain_title, stem_of
from codeward.words import stem as word_stem
from codeward.words import words

__all__ = ["Path", "heads"]

_Volume = Literal["index", "external_cause"]
_CITE = ("I.B.1",)
_BOOKS = {"index": "Alphabetic Index", "external_cause": "External Cause Index"}
_HOLDS = {"index": "conditions", "external_cause": "what caused an injury"}
_CAUSES = "dx.external_cause"
_MOST, _LEAST = 5, 2
_NEAREST = 6  # entries under the main term that two are drawn from
_ENOUGH = 3  # wrong codes, where there are more
_LEVEL = re.compile(r"^[A-Za-z][A-Za-z' \-]{2,40}$")
# Levels that are no words of a record, and those that cannot be looked up as a site.
_NO_SITE = re.compile(
    r"(?i)^(?:with|without|due to|in|following|specified|other|unspecified|type|stage|right|left|bilateral|and|of)"
    r"\b|NEC"
)
# The printed Index leaves the side to the Tabular; the one that is made from the Tabular may hold it.
_SIDE = re.compile(r"(?i)^(?:right|left|bilateral|unilateral|both)\b")
_ADJECTIVE = re.compile(
    r"(?i)^(?:acute|chronic|subacute|recurrent|congenital|acquired|traumatic|primary|secondary|idiopathic|hereditary|"
    r"malignant|benign|spontaneous|displaced|nondisplaced|open|closed|superficial|deep|external|internal|anterior|"
    r"posterior|upper|lower|middle|severe|moderate|mild|simple|complete|incomplete|partial|total|allergic|infective|"
    r"alcoholic|neonatal|juvenile|postprocedural|other|right|left|bilateral|unilateral|toxic|septic|viral|bacterial)\b"
)
_ASKS = (
    "Where do you look it up?",
    "Which way through the Index leads to its code?",
    "Choose the main term and the way.",
    "What do you look for first, and then?",
    "How do you find it in the Index?",
    "Which path is the Index's own?",
    "Under which main term, and by which subterms?",
)
_TYPED = (
    "Find it in the Index, verify it in the Tabular, and type the code.",
    "Look it up and type the code that the Tabular confirms.",
    "Go from the main term to the code. Type it.",
    "Type the code where the way through the Index ends.",
    "Look up the noun, verify, type the code.",
)


class _Heads(DataFile):
    """Main terms that are conditions, and of the other book what happened: what a key may begin with."""

    index: Lines
    external_cause: Lines


@lru_cache(maxsize=2)
def heads(book: _Volume) -> frozenset[str]:
    """Return the main terms that a way of this book may begin with. The noun is the main term (I.B.1)."""
    return frozenset(getattr(read("heads.yaml", _Heads), book))


class Way(NamedTuple):
    """An entry of an Index book that leads to a code which stands by itself: its levels and the code."""

    levels: tuple[str, ...]
    code: str
    number: int


@lru_cache(maxsize=8)
def _ways(index: Index, book: _Volume) -> tuple[Way, ...]:
    """Return the entries of two to five levels that lead to a billable code, in the words of its title."""
    volume = index.volume(book)
    file = index.tabular.file
    found = []
    for number in range(volume.terms.size):
        if not _LEAST - 1 <= volume.terms.level(number) < _MOST:
            continue
        code = volume.terms.fields(number).code
        stem = stem_of(file, code) if code else None
        if stem is None or not (stem.billable or stem.seventh) or not plain_title(stem.title):
            continue
        levels = volume.path(number)
        if levels[0] not in heads(book) or any(_SIDE.match(level) for level in levels[1:]):
            continue
        if _stems(levels) <= _stems((stem.title,)) and all(_LEVEL.match(level) for level in levels):
            found.append(Way(levels, code, number))
    return tuple(found)


@lru_cache(maxsize=64)
def _pool(index: Index, book: _Volume, topic: Topic | None, typed: bool) -> tuple[Way, ...]:
    file = index.tabular.file
    return tuple(
        way
        for way in _ways(index, book)
        if (topic is None or topic.holds(way.code))
        and (not typed or (_billable(file, way.code) and alone(index.tabular, way.code)))
    )


def _billable(file: BookFile, code: str) -> bool:
    stem = stem_of(file, code)
    return stem is not None and stem.billable


class Path:
    """A diagnosis in a provider's words: the way through the Index, or the code at its end."""

    name: ClassVar[str] = "path"
    typed: ClassVar[bool] = True

    def draw(self, given: Given) -> Question | None:
        """Return a question on one entry of the Index."""
        random = given.random
        book: _Volume = "external_cause" if given.skill == _CAUSES else "index"
        typed = given.typed and book == "index"  # an external cause is never the only code
        index = index_of(given.shelf)
        pool = _pool(index, book, given.topic, typed)
        if not pool:
            return None
        way = random.choice(pool)
        stem = stem_of(given.file, way.code)
        if stem is None:
            return None
        style = given.style()
        said = style.say(stem.title)
        note = scene(random, said, person(given.file, way.code))
        told = style.say(stem.title, start=False)
        question = random.choice(_TYPED if typed else _ASKS)
        made = _of_code(given, index, way, told) if typed else _of_words(given, index, book, way, told)
        return None if made is None else Question(f"{note.text} {question}", note.setting, *made, typed)


def _of_words(
    given: Given, index: Index, book: _Volume, way: Way, told: str
) -> tuple[Choice, list[Choice]] | None:
    """Return the way and the ways that lead astray, as texts."""
    main = way.levels[0]
    proof = (f"path '{' > '.join(way.levels)}' {way.code}",)
    key = Choice(
        _shown(way.levels), f'"{told}": {main} is the noun, and the subterms follow it.', _CITE, proof=proof
    )
    turned = _turned(given, index, book, way, told)
    real = [*_beside(given, index, book, way, told), *_near(given, index, book, way, told)]
    given.random.shuffle(real)
    if given.level == 1:  # the first lesson of the skill is which word to look up
        return key, [*turned, *real, *_last(index, book, way, told)]
    mixed = [*turned, *real]
    given.random.shuffle(mixed)
    return key, [*mixed, *_last(index, book, way, told)]


def _turned(given: Given, index: Index, book: _Volume, way: Way, told: str) -> list[Choice]:
    """Return one way that has the words of the right one and begins with a subterm or an adjective."""
    main, *rest = way.levels
    found = []
    adjectives = [
        level for level in rest if _ADJECTIVE.match(level) and " " not in level
    ]  # "Middle ear" is none
    sites = [level for level in rest if not _NO_SITE.search(level) and level not in adjectives]
    adjective = adjectives[0] if adjectives else _adjective(told)
    for first, source in ((given.random.choice(sites) if sites else "", "site"), (adjective, "adjective")):
        levels = (first, main, *(level for level in rest if level != first))
        if first and not _leads(index, book, levels, way.code):
            what = "a subterm" if source == "site" else "an adjective"
            why = (
                f'It begins with {what}. In "{told}" the noun is {main.lower()}; site and kind come below it.'
            )
            found.append(Choice(_shown(levels), why, _CITE, ("main term",), source))
    return given.random.sample(found, min(1, len(found)))


def _beside(given: Given, index: Index, book: _Volume, way: Way, told: str) -> list[Choice]:
    """Return up to two entries under the right main term that say something which the record does not."""
    title = _title(index, way)
    others = [one for one in _under(index, book, way.levels[0]) if _apart(one, way, title)]
    others.sort(key=lambda one: (-_shared(one, way), abs(len(one.levels) - len(way.levels))))
    nearest = others[:_NEAREST]
    return [
        _astray(one, index, told, f"beside {n}")
        for n, one in enumerate(given.random.sample(nearest, min(2, len(nearest))))
    ]


def _near(given: Given, index: Index, book: _Volume, way: Way, told: str) -> list[Choice]:
    """Return the whole way of a near condition: of the same category, under another main term."""
    title = _title(index, way)
    others = [
        one
        for one in _within(index, book, way.code[:3])
        if one.levels[0] != way.levels[0]
        and abs(len(one.levels) - len(way.levels)) <= 1
        and _apart(one, way, title)
    ]
    return [_astray(one, index, told, "near") for one in given.random.sample(others, min(1, len(others)))]


def _apart(one: Way, way: Way, title: set[str]) -> bool:
    """Say whether an entry leads elsewhere and says what the record does not: else it might do as well."""
    return one.code != way.code and not _stems(one.levels) <= title | _stems(way.levels)


def _stems(levels: Iterable[str]) -> set[str]:
    return {word_stem(word) for level in levels for word in words(level)}


def _title(index: Index, way: Way) -> set[str]:
    stem = stem_of(index.tabular.file, way.code)
    return _stems((stem.title,)) if stem else set()


def _shared(one: Way, way: Way) -> int:
    return len(_stems(one.levels) & _stems(way.levels))


def _astray(one: Way, index: Index, told: str, source: str) -> Choice:
    stem = stem_of(index.tabular.file, one.code)
    title = bare(stem.title) if stem else one.code
    return Choice(
        _shown(one.levels), f'It leads to "{title}". The record says "{told}".', _CITE, ("path",), source
    )


@lru_cache(maxsize=4096)
def _under(index: Index, book: _Volume, main: str) -> tuple[Way, ...]:
    return tuple(one for one in _ways(index, book) if one.levels[0] == main)


@lru_cache(maxsize=4096)
def _within(index: Index, book: _Volume, category: str) -> tuple[Way, ...]:
    return tuple(one for one in _ways(index, book) if one.code.startswith(category))


def _last(index: Index, book: _Volume, way: Way, told: str) -> list[Choice]:
    """Return what is shown where the books give too little else: a way that stops early, the other book."""
    found = []
    terms = index.volume(book).terms
    above = terms.parent(way.number)
    short = "" if above is None else terms.fields(above).code
    if short and short != way.code:
        why = f'It stops at {short}. "{told}" says more, and a subterm has it.'
        found.append(Choice(_shown(way.levels[:-1]), why, ("I.B.1", "I.B.2"), ("path",), "short"))
    other = "external_cause" if book == "index" else "index"
    why = f'That book is for {_HOLDS[other]}; "{told}" is none.'
    found.append(Choice(f"{_BOOKS[other]}: {_shown(way.levels)}", why, ("I.A.1",), ("path",), "book"))
    return found


def _shown(levels: tuple[str, ...]) -> str:
    """Return a path as the Index prints it, its main term with a capital."""
    first, *rest = levels
    return " > ".join((first[:1].upper() + first[1:], *rest))


def _adjective(told: str) -> str:
    found = re.match(r"[A-Za-z\-]+", told)
    return found[0] if found and _ADJECTIVE.match(found[0]) else ""


def _leads(index: Index, book: _Volume, levels: tuple[str, ...], code: str) -> bool:
    """Say whether the Index has a way to the code that begins as these levels do."""
    volume = index.volume(book)
    head = levels[0].casefold()
    return any(volume.path(one)[0].casefold() == head for one in volume.terms.leading_to(code))


def _of_code(given: Given, index: Index, way: Way, told: str) -> tuple[Choice, list[Choice]] | None:
    """Return the code and those at which the ways beside it end."""
    terms = index.volume("index").terms
    path = _shown(way.levels)
    proof = (f"path '{' > '.join(way.levels)}' {way.code}",)
    key = Choice(
        (way.code,), f'"{told}" is found under {path}, and the Tabular confirms it.', _CITE, proof=proof
    )
    above = terms.parent(way.number)
    near = [] if above is None else [above, *terms.children(above)]
    given.random.shuffle(near)
    wrong: list[Choice] = []
    for number in near:
        code = terms.fields(number).code
        # Only codes of one category are near to each other often enough to be worth comparing.
        if not code or code == way.code or code[:3] != way.code[:3] or not _billable(given.file, code):
            continue
        if len(wrong) == _ENOUGH:
            break
        nearness = compare(code, way.code, given.book, given.shelf.day)
        if nearness is not None:
            why = f'{_shown(index.volume("index").path(number))} leads there; the record says "{told}".'
            wrong.append(Choice((code,), why, _CITE, nearness.axes, str(number)))
    stem = stem_of(given.file, way.code)
    header = stem_of(given.file, stem.above) if stem else None
    if header is not None and len(header.key) > 3:
        why = f'The Tabular says that {header.code} is not billable: "{told}" needs more characters.'
        wrong.append(Choice((header.code,), why, ("I.A.1", "I.B.1"), ("specificity",), "header"))
    return (key, wrong) if wrong else None

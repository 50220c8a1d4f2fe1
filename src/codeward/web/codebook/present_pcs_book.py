"""The ICD-10-PCS Index, keys and root operations, as a coder reads them before building a code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from codeward.codesets import SYSTEMS, Book, BookFile, books
from codeward.codesets.icd10pcs import IndexTerm, PcsIndex, keys, names, operations, terms
from codeward.errors import CodewardError
from codeward.web.codebook.asked import Asked

__all__ = [
    "Named",
    "Operation",
    "Pair",
    "groups",
    "index_letters",
    "key_rows",
    "official",
    "pairs",
    "sections",
    "terms_of",
]

INDEX = "icd10pcs-index"
assert INDEX in SYSTEMS


@dataclass(frozen=True, slots=True)
class Named:
    """A line of the index: what it is called, other names, where it leads, why."""

    depth: int
    title: str
    also: tuple[str, ...]
    ways: tuple[tuple[str, str], ...]  # beginning of a code, address
    told: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of two confused operations: its id, name, an example and the table that codes it."""

    id: str
    name: str
    example: str
    table: str
    href: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two operations that are confused, and how to decide."""

    id: str
    first: Side
    second: Side
    how: str
    cited: tuple[str, ...]

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both, in order."""
        return self.first, self.second


@dataclass(frozen=True, slots=True)
class Operation:
    """A root operation or type with the pairs in which it stands."""

    one: operations.Operation
    href: str
    example_href: str
    cited: tuple[str, ...]
    pairs: tuple[Pair, ...]


def sections() -> list[tuple[str, str]]:
    """(character, name) of each section that has operations."""
    return [(code, name) for code, name in names().sections.items() if operations.of_section(code)]


def groups(section: str, asked: Asked) -> list[tuple[str, list[Operation]]]:
    """(what they have in common, operations) in the order in which they are taught."""
    return [
        (operations.GROUPS[group], [_operation(one, asked) for one in held])
        for group, held in operations.groups(section).items()
    ]


def _operation(one: operations.Operation, asked: Asked) -> Operation:
    return Operation(
        one,
        asked.url("pcs", code=f"{one.section}?{one.code}", fragment="step"),
        asked.entry("icd10pcs", one.example_code),
        tuple(operations.cite(each) for each in one.guidelines),
        tuple(_pair(pair, asked) for pair in operations.pairs_of(one.section, one.code)),
    )


def pairs(asked: Asked) -> list[Pair]:
    """All pairs that are confused."""
    return [_pair(pair, asked) for pair in operations.pairs()]


def _pair(pair: operations.Pair, asked: Asked) -> Pair:
    def side(which: str, example: str, table: str) -> Side:
        name = operations.get(which[0], which[1]).name
        if which[0] != "0":
            name = f"{name} ({names().sections.get(which[0], which[0])})"
        return Side(which, name, example, table, asked.entry("icd10pcs", table))

    return Pair(
        f"{pair.first}-{pair.second}",
        side(pair.first, pair.first_example, pair.first_table),
        side(pair.second, pair.second_example, pair.second_table),
        pair.how,
        tuple(operations.cite(each) for each in pair.guidelines),
    )


def official(asked: Asked) -> PcsIndex | None:
    """The official Index that answers on the date, where one is installed."""
    if not books.releases(INDEX):
        return None
    try:
        return _index(books.open(INDEX, asked.on).file)
    except CodewardError:
        return None


@lru_cache(maxsize=4)
def _index(file: BookFile) -> PcsIndex:
    """Return the Index of a book; its terms are read once."""
    return PcsIndex(Book(file, in_force=True))


def _way(code: str, asked: Asked) -> str:
    """Where the beginning of a code leads: a table or a whole code to its page, else into the builder."""
    if len(code) in (3, 7):
        return asked.entry("icd10pcs", code)
    return asked.url("pcs", code=code, fragment="step")


def index_letters(book: PcsIndex | None) -> list[str]:
    """The letters of the official Index, else of our names of procedures."""
    if book is not None:
        return list(book.letters)
    return sorted({one.term[:1].upper() for one in terms.all_terms()})


def terms_of(
    book: PcsIndex | None, words: str, letter: str, page: Callable[[int], slice], asked: Asked
) -> list[Named]:
    """The lines of a letter, or those that `words` name; `page` chooses from how many there are."""
    if book is not None:
        found = book.find(words, 60) if words else book.letter(letter)
        return [_official(one, asked, whole=bool(words)) for one in found[page(len(found))]]
    if words:
        held = list(terms.find(words, 40))
    else:
        held = [one for one in terms.all_terms() if one.term[:1].upper() == letter]
        held.sort(key=lambda one: one.term.casefold())
    return [
        Named(0, one.term, one.aliases, tuple((code, _way(code, asked)) for code in one.prefixes), one.reason)
        for one in held[page(len(held))]
    ]


def _official(one: IndexTerm, asked: Asked, *, whole: bool) -> Named:
    """A line of the official Index; `whole` shows its path, for it stands without those above it."""
    return Named(
        0 if whole else one.level,
        " › ".join(one.path) if whole else _own(one),
        (),
        tuple((code, _way(code, asked)) for code in one.codes),
        "; ".join(f"{r.kind} {r.text}" for r in one.relations if r.kind in ("see", "use")),
    )


def _own(term: IndexTerm) -> str:
    """What a term adds to the one above; nothing where it is only another way from there."""
    return term.path[-1] if len(term.path) > term.level else ""


def key_rows(kind: str, words: str, asked: Asked) -> list[tuple[keys.Key, tuple[tuple[str, str], ...]]]:
    """(term, (beginning of a code with its value, address)) of a key, narrowed by words."""
    chosen: keys.Kind | None = next((one for one in keys.KINDS if one == kind), None)
    if words:
        rows = list(keys.find(words, chosen, 100))
    else:
        rows = [one for one in keys.all_keys() if chosen in (None, one.kind)]
        rows.sort(key=lambda one: one.term.casefold())
    return [(one, tuple(_place(one.kind, place, asked) for place in one.places)) for one in rows]


def _place(kind: str, place: keys.Place, asked: Asked) -> tuple[str, str]:
    if kind == "body part":
        pattern = f"{place.at}?{place.value}"
    elif kind == "device":
        pattern = f"{place.at}???{place.value}"
    else:
        pattern = f"{place.at}??{place.value}{place.qualifier}"
    shown = f"{place.at} {place.value}{place.qualifier}{f' {place.side}' if place.side else ''}"
    return shown, asked.url("pcs", code=pattern, fragment="step")

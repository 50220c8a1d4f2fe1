"""One entry of a book as the book prints it: ancestors, instructions with links, subdivisions in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.formats import date_format
from django.utils.functional import Promise

from codeward.codesets import Book, Concept, Instruction, books, undotted, validity
from codeward.web.codebook.asked import Asked
from codeward.web.codebook.citations import address
from codeward.web.codebook.words import AUTHORITY_OF, INSTRUCTION_KINDS

__all__ = [
    "Fold",
    "Inherited",
    "Item",
    "Line",
    "Named",
    "PrintedGroup",
    "Seventh",
    "entry_groups",
    "folded",
    "inherited",
    "named",
    "printed",
    "seventh",
]

MOST_LINES = 400
MOST_WHOLE = 34  # lines of a category that is shown without folds
MOST_OPEN = 17  # lines that stand open where more are folded by subcategory: two screens hold them
MOST_IN_FOLD = 8  # lines below a subcategory that stand open where there is room
Parts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Named:
    """An entry as one row."""

    code: str
    title: str
    kind: str
    billable: bool
    href: str
    gloss: bool = False
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One instruction: its text in (words, address) pairs, its anchor in the page and for one's own notes."""

    parts: Parts
    id: str
    anchor: str


@dataclass(frozen=True, slots=True)
class PrintedGroup:
    """Instructions of one kind that stand at one entry."""

    kind: str
    word: Promise
    origin: str
    own: bool
    href: str
    guideline: str
    guideline_href: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line of the book: an entry with the instructions that stand at it, `depth` below the page's own."""

    entry: Named
    depth: int
    groups: tuple[PrintedGroup, ...]
    more: int
    takes_seventh: bool


@dataclass(frozen=True, slots=True)
class Fold:
    """A line with what stands below it; `open` where it is short enough to stand open on the page."""

    line: Line
    below: tuple[Line, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Inherited:
    """The instructions that an entry has from one ancestor, kind by kind."""

    origin: Named
    groups: tuple[PrintedGroup, ...]

    @property
    def kinds(self) -> tuple[tuple[Promise, int], ...]:
        """(kind in words, how many) of what is folded."""
        return tuple((group.word, len(group.items)) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Seventh:
    """A 7th character with the whole code that it makes, where there is one."""

    character: str
    meaning: str
    code: str
    href: str
    present: bool


def named(book: Book, code: str, asked: Asked) -> Named:
    """The row of an entry. Whether it is billable says the list of valid codes where it speaks for the date."""
    found = book[code]
    facts = found.facts
    valid = valid_now(book, found.code, billable=found.billable)
    over = found.billable and not valid
    ended = _last_day(book, found.code) if over else str(facts.get("effective_to") or "") if not valid else ""
    return Named(
        found.code, found.description, found.kind, valid, asked.entry(book.system, found.code),
        bool(facts.get("gloss")), ended,
    )  # fmt: skip


def valid_now(book: Book, code: str, *, billable: bool) -> bool:
    """Whether a code may stand on a claim on the day that its book was opened for.

    The list of valid codes knows each day; where it does not speak for the day, `billable` by the book is all there is.
    """
    on = book.asked or books.today()
    listed = validity.speaking(book.system, on)
    return billable if listed is None else listed.span_on(book.system, code, on) is not None


def _last_day(book: Book, code: str) -> str:
    listed = validity.opened()
    spans = listed.spans(book.system, code) if listed is not None else ()
    return date_format(spans[-1].last) if spans and spans[-1].last < (book.asked or books.today()) else ""


def entry_groups(book: Book, concept: Concept, asked: Asked) -> tuple[PrintedGroup, ...]:
    """Every instruction that holds for an entry: its own first, then those of the nearest ancestor."""
    return _groups(book, book.instructions_for(concept.code), concept.code, asked)


def inherited(book: Book, groups: tuple[PrintedGroup, ...], asked: Asked) -> tuple[Inherited, ...]:
    """The groups that come from above, by ancestor, the nearest first."""
    above = groupby((group for group in groups if not group.own), key=lambda group: group.origin)
    return tuple(Inherited(named(book, origin, asked), tuple(held)) for origin, held in above)


def folded(lines: tuple[Line, ...]) -> tuple[Fold, ...]:
    """The lines of a category by subcategory. Where all of them are many, long ones are folded."""
    made: list[tuple[Line, list[Line]]] = []
    for line in lines:
        if line.depth == 1 or not made:
            made.append((line, []))
        else:
            made[-1][1].append(line)
    few, room = len(lines) <= MOST_WHOLE, MOST_OPEN - len(made)
    folds = []
    for line, below in made:
        high = len(below) + sum(len(one.groups) for one in below)  # its instructions take room too
        stands = few or high <= min(MOST_IN_FOLD, room)
        room -= high if stands else 0
        folds.append(Fold(line, tuple(below), stands))
    return tuple(folds)


def _groups(book: Book, held: tuple[Instruction, ...], at: str, asked: Asked) -> tuple[PrintedGroup, ...]:
    counted: Counter[tuple[str, str]] = Counter()
    made = []
    for (origin, kind), items in groupby(held, key=lambda item: (item.origin, item.kind)):
        shown = []
        for item in items:
            counted[origin, kind] += 1
            name = f"{kind}-{counted[origin, kind]}"
            shown.append(
                Item(
                    _parts(book, item, asked),
                    name if origin == at else f"{origin}-{name}",
                    f"{book.system}/{origin}#{name}",
                )
            )
        guideline = AUTHORITY_OF.get(kind, "") if book.system == "icd10cm" else ""
        made.append(
            PrintedGroup(
                kind,
                INSTRUCTION_KINDS[kind],
                origin,
                origin == at,
                asked.entry(book.system, origin),
                guideline,
                address(guideline) if guideline else "",
                tuple(shown),
            )
        )
    return tuple(made)


def _parts(book: Book, item: Instruction, asked: Asked) -> Parts:
    """The text of an instruction with an address at each code that it names. The text is not changed."""
    text, at, parts = item.text, 0, []
    for reference in item.references:
        place = text.find(reference.text, at)
        if place < 0 or not reference.text:
            continue
        whole = book.get(reference.text) if reference.last else None
        meant = whole.code if whole is not None else reference.first
        if place > at:
            parts.append((text[at:place], ""))
        parts.append((reference.text, asked.entry(book.system, meant) if meant in book else ""))
        at = place + len(reference.text)
    parts.append((text[at:], ""))
    return tuple(parts)


def seventh(book: Book, concept: Concept, asked: Asked) -> tuple[Seventh, ...]:
    """The 7th characters of an entry or its stem, each with its whole code; none where its codes stand further down."""
    meanings = book.seventh_characters(concept.code) if book.system == "icd10cm" else None
    if not meanings:
        return ()
    whole = len(undotted(concept.code)) == 7
    stem = book[concept.parent] if whole and concept.parent else concept
    codes = {code[-1]: code for code in stem.children if len(undotted(code)) == 7}
    return tuple(
        Seventh(
            character,
            text,
            codes[character],
            asked.entry(book.system, codes[character]),
            codes[character] == concept.code,
        )
        for character, text in meanings.items()
        if character in codes
    )


def printed(book: Book, concept: Concept, asked: Asked) -> tuple[Line, ...]:
    """What stands below an entry as the book prints it: a chapter's or a block's own entries, all of a category.

    Codes that a 7th character makes are not printed one by one, as in the book. A category too long for one page
    shows its upper levels only.
    """
    if concept.kind in ("chapter", "section") or book.system == "icd10pcs":
        return tuple(_line(book, code, 1, asked, more=len(book[code].children)) for code in concept.children)
    for deepest in (9, 2, 1):
        rows = []
        for code, depth in _walk(book, concept, 1, deepest):
            rows.append((code, depth))
            if len(rows) > MOST_LINES and deepest > 1:
                break
        else:
            return tuple(
                _line(book, code, depth, asked, more=_unprinted(book, code) if depth == deepest else 0)
                for code, depth in rows
            )
    return ()


def _walk(book: Book, concept: Concept, depth: int, deepest: int) -> Iterator[tuple[str, int]]:
    for code in concept.children:
        if _made_by_seventh(book, code, concept):
            continue
        yield code, depth
        if depth < deepest:
            yield from _walk(book, book[code], depth + 1, deepest)


def _made_by_seventh(book: Book, code: str, stem: Concept) -> bool:
    if book.system != "icd10cm" or len(undotted(code)) != 7:
        return False
    return code[-1] in (book.seventh_characters(stem.code) or {})


def _unprinted(book: Book, code: str) -> int:
    concept = book[code]
    return sum(1 for child in concept.children if not _made_by_seventh(book, child, concept))


def _line(book: Book, code: str, depth: int, asked: Asked, more: int = 0) -> Line:
    found = book[code]
    children = found.children
    takes = bool(children) and _made_by_seventh(book, children[0], found)
    groups = _nested(_groups(book, found.instructions, code, asked), code)
    return Line(named(book, code, asked), depth, groups, more, takes)


def _nested(groups: tuple[PrintedGroup, ...], code: str) -> tuple[PrintedGroup, ...]:
    """The same groups with ids that stay unique on a page of many entries."""
    return tuple(
        PrintedGroup(
            g.kind, g.word, g.origin, g.own, g.href, g.guideline, g.guideline_href,
            tuple(Item(i.parts, f"{code}-{i.id}", i.anchor) for i in g.items),
        )
        for g in groups
    )  # fmt: skip

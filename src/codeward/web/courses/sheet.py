"""A lesson as it is the same for everybody: its sections as HTML, with the places where something is asked left open.

Made once for a version of a lesson and a language, and kept: a page puts in only what its reader answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from codeward.curriculum import (
    Assignment,
    CardsBlock,
    ChartBlock,
    Check,
    Claims,
    Compare,
    DrillBlock,
    Example,
    Lesson,
    Lookup,
    Picture,
    Piece,
    Pretest,
    Prose,
    Recall,
    Section,
    Table,
    Trap,
    Worked,
    program,
)
from codeward.web.charts.api import charts
from codeward.web.courses.asks import ByVersion, key_of_block
from codeward.web.courses.drawings import drawing
from codeward.web.courses.prose import Pen, cites, entry_address
from codeward.web.courses.tables import table_of
from codeward.web.ui.api import Compare as ComparePart
from codeward.web.ui.api import Example as ExamplePart
from codeward.web.ui.api import Figure, Label

__all__ = ["Open", "OpenDrill", "Sheet", "SheetSection", "Told", "forget_sheets", "sheet_of"]

CARD_KINDS: Final[dict[str, Promise]] = {
    "part": gettext_lazy("Word part"),
    "abbreviation": gettext_lazy("Abbreviation"),
    "modifier": gettext_lazy("Modifier"),
    "root pair": gettext_lazy("Pair of operations"),
    "convention": gettext_lazy("Convention"),
    "family": gettext_lazy("Family of codes"),
    "place": gettext_lazy("Place in the book"),
}


@dataclass(frozen=True, slots=True)
class Open:
    """A place where something is asked: the keys of what stands there, together in a block of that kind."""

    kind: str
    keys: tuple[str, ...]
    form: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A block that asks nothing, set apart from the prose."""

    html: SafeString


@dataclass(frozen=True, slots=True)
class OpenDrill:
    """A place where a drill is run: which, by its number on the page."""

    key: str
    generator: str
    topic: str
    level: int


@dataclass(frozen=True, slots=True)
class SheetSection:
    """One section: its heading, and what stands in it in order."""

    slug: str
    heading: SafeString | str
    pieces: tuple[SafeString | Told | Open | OpenDrill, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """What is asked in it."""
        return tuple(key for piece in self.pieces if isinstance(piece, Open) for key in piece.keys)


@dataclass(frozen=True)
class Sheet:
    """The whole lesson. `headings` as plain words, by slug, for its contents."""

    sections: tuple[SheetSection, ...]
    titles: dict[str, str] = field(default_factory=dict)


def sheet_of(lesson: Lesson) -> Sheet:
    """The lesson as it is the same for everybody, in the language at hand."""
    return _made(ByVersion(lesson), get_language() or "")


@lru_cache(maxsize=128)
def _made(one: ByVersion, _language: str) -> Sheet:
    lesson = one.lesson
    pen = Pen(lesson.coding_date)
    made = tuple(_section(lesson, section, pen) for section in lesson.sections)
    return Sheet(
        tuple(one for one in made if one.pieces),
        {section.slug: _title(section) for section in lesson.sections},
    )


def forget_sheets() -> None:
    """Have every sheet made anew: for an author's preview, where titles of skills and charts change too."""
    _made.cache_clear()


def _title(section: Section) -> str:
    if section.heading:
        return section.heading
    return _("Two questions first") if any(isinstance(b, Pretest) for b in section.blocks) else _("To begin")


def _section(lesson: Lesson, section: Section, pen: Pen) -> SheetSection:
    pieces: list[SafeString | Told | Open | OpenDrill] = []
    for piece in section.pieces:
        pieces += _piece(lesson, piece, pen)
    return SheetSection(section.slug, section.heading, tuple(pieces))


def _piece(lesson: Lesson, piece: Piece, pen: Pen) -> Iterable[SafeString | Told | Open | OpenDrill]:
    if isinstance(piece, Prose):
        return [pen.prose(piece)]
    keys = tuple(item.id for item in piece.items)
    told = _TOLD.get(type(piece))
    shown: list[SafeString | Told | Open | OpenDrill] = []
    if told is not None:
        shown.append(Told(told(lesson, piece, pen)))
    match piece:
        case Claims():
            return []
        case DrillBlock():
            return [OpenDrill(key_of_block(lesson, piece), piece.generator, piece.topic or "", piece.level)]
        case Worked():
            name = key_of_block(lesson, piece)
            return [Open("worked", tuple(f"{name}-{n}" for n in range(1, len(piece.steps) + 1)), name)]
        case Lookup():
            return [Open(piece.kind, (key_of_block(lesson, piece),))]
        case Assignment():
            name = key_of_block(lesson, piece)
            return [Open(piece.kind, (name, f"{name}-marks"), name)]
        case Recall():
            name = key_of_block(lesson, piece)
            return [Open("recall", tuple(f"{name}-{n}" for n in range(1, len(piece.ask) + 1)))]
    if keys:
        shown.append(Open(piece.kind, keys))
    return shown


def _render(template: str, **context: Any) -> SafeString:
    return render_to_string(f"courses/blocks/{template}.html", context)


def _example(_lesson: Lesson, block: Example, pen: Pen) -> SafeString:
    shown = ExamplePart(
        quote=pen.line(block.quote),
        path=tuple(pen.line(one) for one in block.path[:-1]),
        code=block.code,
        title=pen.title(block.code),
        why=pen.line(block.why),
        href=entry_address(block.code, pen.day),
        cites=cites(block.cite),
    )
    return _render("example", shown=shown)


def _skill_title(skill: str) -> str:
    found = program().skills.get(skill)
    return skill if found is None else found.title


def _compare(_lesson: Lesson, block: Compare, pen: Pen) -> SafeString:
    rows = tuple((pen.line(a), pen.line(b), pen.line(c)) for a, b, c in block.rows)
    a, b = _skill_title(block.a), _skill_title(block.b)
    return _render(
        "compare", shown=ComparePart(_("Two that are confused"), a, b, rows, cue=pen.line(block.cue))
    )


def _trap(_lesson: Lesson, block: Trap, pen: Pen) -> SafeString:
    return _render(
        "trap",
        name=pen.line(block.name),
        wrong=pen.line(block.wrong),
        tempting=pen.line(block.tempting),
        right=pen.line(block.right),
        cites=cites(block.cite),
    )


def _table(_lesson: Lesson, block: Table, pen: Pen) -> SafeString:
    return _render("table", caption=pen.line(block.caption), **table_of(block, pen))


def _picture(lesson: Lesson, block: Picture, _pen: Pen) -> SafeString:
    labels = tuple(Label(one.n, one.term) for one in block.labels)
    shown = Figure(
        f"figure-{block.file.removesuffix('.svg')}",
        block.alt,
        drawing(block.file, lesson.pictures[block.file]),
        block.long,
        labels,
        ask=bool(labels),
    )
    return _render("picture", shown=shown)


def _chart(_lesson: Lesson, block: ChartBlock, _pen: Pen) -> SafeString:
    chart = charts().get(block.id)
    return _render(
        "chart", chart=chart, guided=block.mode == "guided", href=reverse("charts:chart", args=(block.id,))
    )


def _cards(lesson: Lesson, block: CardsBlock, pen: Pen) -> SafeString:
    wanted = [card for card in lesson.cards if block.ids is None or card.id in block.ids]
    rows = [
        (CARD_KINDS.get(card.kind, card.kind), pen.line(card.front), pen.line(card.back), cites(card.cite))
        for card in wanted
    ]
    return _render("cards", rows=rows)


_TOLD: Final[dict[type, Callable[[Lesson, Any, Pen], SafeString]]] = {
    Example: _example,
    Compare: _compare,
    Trap: _trap,
    Table: _table,
    Picture: _picture,
    ChartBlock: _chart,
    CardsBlock: _cards,
}
# Named so that a new kind of block is not forgotten here: a test walks all of them.
ANSWERED: Final = (Pretest, Check, Recall, Worked, Lookup, Assignment, DrillBlock, Claims)

"""The builder of ICD-10-PCS codes: lawful values as links, and tables as the book prints them."""

from __future__ import annotations

from dataclasses import dataclass

from codeward.codesets import Book, procedure_tables, validate
from codeward.codesets.icd10pcs import Builder, State, meaning, names, parse_choices
from codeward.errors import CodewardError
from codeward.web.codebook.asked import Asked
from codeward.web.problems import told

__all__ = ["Axis", "Building", "Choice", "Table", "axes_of", "building", "table", "table_codes"]

MOST_CODES = 14
OPEN = "?"


@dataclass(frozen=True, slots=True)
class Choice:
    """A lawful value: its character, what it means, whether we worked the label out, where choosing it leads."""

    char: str
    label: str
    derived: bool
    href: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """A position: what it is called, what is chosen, the lawful values beside the others."""

    position: int
    title: str
    chosen: str
    label: str
    choices: tuple[Choice, ...]
    clear: str
    forced: bool
    told: str = ""


@dataclass(frozen=True, slots=True)
class Building:
    """Where the building of a code stands."""

    pattern: str
    axes: tuple[Axis, ...]
    step: Axis | None
    remaining: int
    codes: tuple[tuple[str, str, str], ...]
    code: str
    title: str
    href: str
    problem: str
    near: tuple[tuple[str, str], ...]
    table: str
    table_href: str
    title_derived: bool = False

    @property
    def more(self) -> int:
        """How many codes are possible beyond those listed."""
        return self.remaining - len(self.codes)

    @property
    def derived(self) -> bool:
        """Whether a label of the step was worked out by us."""
        return self.step is not None and any(choice.derived for choice in self.step.choices)


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the book prints it: its head, the names of the four columns, its rows."""

    code: str
    head: tuple[tuple[str, str, str], ...]  # character, axis, name
    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[Choice, ...], ...], ...]
    build: str
    derived: bool

    @property
    def section(self) -> str:
        """The section that the table belongs to."""
        return self.code[0]

    @property
    def anchor(self) -> str:
        """Where its operation is explained on the page of root operations."""
        return f"op-{self.code[0]}{self.code[2]}"


def building(book: Book, typed: str, at: int, asked: Asked) -> Building:
    """The state of building with what is typed ("0DT?4"); `at` is the position to choose next, 0 for the first open.

    Characters that cannot stand together are explained with the nearest codes.
    """
    try:
        chosen = parse_choices(typed)
    except CodewardError as error:
        return _stuck(book, typed, {}, told(error), (), asked)
    state = Builder(book, procedure_tables(book)).state(chosen, MOST_CODES)
    if not state.remaining:
        message, near = _why_not(book, _pattern(chosen))
        return _stuck(book, typed, chosen, message, near, asked)
    axes = tuple(_axis(state, one.position, asked) for one in state.axes)
    step = next((axis for axis in axes if axis.position == at and not axis.chosen), None)
    if step is None:
        step = next((axis for axis in axes if not axis.chosen and not axis.forced), None)
        step = step or next((axis for axis in axes if not axis.chosen), None)
    # One code left: it is settled, whether or not every position was touched.
    whole = state.code or (state.codes[0] if state.remaining == 1 else "")
    start = _pattern(chosen)[:3]
    is_table = len(start) == 3 and OPEN not in start
    return Building(
        pattern=_pattern(chosen),
        axes=axes,
        step=None if whole else step,
        remaining=state.remaining,
        codes=tuple((one, book[one].description, asked.entry("icd10pcs", one)) for one in state.codes),
        code=whole,
        title=book[whole].description if whole else "",
        href=asked.entry("icd10pcs", whole) if whole else "",
        problem="",
        near=(),
        table=start if is_table else "",
        table_href=asked.entry("icd10pcs", start) if is_table else "",
        title_derived=bool(whole and book[whole].facts.get("derived")),
    )


def _why_not(book: Book, pattern: str) -> tuple[str, tuple[str, ...]]:
    """Why nothing lawful holds the pattern, and what is near: no such row, or a code that is not valid on the day."""
    if OPEN in pattern:
        return "", ()
    answer = validate(book, pattern)
    return answer.message, answer.suggestions


def _stuck(
    book: Book, typed: str, chosen: dict[int, str], message: str, near: tuple[str, ...], asked: Asked
) -> Building:
    """Nothing lawful holds all that is chosen: each position says what it is and can be taken back."""
    builder = Builder(book, procedure_tables(book))
    axes = tuple(
        Axis(
            position=place,
            title=builder.title(chosen, place),
            chosen=chosen.get(place, ""),
            label="",
            choices=_instead(builder, chosen, place, asked) if place in chosen else (),
            clear=_there(_without(chosen, place), asked) if place in chosen else "",
            forced=False,
        )
        for place in range(1, 8)
    )
    told = tuple((one, asked.entry("icd10pcs", one)) for one in near)
    return Building(
        _pattern(chosen) or typed[:20], axes, None, 0, (), "", "", "", message or "-", told, "", ""
    )


def _instead(builder: Builder, chosen: dict[int, str], place: int, asked: Asked) -> tuple[Choice, ...]:
    """What could stand at a position in place of what was chosen there."""
    return tuple(
        Choice(v.char, v.label, v.derived, _there({**chosen, place: v.char}, asked))
        for v in builder.values(chosen, place)
    )


def _without(chosen: dict[int, str], place: int) -> dict[int, str]:
    return {position: char for position, char in chosen.items() if position != place}


def _axis(state: State, position: int, asked: Asked) -> Axis:
    axis = state.axes[position - 1]
    chosen = state.chosen
    choices = tuple(
        Choice(
            value.char,
            value.label,
            value.derived,
            _there({**chosen, position: value.char}, asked),
            meaning(chosen, position, value.char),
        )
        for value in axis.values
    )
    present = next((choice for choice in choices if choice.char == axis.chosen), None)
    forced = axis.chosen is None and len(choices) == 1
    clear = _there(_without(chosen, position), asked, at=position) if axis.chosen else ""
    label, told = (present.label, present.told) if present is not None else ("", "")
    return Axis(position, axis.title, axis.chosen or "", label, choices, clear, forced, told)


def _pattern(chosen: dict[int, str]) -> str:
    """What is chosen as one text: "0DT?4"."""
    return "".join(chosen.get(place, OPEN) for place in range(1, max(chosen, default=0) + 1))


def _there(chosen: dict[int, str], asked: Asked, at: int = 0) -> str:
    return asked.url("pcs", code=_pattern(chosen), at=at or None, fragment="step")


def axes_of(book: Book, code: str, asked: Asked) -> tuple[Axis, ...]:
    """The seven characters of a whole code with what each means; none for a heading."""
    if len(code) != 7:
        return ()
    state = Builder(book).state(dict(enumerate(code, 1)), 1)
    return tuple(_axis(state, place, asked) for place in range(1, 8))


def table_codes(book: Book, code: str) -> bool:
    """Whether `code` is a table of the book."""
    return len(code) == 3 and code in procedure_tables(book)


def table(book: Book, code: str, asked: Asked) -> Table:
    """A table as the book prints it."""
    tables = procedure_tables(book)
    found = tables.table(code)
    head = tuple((code[n - 1], names().axis(code[0], n), tables.name(code[:n])) for n in (1, 2, 3))
    rows = tuple(
        tuple(
            tuple(
                Choice(
                    value.char, value.label, value.derived,
                    _there({**dict(enumerate(code, 1)), place + 4: value.char}, asked),
                )
                for value in column
            )
            for place, column in enumerate(row)
        )
        for row in found.rows
    )  # fmt: skip
    derived = any(choice.derived for row in rows for column in row for choice in column)
    columns = tuple(names().axis(code[0], n) for n in range(4, 8))
    return Table(code, head, columns, rows, asked.url("pcs", code=code), derived)

"""The Neoplasm Table: the site is the row, the behavior the column (I.C.2); and whether a cancer is past (I.C.2.m)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import ClassVar, NamedTuple

from codeward.codesets import BookFile
from codeward.edits import Family, families
from codeward.index import COLUMNS, Index
from codeward.practice.drills.datafiles import DataFile, Lines, read
from codeward.practice.drills.given import Choice, Given, Question
from codeward.practice.drills.scenes import ask, person, scene
from codeward.practice.drills.tables import Topic, below, index_of

__all__ = ["Neoplasm"]

_NAMES = COLUMNS["neoplasm"]
_NO_SITE = re.compile(
    r"(?i)site|region|part|overlapping|specified|other|unknown|organs|system|\band\b|male|within|including|tissue|NEC"
)
_PAST = "dx.neoplasm_past"
_SPREAD = "dx.neoplasm_spread"
_FAMILY = "current or past neoplasm"
_ENOUGH = 4  # columns of a row that lead to a code each


class Row(NamedTuple):
    """A row of the table: its site as the table words it, its side where it has one, and its codes by column."""

    site: str
    cells: tuple[tuple[str, str], ...]


class _Words(DataFile):
    columns: dict[str, Lines]
    past: Lines
    current: Lines


@lru_cache(maxsize=1)
def _words() -> _Words:
    return read("neoplasms.yaml", _Words)


@lru_cache(maxsize=4)
def _rows(index: Index) -> tuple[Row, ...]:
    """Return the rows of which at least four columns lead to a code that can stand on a claim."""
    volume = index.volume("neoplasm")
    found = []
    for number in range(1, volume.terms.size):
        cells = volume.terms.fields(number).cells
        levels = volume.path(number)[1:]
        if len(cells) < _ENOUGH or _NO_SITE.search(" ".join(levels)):
            continue
        sides = [side for side in ("right", "left") if side in levels]
        bare = [level for level in levels if level not in ("right", "left")]
        for side in sides or ("", "right", "left"):
            found_at = {column: _resolved(index.tabular.file, text, side) for column, text in cells.items()}
            codes = {_NAMES[column]: code for column, code in found_at.items() if code}
            sided = any(code != cells[column] for column, code in found_at.items() if code)
            if len(set(codes.values())) >= _ENOUGH and (not side or sided or sides):
                site = " ".join(part for part in (side, *reversed(bare)) if part)
                found.append(Row(site, tuple(codes.items())))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=16384)
def _resolved(file: BookFile, text: str, side: str) -> str:
    """Return the billable code that a cell means, for a site of that side; nothing where it means several."""
    leaves = below(file, text.rstrip("-.")) if text.strip("-") else ()
    if len(leaves) > 1 and side:
        leaves = tuple(leaf for leaf in leaves if re.search(rf"(?i)\b{side}\b", leaf.title))
    return leaves[0].code if len(leaves) == 1 else ""


@lru_cache(maxsize=64)
def _pool(index: Index, topic: Topic | None) -> tuple[Row, ...]:
    return tuple(
        row for row in _rows(index) if topic is None or any(topic.holds(code) for _, code in row.cells)
    )


class Neoplasm:
    """A site and what is said of the tumor's behavior: one cell of the table."""

    name: ClassVar[str] = "neoplasm"
    typed: ClassVar[bool] = True

    def draw(self, given: Given) -> Question | None:
        """Return a question on one row of the table."""
        pool = _pool(index_of(given.shelf), given.topic)
        if not pool:
            return None
        row = given.random.choice(pool)
        return self.past(given, row) if given.skill == _PAST else self.cell(given, row)

    def cell(self, given: Given, row: Row) -> Question | None:
        """Return a question on the column."""
        random = given.random
        cells = dict(row.cells)
        wanted = ("malignant_primary", "malignant_secondary") if given.skill == _SPREAD else tuple(cells)
        column = random.choice([name for name in wanted if name in cells] or list(cells))
        code = cells[column]
        if sum(other == code for other in cells.values()) > 1:
            return None
        said, quote = _said(given, _words().columns[column], row.site)
        note = scene(random, said, person(given.file, code))
        others = [name for name in cells if name != column]
        random.shuffle(others)
        wrong = [
            Choice(
                (cells[other],),
                f'That is the column {_heading(other)}. The record says "{quote}".',
                ("I.C.2", f"Tabular {cells[other]}"),
                ("neoplasm column",),
                other,
                (f"column '{row.site}' {other} {cells[other]}",),
            )
            for other in others
        ]
        key = Choice(
            (code,),
            f'"{quote}": the row of the site, the column {_heading(column)}.',
            ("I.C.2", f"Tabular {code}"),
            proof=(f"column '{row.site}' {column} {code}",),
        )
        question = ask(random, "typed" if given.typed else "one")
        return Question(f"{note.text} {question}", note.setting, key, wrong, given.typed)

    def past(self, given: Given, row: Row) -> Question | None:
        """Return a question on whether a cancer is current or history."""
        cells = dict(row.cells)
        primary = cells.get("malignant_primary", "")
        history = _history(given, primary)
        if not history or not primary:
            return None
        over = given.random.random() < 0.5
        said, quote = _said(given, _words().past if over else _words().current, row.site)
        note = scene(given.random, said, person(given.file, primary))
        now = f'A cancer is coded as current while treatment is directed at it. The record says "{quote}".'
        then = f'History is for a cancer removed and no longer treated. The record says "{quote}".'
        cite = ("I.C.2.m", "I.C.2.d")
        axis = (_FAMILY,)
        key = Choice((history,) if over else (primary,), then if over else now, cite)
        wrong = [Choice((primary,) if over else (history,), now if over else then, cite, axis, "time")]
        wrong += [
            Choice(
                (cells[name],),
                f'That is the column {_heading(name)}; "{quote}" is about a malignant primary.',
                ("I.C.2",),
                ("neoplasm column",),
                name,
            )
            for name in ("malignant_secondary", "unspecified", "uncertain", "in_situ")
            if name in cells and cells[name] != primary
        ]
        question = ask(given.random, "typed" if given.typed else "one")
        return Question(f"{note.text} {question}", note.setting, key, wrong, given.typed)


def _said(given: Given, lines: Lines, site: str) -> tuple[str, str]:
    said = given.random.choice(lines).format(site=site)
    said = said[:1].upper() + said[1:]
    return said, said.rstrip(".")


def _heading(column: str) -> str:
    return column.replace("_", " ")


@lru_cache(maxsize=1)
def _family() -> Family:
    return next(family for family in families() if family.axis == _FAMILY)


def _history(given: Given, primary: str) -> str:
    """Return the one billable history code that the rules' data set against *primary*; nothing where there are more."""
    for current, past in _family().pairs:
        if primary and current.matches(primary):
            leaves = [leaf for one in past.references for leaf in below(given.file, one.first)]
            return leaves[0].code if len(leaves) == 1 else ""
    return ""

"""What the Alphabetic Index and its tables say: a path to a code, a cell of a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from codeward.charts import StrictModel
from codeward.index import COLUMNS, Index, IndexEntry
from codeward.practice.claims.fields import Words
from codeward.practice.claims.registry import Ground, UnprovenError, predicate
from codeward.words import tokens

__all__ = ["entries_at"]

IndexBook = Literal["index", "external_cause", "neoplasm", "drugs"]
Column = Annotated[str, StringConstraints(pattern=r"^[a-z_ -]+$", max_length=30)]
_MOST = 60


class _Path(StrictModel):
    words: Words
    code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9.]{1,9}-?$")]
    book: IndexBook = "index"


@predicate("path", _Path, "words", "code")
def _path(told: _Path, ground: Ground) -> Iterator[str]:
    """The Index leads from the words ("Ulcer > heel") to the code. What it leads to is verified in the Tabular."""
    steps = [step for part in told.words.replace("(derived)", "").split(">") if (step := part.strip())]
    wanted = _bare(told.code)
    found = entries_at(ground.index, steps, told.book)
    ends = {_bare(entry.leads_to) for entry in found if entry.leads_to}
    if wanted in ends:
        return
    above = next((end for end in ends if wanted.startswith(end)), None)
    if above is not None and _derived(found):
        message = f"the derived Index stops at {above}, from where the Tabular leads on"
        raise UnprovenError(message, "It is proved where the official Index is installed")
    if found:
        yield f"{' > '.join(steps)} leads to {', '.join(sorted(ends)) or 'no code'}"
        return
    near = ground.index.find(" ".join(steps), 5, book=told.book if told.book != "index" else None)
    if len(steps) == 1 and near and near[0].leads_to and _bare(near[0].leads_to) == wanted:
        return  # words as a coder types them, not a path: the first answer of the look-up leads there
    if any(_says_all(entry, steps) and entry.leads_to and _bare(entry.leads_to) == wanted for entry in near):
        return
    led = "; ".join(f"{' > '.join(entry.path)} → {entry.leads_to}" for entry in near)
    yield f"the Index has no {' > '.join(steps)}; nearest: {led}"


def _bare(code: str) -> str:
    return code.rstrip("-").rstrip(".")


def _derived(found: list[IndexEntry]) -> bool:
    return any(entry.source == "derived" for entry in found)


def entries_at(index: Index, steps: list[str], book: str = "index") -> list[IndexEntry]:
    """Return the entries of an index book to which the *steps* lead from a main term down, one subterm a step.

    A step is a term's words in any form: without its nonessential modifiers, plural or singular.
    """
    if not steps:
        return []
    first = tokens(steps[0])
    mains = index.mains(steps[0][:1].upper(), book)
    exact = [entry for entry in mains if tokens(entry.path[0]) == first]
    # The book adds nonessential words to some main terms: "Diabetes, diabetic (mellitus) (sugar)".
    longer = [entry for entry in mains if entry not in exact and tokens(entry.path[0])[: len(first)] == first]
    for begin in (exact, longer):
        here = begin
        for step in steps[1:]:
            here = _below(index, here, tokens(step), book)
        if here:
            return here
    return []


def _below(index: Index, here: list[IndexEntry], asked: list[str], book: str) -> list[IndexEntry]:
    below = [child for entry in here[:_MOST] for child in index.children(entry.id, book)]
    # A subterm under "with", "in" or "due to" is one step further in than people say.
    deeper = [
        child for entry in below if not tokens(entry.path[-1]) for child in index.children(entry.id, book)
    ]
    for among in (below, deeper):
        same = [child for child in among if tokens(child.path[-1]) == asked]
        held = [child for child in among if asked and set(asked) <= set(tokens(child.path[-1]))]
        if same or held:
            return same or held
    return []


def _says_all(entry: IndexEntry, steps: list[str]) -> bool:
    """Say whether an entry has every word of the steps: the same place, its levels put otherwise."""
    return set(tokens(" ".join(steps))) <= set(tokens(" ".join(entry.path)))


class _Cell(StrictModel):
    term: Words
    column: Column
    code: Annotated[str, Field(pattern=r"^([A-Z0-9][A-Z0-9.]{1,9}-?|none)$")]


@predicate("column", _Cell, "term", "column", "code")
def _column(told: _Cell, ground: Ground) -> Iterator[str]:
    """The cell of the Neoplasm Table, or of the Table of Drugs, in that row and column holds the code."""
    column = told.column.strip().replace(" ", "_").replace("-", "_")
    book = next((name for name, columns in COLUMNS.items() if column in columns.values()), None)
    if book is None:
        known = ", ".join(name for columns in COLUMNS.values() for name in columns.values())
        yield f"no table has a column {told.column!r}: there are {known}"
        return
    steps = [part.strip() for part in told.term.split(">") if part.strip()]
    rows = entries_at(ground.index, steps, book)
    if not rows and book == "neoplasm":
        rows = entries_at(ground.index, ["Neoplasm, neoplastic", *steps], book)
    if not rows:
        near = ground.index.find(f"{'neoplasm ' if book == 'neoplasm' else ''}{told.term}", 5, book=book)
        rows = [entry for entry in near if set(tokens(told.term)) <= set(tokens(" ".join(entry.path)))][:1]
    if not rows:
        yield f"the table has no row {told.term!r}"
        return
    cells = {str((entry.table or {}).get(column)) for entry in rows}
    wanted = "None" if told.code == "none" else told.code
    if not any(cell.rstrip("-") == wanted.rstrip("-") for cell in cells):
        yield f"{' > '.join(rows[0].path)}, {column}: {', '.join(sorted(cells))}"

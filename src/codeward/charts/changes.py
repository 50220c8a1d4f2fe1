"""A trap's change, made to the lines of a key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from codeward.charts.claim import CodedLine
from codeward.charts.queries import OtherLine
from codeward.charts.traps import Change

__all__ = ["changed"]


def changed(lines: Sequence[CodedLine], change: Change) -> tuple[CodedLine, ...]:
    """Return *lines* in sequence as they are after *change*; the lines themselves stay as they are."""
    if change.add is not None:
        return (*lines, change.add)
    if change.remove is not None:
        return tuple(line for line in lines if _id(line) != change.remove)
    if change.principal is not None:
        principal = OtherLine(
            kind="diagnosis", system="icd10cm", code=change.principal.code, poa=change.principal.poa
        )
        gone = (change.principal.instead_of,)
        rest = (line for line in lines if _id(line) not in gone and line.code != principal.code)
        return (principal, *rest)
    return tuple(_with(line, change) for line in lines)


def _with(line: CodedLine, change: Change) -> CodedLine:
    """Return *line*, changed where it is the one that *change* speaks of."""
    if _id(line) != change.line:
        return line
    if change.replace is not None:
        # Another code keeps its line's letter unless the change gives one.
        poa = {} if change.replace.poa is None else {"poa": change.replace.poa}
        return line.model_copy(update={"code": change.replace.code, **poa})
    parts: Iterable[tuple[str, Any]] = (
        (name, getattr(change, name)) for name in ("poa", "date", "modifiers", "units", "pointers")
    )
    return line.model_copy(update={name: part.value for name, part in parts if part is not None})


def _id(line: CodedLine) -> str | None:
    return None if isinstance(line, OtherLine) else line.id

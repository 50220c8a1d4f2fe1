"""The axes of a row, and the sections that rows stand in, as the result page shows them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from codeward.charts import Chart

__all__ = ["ShownPart", "in_sections", "section_of", "shown_parts"]

Words = str | Promise
One = TypeVar("One")
_ISO: Final = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")
_AXES: Final[dict[str, Words]] = {
    "code": gettext_lazy("Code"),
    "poa": gettext_lazy("Present on admission"),
    "modifiers": gettext_lazy("Modifiers"),
    "units": gettext_lazy("Units"),
    "pointers": gettext_lazy("Pointers"),
    "date": gettext_lazy("Date"),
    "principal procedure": gettext_lazy("Principal procedure"),
    "problems": gettext_lazy("Problems"),
    "data": gettext_lazy("Data"),
    "risk": gettext_lazy("Risk"),
    "minutes": gettext_lazy("Minutes"),
    "method": gettext_lazy("Method"),
}
_WORDS: Final[dict[str, tuple[str, Words]]] = {
    "right": ("right", gettext_lazy("right")),
    "partial": ("partial", gettext_lazy("partly")),
    "wrong": ("wrong", gettext_lazy("wrong")),
    "missing": ("wrong", gettext_lazy("missing")),
    "told": ("info", gettext_lazy("not given")),
}
SECTIONS: Final[dict[str, Words]] = {
    "diagnosis": gettext_lazy("Diagnoses"),
    "procedure": gettext_lazy("Procedures"),
    "": gettext_lazy("Questions and the rest"),
}


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One axis of a row: its name, both sides, and whether it is right."""

    axis: Words
    mine: str
    key: str
    kind: str
    word: Words


def shown_parts(row: Mapping[str, Any]) -> tuple[ShownPart, ...]:
    """The axes of a stored row, without the code where that stands above anyway; grades of older rules have none."""
    parts = row.get("parts", ())
    return tuple(
        ShownPart(
            _AXES.get(part["axis"], part["axis"].capitalize()),
            _said(part["axis"], part["mine"]),
            _said(part["axis"], part["key"]),
            *_WORDS[part["verdict"]],
        )
        for part in parts
        if part["axis"] != "code"
    )


def _said(axis: str, value: str | None) -> str:
    """One side of an axis in words: a stored date is of ISO 8601, a page writes it out."""
    if value and axis == "date":
        return _ISO.sub(lambda day: date_format(dt.date.fromisoformat(day.group()), "DATE_FORMAT"), value)
    return value or ""


def section_of(row: Mapping[str, Any], chart: Chart, answer: Mapping[str, Any]) -> str:
    """Whether a row is about a diagnosis or a procedure; empty for a question and what is about neither."""
    if row["verdict"].startswith("query_"):
        return ""
    kinds = {line.id: line.kind for line in chart.key.lines}
    for alternative in chart.key.alternatives:
        kinds |= {f"{alternative.instead_of[0]}.{n}": use.kind for n, use in enumerate(alternative.use)}
    if row["key"] is not None:
        first = row["key"]["id"].replace(">", "+").replace(",", "+").partition("+")[0]
        if first in kinds:
            return kinds[first]
    place = (row["mine"] or {}).get("position")
    lines = answer.get("lines", ())
    return str(lines[place - 1]["kind"]) if place and place <= len(lines) else ""


def in_sections(rows: Iterable[One], section: Callable[[One], str]) -> list[tuple[Words, list[One]]]:
    """Rows by section, in their order within each; without a heading where there are no procedures among them."""
    told = list(rows)
    if not any(section(one) == "procedure" for one in told):
        return [("", told)] if told else []
    found = [(SECTIONS[name], [one for one in told if section(one) == name]) for name in SECTIONS]
    return [(title, group) for title, group in found if group]

"""An answer as a sitting keeps it: places that were chosen, rows with their choice, a text, or lines that were typed.

The same as in the one log (`learning`): `#0,2` are options by their place, `#0:3` is a row with its choice, and
`#s2:leading` a sentence of a draft with its fault; anything else is a text. A scenario's lines are a JSON list of rows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from django.http import QueryDict

from codeward.curriculum import CodeItem, Item, MatchItem, QueryItem, ScenarioItem
from codeward.practice.assessing import LONGEST
from codeward.web.courses.api import kept_as, split
from codeward.web.exams.models import GIVEN
from codeward.web.typed import one_line

__all__ = [
    "COLUMNS", "FIELDS", "LINES", "answered", "columns_of", "field", "places_of", "read_given", "read_struck",
    "rows_of", "sentences_of", "short", "values_of",
]  # fmt: skip

LINES: Final = 24
"""The most lines that somebody may type to one scenario."""
FIELDS: Final = ("code", "modifiers", "poa", "units", "pointers", "date")
"""What a line may have; the code alone is always asked."""
COLUMNS: Final[Mapping[str, str]] = {
    "modifiers": "modifiers", "poa": "poa", "units": "units", "pointers": "pointers", "dates": "date",
}  # fmt: skip
"""What an item asks for, and the field of a line that holds it."""
_FIELD: Final = 40
_SENTENCE: Final = re.compile(r"\[(s[0-9]{1,2})\]\s*")


def field(place: int) -> str:
    """How the fields of one question are called on a page that may hold several."""
    return f"a{place}"


def columns_of(item: ScenarioItem) -> tuple[str, ...]:
    """The fields of a line that the item asks for, in their order; where it does not say, those that its key has."""
    asked = {COLUMNS[one] for one in item.asks if one in COLUMNS}
    if not item.asks:
        asked = {one for one in FIELDS if any(getattr(line, one) for line in item.answer.lines)}
    return tuple(one for one in FIELDS if one == "code" or one in asked)


def rows_of(given: str) -> list[dict[str, str]]:
    """The lines that were typed, each with what it has; nothing where that cannot be read."""
    if not given.startswith("["):
        return []
    try:
        told = json.loads(given)
    except (ValueError, RecursionError):
        return []
    rows = [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
    kept = [{name: _cell(row[name]) for name in FIELDS if row.get(name)} for row in rows[:LINES]]
    return [row for row in kept if row.get("code")]


def _cell(value: object) -> str:
    """What was typed into one field; anything but a text or a number is nothing.

    The text of an answer was cleaned when it came, but this JSON within it may still spell half a surrogate, which
    neither a page nor the database can write.
    """
    text = str(value) if isinstance(value, str | int) else ""
    return one_line(text.encode("utf-8", "replace").decode(), _FIELD)


def values_of(item: Item, given: str) -> tuple[str, ...]:
    """What was answered, as the engine of questions takes it; a scenario's lines are in :func:`rows_of`."""
    if isinstance(item, CodeItem):
        text = one_line(given, LONGEST)
        return (text,) if text else ()
    return split(given) if given.startswith("#") and given != "#" else ()


def answered(item_kind: str, given: str) -> bool:
    """Whether there is an answer at all."""
    if item_kind == "scenario":
        return bool(rows_of(given))
    return bool(given.strip()) and given != "#"


def short(item: Item, given: str) -> str:
    """The answer as the one log keeps it, in its bounds."""
    if isinstance(item, ScenarioItem):
        return ", ".join(" ".join(row.values()) for row in rows_of(given))[:LONGEST]
    values = values_of(item, given)
    if not values:
        return ""
    return (values[0] if isinstance(item, CodeItem) else kept_as(values))[:LONGEST]


def read_given(item: Item, fields: QueryDict, place: int) -> str:
    """The answer as the fields of a page without script hold it."""
    name = field(place)
    if isinstance(item, CodeItem):
        return one_line(fields.get(name, ""), LONGEST)
    if isinstance(item, ScenarioItem):
        return _lines(fields, name)
    if isinstance(item, MatchItem):
        rows = ((n, fields.get(f"{name}-{n}", "")) for n in range(len(item.pairs)))
        values = [f"{n}:{value}" for n, value in rows if _digits(value)]
    elif isinstance(item, QueryItem) and item.mode == "mark":
        values = [one[:40] for one in fields.getlist(name) if ":" in one and "," not in one][:40]
    else:
        values = sorted({one for one in fields.getlist(name) if _digits(one)}, key=int)
    return kept_as(values) if values else ""


def _lines(fields: QueryDict, name: str) -> str:
    rows: list[dict[str, Any]] = []
    for n in range(LINES):
        row = {one: one_line(fields.get(f"{name}-{n}-{one}", ""), _FIELD) for one in FIELDS}
        if row["code"]:
            rows.append({key: value for key, value in row.items() if value})
    return json.dumps(rows, separators=(",", ":"), ensure_ascii=False)[:GIVEN] if rows else ""


def read_struck(fields: QueryDict, place: int) -> str:
    """Options that were struck out, by their places."""
    return ",".join(one for one in fields.getlist(f"{field(place)}-struck") if _digits(one))[:40]


def _digits(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 3


def places_of(text: str) -> frozenset[str]:
    """Places as they are kept, apart."""
    return frozenset(one for one in text.split(",") if one)


def sentences_of(draft: str) -> list[tuple[str, str]]:
    """The sentences of a draft query, each with its name."""
    parts = _SENTENCE.split(draft.strip())
    return [(name, text.strip()) for name, text in zip(parts[1::2], parts[2::2], strict=True)]

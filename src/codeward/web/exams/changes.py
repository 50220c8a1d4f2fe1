"""Changes as a page sends them: read with a bound on everything, before anything is asked of the database."""

from __future__ import annotations

import json
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from codeward.errors import CodewardError
from codeward.web.exams.models import GIVEN, NOTE, Answer
from codeward.web.exams.sittings import AT_ONCE, Change

__all__ = ["ChangeError", "answer_json", "read_changes"]

MARKS: Final = 100
"""Stretches that may be marked at one question."""
HOURS: Final = 28_800
"""The most seconds that one change may bring: whoever is away longer was not at the question."""
_SEQUENCE: Final = 2**31 - 1
_STRUCK: Final = 40


class ChangeError(CodewardError):
    """What was sent is no change of an answer."""


def read_changes(body: bytes) -> list[Change]:
    """The changes of a request's body. Raises ChangeError."""
    try:
        told = json.loads(body)
        rows = told["changes"]
        if not isinstance(rows, list) or len(rows) > AT_ONCE:
            raise ValueError
        return [_change(one) for one in rows]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ChangeError(
            _("What your browser sent could not be read"), _("Reload the page: what it keeps is sent again")
        ) from error


def _change(told: dict[str, Any]) -> Change:
    return Change(
        key=UUID(told["key"]),
        place=_number(told["place"], 1, 400),
        sequence=_number(told["sequence"], 1, _SEQUENCE),
        given=_text(told, "given", GIVEN),
        flagged=_flag(told),
        struck=_text(told, "struck", _STRUCK),
        note=_text(told, "note", NOTE),
        marks=_marks(told.get("marks")),
        seconds=min(_number(told.get("seconds", 0), 0, _SEQUENCE), HOURS),
    )


def _number(value: object, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError(value)
    return value


def _text(told: dict[str, Any], name: str, most: int) -> str | None:
    value = told.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > most:
        raise ValueError(name)
    # PostgreSQL stores no NUL, and half a surrogate is no text.
    return value.replace("\0", "").encode("utf-8", "replace").decode()


def _flag(told: dict[str, Any]) -> bool | None:
    value = told.get("flagged")
    if value is not None and not isinstance(value, bool):
        raise ValueError(value)
    return value


def _marks(told: object) -> list[list[int]] | None:
    if told is None:
        return None
    if not isinstance(told, list) or len(told) > MARKS:
        raise ValueError(told)
    found = [[_number(one, 0, 20_000) for one in mark] for mark in told]
    if any(len(mark) != 3 for mark in found):
        raise ValueError(told)
    return found


def answer_json(row: Answer) -> dict[str, Any]:
    """An answer as it stands, for a page that is behind."""
    return {
        "sequence": row.sequence,
        "given": row.given,
        "flagged": row.flagged,
        "struck": row.struck,
        "note": row.note,
        "marks": row.marks,
    }

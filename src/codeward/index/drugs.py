"""The rule of the Table of Drugs: one substance, one intent."""

from __future__ import annotations

from typing import NamedTuple

from codeward.errors import CodewardError, quoted
from codeward.index.model import COLUMNS, IndexEntry

__all__ = ["CITATION", "Intent", "intent"]

CITATION = "ICD-10-CM Official Guidelines, section I.C.19.e.5"
_SAID = {
    "accident": "accidental", "accidental": "accidental", "unintentional": "accidental", "error": "accidental",
    "wrong dose": "accidental", "wrong drug": "accidental", "self-harm": "self_harm", "self_harm": "self_harm",
    "suicide attempt": "self_harm", "intentional": "self_harm", "assault": "assault",
    "adverse effect": "adverse_effect", "adverse_effect": "adverse_effect",
    "correctly taken": "adverse_effect", "underdosing": "underdosing", "undetermined": "undetermined",
    "cannot be determined": "undetermined",
}  # fmt: skip


class Intent(NamedTuple):
    """The column that the record's words choose, why, the rule, and the code of a substance in it."""

    column: str
    reason: str
    citation: str
    code: str | None


def intent(said: str | None, entry: IndexEntry | None = None) -> Intent:
    """Return the column for what the record says of the intent; None or "" where it says nothing.

    Undocumented and unknown intent is accidental; "undetermined" only where the record itself says that the
    intent cannot be determined (I.C.19.e.5.b). With an *entry* of the table its code comes with the answer.
    Raises CodewardError for words that name no intent.
    """
    words = " ".join((said or "").lower().split())
    if words in ("", "unknown", "undocumented", "not documented", "unspecified"):
        column = "accidental"
        reason = "No intent is documented, so the poisoning is coded as accidental."
        citation = f"{CITATION}.b"
    else:
        found = _SAID.get(words)
        if found is None:
            raise CodewardError(
                f"{quoted(said)} names no intent", f"Say one of: {', '.join(COLUMNS['drugs'].values())}"
            )
        column = found
        reason, citation = _reason(column)
    code = (entry.table or {}).get(column) if entry is not None else None
    return Intent(column, reason, citation, code)


def _reason(column: str) -> tuple[str, str]:
    if column == "undetermined":
        return "The record says that the intent cannot be determined.", f"{CITATION}.b"
    if column == "adverse_effect":
        return (
            "The drug was correctly prescribed and properly taken: the nature of the effect is coded first.",
            f"{CITATION}.a",
        )
    if column == "underdosing":
        return (
            "Less was taken than prescribed: never the first code; the condition is coded first.",
            f"{CITATION}.c",
        )
    return "The record documents the intent of the poisoning.", f"{CITATION}.b"

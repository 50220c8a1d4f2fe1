"""Reading publishers' files safely: text, XML, workbooks, tables, PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codeward.later import later

if TYPE_CHECKING:
    from codeward.codesets.files.source import decoded, opened
    from codeward.codesets.files.workbook import check, reading, sheets

__all__ = [
    "check",
    "decoded",
    "opened",
    "reading",
    "sheets",
]

__getattr__ = later(
    __name__,
    {
        "source": ["decoded", "opened"],
        "workbook": ["check", "reading", "sheets"],
    },
)

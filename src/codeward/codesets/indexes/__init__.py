"""The index books of ICD-10-CM: official loaders, and the compiled form that `codeward.index` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codeward.later import later

if TYPE_CHECKING:
    from codeward.codesets.indexes.store import BLOBS, Terms, pack
    from codeward.codesets.indexes.term import Letter, Term

__all__ = [
    "BLOBS",
    "Letter",
    "Term",
    "Terms",
    "pack",
]

__getattr__ = later(
    __name__,
    {
        "store": ["BLOBS", "Terms", "pack"],
        "term": ["Letter", "Term"],
    },
)

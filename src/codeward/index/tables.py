"""What of a query chooses the column of a table, and what the row.

Table of Drugs, ICD-10-CM guideline I.C.19.e.5: one substance, one intent. When no intent is documented, code
accidental; "undetermined" only where the record says that the intent cannot be determined (I.C.19.e.5.b).
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Asked", "drug_column", "neoplasm_column"]

_NEOPLASM = (
    ("in_situ", r"carcinoma[- ]in[- ]situ|in[- ]situ"),
    ("malignant_secondary", r"secondary|metast\w+|mets\b"),
    ("uncertain", r"uncertain(?: behaviou?r)?|borderline"),
    ("unspecified", r"unspecified behaviou?r"),
    ("benign", r"benign|adenoma|noncancerous"),
    ("malignant_primary", r"malignan\w+|primary|cancer\w*|carcinoma\w*|adenocarcinoma|ca\b"),
)
_NEOPLASM_WORDS = re.compile(r"(?i)\b(neoplasm\w*|neoplastic|tumou?rs?|growth)\b")
_DRUG = (
    ("underdosing", r"under[- ]?dos\w+|noncompliance"),
    ("adverse_effect", r"adverse(?: drug)?(?: (?:effects?|reactions?|events?))?|side effects?|reaction to"),
    ("assault", r"assault\w*|homicid\w+|poisoned by (?:another|other)"),
    ("self_harm", r"intentional(?: self[- ]?harm)?|self[- ]?(?:harm|inflicted)|suicid\w*(?: attempt)?"),
    ("undetermined", r"undetermined(?: intent)?|intent (?:cannot|can not) be determined"),
    ("accidental", r"accidental\w*|unintentional\w*"),
)
_POISONING = re.compile(r"(?i)\b(poison\w*|overdos\w+|od|toxic\w*|toxicity|intoxication|ingestion|venom)\b")


class Asked(NamedTuple):
    """What a query asks of a table: the words of the row, the column they name, whether the table is named."""

    row: str
    column: str | None
    named: bool


def neoplasm_column(text: str) -> Asked:
    """Return what *text* asks of the Neoplasm Table. Cancer is malignant, primary where nothing else is said."""
    return _asked(text, _NEOPLASM, _NEOPLASM_WORDS, None)


def drug_column(text: str) -> Asked:
    """Return what *text* asks of the Table of Drugs: poisoning without an intent is accidental."""
    return _asked(text, _DRUG, _POISONING, "accidental")


def _asked(
    text: str, columns: tuple[tuple[str, str], ...], words: re.Pattern[str], default: str | None
) -> Asked:
    column = None
    rest = text
    for name, pattern in columns:
        rest, count = re.subn(rf"(?i)\b(?:{pattern})", " ", rest)
        if count and column is None:
            column = name
    rest, named = words.subn(" ", rest)
    if named and column is None:
        column = default
    return Asked(" ".join(rest.split()), column, bool(named) or column is not None)

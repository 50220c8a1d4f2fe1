"""Validity by date: the first and last day on which each ICD-10-CM and ICD-10-PCS code may stand on a claim.

>>> from datetime import date
>>> from codeward.codesets import validity
>>> valid = validity.opened()
>>> [str(span) for span in valid.spans("icd10cm", "G35")]
['2015-10-01 to 2025-09-30']

A book says what a code means in the release that it was made from; this list says on which days it is valid.
"""

from codeward.codesets.validity.opening import (
    absent,
    check_source,
    close_all,
    compiled_path,
    editor_lists,
    editor_source,
    opened,
    prepare,
    source,
    speaking,
    why_absent,
)
from codeward.codesets.validity.spanfile import Span, Validity

__all__ = [
    "Span",
    "Validity",
    "absent",
    "check_source",
    "close_all",
    "compiled_path",
    "editor_lists",
    "editor_source",
    "opened",
    "prepare",
    "source",
    "speaking",
    "why_absent",
]

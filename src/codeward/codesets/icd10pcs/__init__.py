"""ICD-10-PCS: tables, builder, why a code is unlawful, root operations, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codeward.later import later

if TYPE_CHECKING:
    from codeward.codesets.icd10pcs import keys, operations, terms
    from codeward.codesets.icd10pcs.builder import Axis, Builder, State, parse_choices
    from codeward.codesets.icd10pcs.index import Definitions, IndexTerm, PcsIndex
    from codeward.codesets.icd10pcs.meanings import meaning
    from codeward.codesets.icd10pcs.naming import names
    from codeward.codesets.icd10pcs.tables import tables_of
    from codeward.codesets.icd10pcs.unlawful import explain

__all__ = [
    "Axis",
    "Builder",
    "Definitions",
    "IndexTerm",
    "PcsIndex",
    "State",
    "explain",
    "keys",
    "meaning",
    "names",
    "operations",
    "parse_choices",
    "tables_of",
    "terms",
]

__getattr__ = later(
    __name__,
    {
        "builder": ["Axis", "Builder", "State", "parse_choices"],
        "index": ["Definitions", "PcsIndex", "IndexTerm"],
        "meanings": ["meaning"],
        "naming": ["names"],
        "tables": ["tables_of"],
        "unlawful": ["explain"],
        "": ["keys", "operations", "terms"],
    },
)

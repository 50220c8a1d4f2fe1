"""The claim: one shape for charts, edits, pricing, interop and audit, and how it is read.

>>> from codeward.claims import read_claim
>>> claim = read_claim(
...     {
...         "kind": "professional",
...         "statement": {"start": "2026-05-12", "through": "2026-05-12"},
...         "diagnoses": [{"code": "J01.00", "id": "A"}],
...         "lines": [{"code": "99213", "pointers": ["A"]}],
...     }
... )
>>> claim.coded_on.isoformat(), claim.lines[0].pointers
('2026-05-12', ('A',))
"""

from typing import TYPE_CHECKING

from codeward.claims.model import (
    OLDEST,
    Admission,
    Claim,
    Diagnosis,
    Drug,
    EarlierLine,
    Line,
    Patient,
    Procedure,
    Provider,
    Statement,
)
from codeward.later import later

if TYPE_CHECKING:
    from codeward.claims.reading import MAX_CLAIM_CHARACTERS, ClaimError, claim_json, read_claim
    from codeward.claims.table import TableClaim, read_table
    from codeward.claims.typed import typed_dollars, typed_number, typed_whole

__all__ = [
    "MAX_CLAIM_CHARACTERS",
    "OLDEST",
    "Admission",
    "Claim",
    "ClaimError",
    "Diagnosis",
    "Drug",
    "EarlierLine",
    "Line",
    "Patient",
    "Procedure",
    "Provider",
    "Statement",
    "TableClaim",
    "claim_json",
    "read_claim",
    "read_table",
    "typed_dollars",
    "typed_number",
    "typed_whole",
]

# Reading from outside takes pydantic, which a command that builds its own claim need not wait for.
__getattr__ = later(
    __name__,
    {
        "reading": ["MAX_CLAIM_CHARACTERS", "ClaimError", "claim_json", "read_claim"],
        "table": ["TableClaim", "read_table"],
        "typed": ["typed_dollars", "typed_number", "typed_whole"],
    },
)

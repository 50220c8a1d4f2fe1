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

from codeward.claims.model import (
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
from codeward.claims.reading import MAX_CLAIM_CHARACTERS, ClaimError, claim_json, read_claim

__all__ = [
    "MAX_CLAIM_CHARACTERS",
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
    "claim_json",
    "read_claim",
]

"""Is it a lawful set of codes? One small rule each, as dated data, with its citation.

>>> from codeward.edits import ClaimContext, check
>>> check(("Z37.0", "O80"), context, book)[0].rule
'CW-SQ-006'
"""

from codeward.edits import external, sequence, sets
from codeward.edits.codeset import CodeSet
from codeward.edits.engine import check
from codeward.edits.model import ClaimContext, Family, Finding, Rule, Severity
from codeward.edits.rules import RuleDataError, clinicians, digest, families, policies, rules
from codeward.edits.sets import excludes1_note

__all__ = [
    "ClaimContext",
    "CodeSet",
    "Family",
    "Finding",
    "Rule",
    "RuleDataError",
    "Severity",
    "check",
    "clinicians",
    "digest",
    "excludes1_note",
    "external",
    "families",
    "policies",
    "rules",
    "sequence",
    "sets",
]

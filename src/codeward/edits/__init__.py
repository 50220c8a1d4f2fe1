"""Is it a lawful claim? One small rule each, as dated data, with its citation.

>>> from datetime import date
>>> from codeward.claims import read_claim
>>> from codeward.codesets import Shelf
>>> from codeward.edits import scrub
>>> claim = read_claim(
...     {
...         "kind": "professional",
...         "statement": {"start": "2026-05-12", "through": "2026-05-12"},
...         "diagnoses": [{"code": "Z37.0"}, {"code": "O80"}],
...     }
... )
>>> [finding.rule for finding in scrub(claim, Shelf.on(claim.coded_on)).findings]
['CW-PT-001', 'CW-PT-001', 'CW-SQ-006']
"""

from codeward.edits import (
    addon,
    counted,
    external,
    lacking,
    limits,
    lines,
    modified,
    outpatient,
    package,
    pairs,
    placed,
    sequence,
    service,
    sets,
    shape,
    stay,
)
from codeward.edits.codeset import CodeSet
from codeward.edits.engine import check_diagnoses
from codeward.edits.facts import CaseFact, Mue
from codeward.edits.finding import (
    Bypass,
    Checked,
    Denial,
    Disposition,
    Finding,
    Scrubbed,
    Severity,
    Source,
    Unchecked,
)
from codeward.edits.model import Coded, Family, Rule
from codeward.edits.notes import NoteGroup, excludes1_note, is_conditional, note_groups, notes_of
from codeward.edits.rules import (
    RuleDataError,
    clinicians,
    digest,
    families,
    near_rules,
    pending,
    policies,
    rules,
)
from codeward.edits.scrub import scrub

__all__ = [
    "Bypass",
    "CaseFact",
    "Checked",
    "CodeSet",
    "Coded",
    "Denial",
    "Disposition",
    "Family",
    "Finding",
    "Mue",
    "NoteGroup",
    "Rule",
    "RuleDataError",
    "Scrubbed",
    "Severity",
    "Source",
    "Unchecked",
    "addon",
    "check_diagnoses",
    "clinicians",
    "counted",
    "digest",
    "excludes1_note",
    "external",
    "families",
    "is_conditional",
    "lacking",
    "limits",
    "lines",
    "modified",
    "near_rules",
    "note_groups",
    "notes_of",
    "outpatient",
    "package",
    "pairs",
    "pending",
    "placed",
    "policies",
    "rules",
    "scrub",
    "sequence",
    "service",
    "sets",
    "shape",
    "stay",
]

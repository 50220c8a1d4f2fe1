"""The level of an encounter: which evaluation and management code, by which method, and why.

>>> from datetime import date
>>> from codeward.calculators import em
>>> visit = em.Encounter("office", date(2026, 5, 12), patient="established",
...                      problems=(em.Problem("stable_chronic", 2),), risk=("prescription_drug",))
>>> em.decide(visit).code
'99214'
"""

from codeward.calculators.em.decide import decide, deleted, refuse_deleted
from codeward.calculators.em.encounter import (
    CATEGORIES,
    Data,
    Decision,
    Encounter,
    Finding,
    Judged,
    Option,
    Problem,
    Test,
)
from codeward.calculators.em.places import YEARS_NEW, years_before
from codeward.calculators.em.reading import encounter as read_encounter
from codeward.calculators.em.rules import LEVELS, elements
from codeward.calculators.em.visits import Visit, visit

__all__ = [
    "CATEGORIES",
    "LEVELS",
    "YEARS_NEW",
    "Data",
    "Decision",
    "Encounter",
    "Finding",
    "Judged",
    "Option",
    "Problem",
    "Test",
    "Visit",
    "decide",
    "deleted",
    "elements",
    "read_encounter",
    "refuse_deleted",
    "visit",
    "years_before",
]

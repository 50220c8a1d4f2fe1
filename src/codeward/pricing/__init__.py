"""What a claim pays, every factor shown, and what a change would do: Medicare's fee schedule, groups, risk score.

>>> from datetime import date
>>> from codeward.claims import read_claim
>>> from codeward.codesets import Shelf
>>> from codeward.pricing import price
>>> stay = read_claim({
...     "kind": "inpatient", "statement": {"start": "2026-05-10", "through": "2026-05-14"}, "discharge_status": "01",
...     "patient": {"age_years": 72, "sex": "male"}, "provider": {"payment": "ipps"},
...     "diagnoses": [{"code": "I50.23", "poa": "Y"}, {"code": "J96.01", "poa": "Y"}]})
>>> priced = price(stay, Shelf.on(stay.coded_on))
>>> priced.total, [(step.name, step.figure) for step in priced.stay.steps]
(898660, [('relative weight', '1.2838'), ('base rate', '× $7,000.00')])

The amounts of services need lists that a user installs; where one is missing, `unpriced` says so and names it.
"""

from typing import TYPE_CHECKING

from codeward.later import later

if TYPE_CHECKING:
    from codeward.pricing.changes import ACTS, changed
    from codeward.pricing.difference import Difference, Moved, compare, whatif
    from codeward.pricing.model import (
        CannotPrice,
        Priced,
        PricedLine,
        Risk,
        Stay,
        Step,
        Unpriced,
        dollars,
    )
    from codeward.pricing.pricer import price

__all__ = [
    "ACTS",
    "CannotPrice",
    "Difference",
    "Moved",
    "Priced",
    "PricedLine",
    "Risk",
    "Stay",
    "Step",
    "Unpriced",
    "changed",
    "compare",
    "dollars",
    "price",
    "whatif",
]

__getattr__ = later(
    __name__,
    {
        "changes": ["ACTS", "changed"],
        "model": ["CannotPrice", "Priced", "PricedLine", "Risk", "Stay", "Step", "Unpriced", "dollars"],
        "pricer": ["price"],
        "difference": ["Difference", "Moved", "compare", "whatif"],
    },
)

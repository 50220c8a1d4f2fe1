"""Whether Medicare takes JW or JZ with a drug at all."""

from __future__ import annotations

import datetime as dt

from codeward.calculators.discarded import discarded
from codeward.calculators.units import billing_unit, route_of

__all__ = ["takes_neither"]


def takes_neither(code: str, on: dt.date) -> bool:
    """Say whether Medicare takes neither JW nor JZ with *code* on the date, whatever the container.

    Vaccines, drugs by mouth, and those that a supplier dispenses (Claims Processing Manual, ch. 17 §40). Raises
    InputError where the HCPCS book does not say what one unit is.
    """
    rules, route = discarded(), route_of(code, on)
    measured = str(billing_unit(code, on).per.measure)
    return route in rules.dispensed.routes or any(
        row.holds(code, route, measured, on) for row in rules.neither
    )

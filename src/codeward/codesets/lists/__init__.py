"""The lists that lie on a coder's desk beside the books, each in the release of a date.

    lists.poa_exempt(on)          is a code exempt from present-on-admission reporting
    lists.mce(on)                 age, sex and other edits of the Medicare Code Editor
    lists.ptp(on), lists.mue(on)  NCCI: pairs of procedures, units
    lists.indicators(on)          the fee schedule's indicators
    lists.opps(on)                status indicators of OPPS Addendum B
    lists.guidelines(on)          the Official Guidelines by section
    lists.conversion(on)          what was coded before a code was new

None comes with Codeward: each is installed from its publisher's file, and raises CodewardError naming the command
until then.
"""

from __future__ import annotations

from codeward.codesets.lists import place_of_service
from codeward.codesets.lists.conversion import newest as newest_conversion
from codeward.codesets.lists.reader import (
    Mce,
    Rows,
    conversion,
    guidelines,
    indicators,
    mce,
    mue,
    opps,
    poa_exempt,
    ptp,
)

__all__ = [
    "Mce",
    "Rows",
    "conversion",
    "guidelines",
    "indicators",
    "mce",
    "mue",
    "newest_conversion",
    "opps",
    "place_of_service",
    "poa_exempt",
    "ptp",
]

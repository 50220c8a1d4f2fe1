"""The lists that lie on a coder's desk beside the books, each in the release of a date.

    lists.poa_exempt(on)          is a code exempt from present-on-admission reporting
    lists.mce(on)                 age, sex and other edits of the Medicare Code Editor
    lists.ptp(on), lists.mue(on)  NCCI: pairs of procedures, units
    lists.add_ons(on)             NCCI: add-on codes and their primaries
    lists.indicators(on)          the fee schedule's indicators
    lists.indicators(on)          the fee schedule's relative values and indicators
    lists.localities(on)          where it pays how much: cost indices, anesthesia factors
    lists.opps(on)                status indicators of OPPS Addendum B
    lists.apc(on)                 the payment groups of OPPS Addendum A
    lists.guidelines(on)          the Official Guidelines by section
    lists.conversion(on)          what was coded before a code was new

None comes with Codeward: each is installed from its publisher's file, and raises CodewardError naming the command
until then.
"""

from __future__ import annotations

from codeward.codesets.lists import place_of_service
from codeward.codesets.lists.addons import CONTRACTOR, AddOns, Primary
from codeward.codesets.lists.conversion import newest as newest_conversion
from codeward.codesets.lists.pairs import Pair, Pairs
from codeward.codesets.lists.reader import (
    Mce,
    Rows,
    add_ons,
    apc,
    conversion,
    guidelines,
    indicators,
    localities,
    mce,
    mue,
    opps,
    poa_exempt,
    ptp,
)
from codeward.codesets.lists.sections import Guidelines
from codeward.codesets.lists.simple import files_of

__all__ = [
    "CONTRACTOR",
    "AddOns",
    "Guidelines",
    "Mce",
    "Pair",
    "Pairs",
    "Primary",
    "Rows",
    "add_ons",
    "apc",
    "conversion",
    "files_of",
    "guidelines",
    "indicators",
    "localities",
    "mce",
    "mue",
    "newest_conversion",
    "opps",
    "place_of_service",
    "poa_exempt",
    "ptp",
]

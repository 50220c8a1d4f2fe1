"""Modifiers of CPT and HCPCS Level II, with our own meanings, as the certificates teach them.

    modifiers.get("25", on)            one modifier, None where there is none on that day
    modifiers.all(on)                  all in force
    modifiers.conflicts(["26", "TC"])  what cannot stand on one line
    modifiers.in_order(["RT", "26"])   as they stand on the line
    modifiers.fits("50", "27447", "professional"), modifiers.why_not(…)

The numbers of Level I are CPT's; the words are ours and never the AMA's descriptors.
"""

from codeward.codesets.modifiers.ambulance import PLACES, trip
from codeward.codesets.modifiers.model import (
    KINDS,
    SETTINGS,
    Conflict,
    Indicator,
    Kind,
    Level,
    Modifier,
    Setting,
)
from codeward.codesets.modifiers.rules import all_of, conflicts, fits, get, in_order, listed, why_not

__all__ = [
    "KINDS",
    "PLACES",
    "SETTINGS",
    "Conflict",
    "Indicator",
    "Kind",
    "Level",
    "Modifier",
    "Setting",
    "all",
    "conflicts",
    "fits",
    "get",
    "in_order",
    "listed",
    "trip",
    "why_not",
]

all = all_of  # noqa: A001 - reads as modifiers.all(on)

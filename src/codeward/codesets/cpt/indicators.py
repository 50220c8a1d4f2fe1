"""What the indicators of Medicare's physician fee schedule say, in our own words.

Source: CMS, "How to use the searchable Medicare Physician Fee Schedule" and the record layout of the relative value
files; Medicare Claims Processing Manual (Pub. 100-04), chapters 12 and 23.
"""

from __future__ import annotations

__all__ = ["MEANINGS", "meaning"]

MEANINGS: dict[str, dict[str, str]] = {
    "status": {
        "A": "paid by itself under the fee schedule",
        "B": "bundled into other services, never paid by itself",
        "C": "priced by the Medicare contractor",
        "E": "kept out of the fee schedule by regulation",
        "I": "not valid for Medicare, which uses another code",
        "J": "anesthesia, paid by base and time units",
        "M": "measurement code, used for reporting only",
        "N": "not covered by Medicare",
        "P": "bundled or excluded",
        "R": "restricted coverage",
        "T": "paid only where nothing else payable is billed on the date by the same clinician",
        "X": "outside the fee schedule by law, such as laboratory tests",
    },
    "global_days": {
        "000": "package of the day itself",
        "010": "minor procedure, package of 10 days after",
        "090": "major surgery, package of the day before and 90 days after",
        "MMM": "maternity, the usual package does not apply",
        "XXX": "no surgical package",
        "YYY": "the contractor decides on the package",
        "ZZZ": "belongs to another service and its package",
    },
    "pc_tc": {
        "0": "physician service, not divided into parts",
        "1": "diagnostic test with a professional part (26) and a technical part (TC)",
        "2": "professional part only",
        "3": "technical part only",
        "4": "both parts in one code, others stand for the parts",
        "5": "incident to a physician's service",
        "6": "laboratory test that a physician may interpret (26)",
        "7": "physical therapy, may not be paid to an independent one on the same terms",
        "8": "physician's interpretation of an abnormal smear, hospital inpatients",
        "9": "the idea of parts does not apply",
    },
    "multiple_procedure": {
        "0": "no reduction when done with others",
        "1": "older rule of reduction by ranks",
        "2": "usual reduction: 100, then 50 percent",
        "3": "reduction within a family of endoscopies",
        "4": "reduction of imaging",
        "5": "reduction of therapy services",
        "6": "reduction of heart and vessel tests",
        "7": "reduction of eye tests",
        "9": "does not apply",
    },
    "bilateral": {
        "0": "no extra for two sides, by anatomy or because another code says both",
        "1": "150 percent for two sides (modifier 50)",
        "2": "priced as two-sided already",
        "3": "each side paid in full, as for X-rays",
        "9": "does not apply",
    },
    "assistant": {
        "0": "assistant paid only where the record shows the need",
        "1": "assistant may not be paid",
        "2": "assistant may be paid",
        "9": "does not apply",
    },
    "co_surgeons": {
        "0": "two surgeons not allowed",
        "1": "two surgeons where the record shows the need",
        "2": "two surgeons of different specialties allowed",
        "9": "does not apply",
    },
    "team_surgeons": {
        "0": "team not allowed",
        "1": "team where the record shows the need",
        "2": "team allowed",
        "9": "does not apply",
    },
}


def meaning(name: str, value: str) -> str:
    """Return what *value* of the indicator *name* says, or "" where neither is known."""
    return MEANINGS.get(name, {}).get(value, "")

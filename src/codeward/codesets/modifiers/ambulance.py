"""The two letters of an ambulance trip: where it began and where it ended.

Medicare Claims Processing Manual (Pub. 100-04), chapter 15, section 30: one letter for the origin, one for the
destination, first among the line's modifiers.
"""

from __future__ import annotations

from codeward.codesets.modifiers.model import Modifier

__all__ = ["PLACES", "trip"]

PLACES: dict[str, str] = {
    "D": "a diagnostic or therapeutic place other than an office or hospital",
    "E": "a residential or custodial home",
    "G": "a dialysis unit of a hospital",
    "H": "a hospital",
    "I": "a place of transfer between vehicles, such as a helipad",
    "J": "a dialysis unit that stands alone",
    "N": "a skilled nursing facility",
    "P": "a physician's office",
    "R": "the patient's home",
    "S": "the scene of an accident or sudden illness",
    "X": "a physician's office on the way to the hospital",
}
_ONLY_DESTINATION = "X"
_ONLY_ORIGIN = "S"
_CITATION = "Medicare Claims Processing Manual, chapter 15, section 30"


def trip(code: str) -> Modifier | None:
    """Return the modifier for a trip such as "RH" (home to hospital), or None where the letters name none."""
    if len(code) != 2 or code[0] not in PLACES or code[1] not in PLACES:
        return None
    if code[0] == _ONLY_DESTINATION or code[1] == _ONLY_ORIGIN:
        return None
    return Modifier(
        code, "ambulance", "payment", f"Trip from {PLACES[code[0]]} to {PLACES[code[1]]}", (("A0021", "A0999"),),
        ("ambulance",), (), (), (), None, None, _CITATION, "", "the document cited",
        "letters as in the document cited, not compared by machine",
    )  # fmt: skip

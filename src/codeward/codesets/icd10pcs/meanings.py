"""What a value means, in our words: the operation's explanation, the anatomical terms of a body part, the approach.

The names of the values come from the book; these lines stand beside them in the builder (`gloss`).
"""

from __future__ import annotations

from collections.abc import Mapping

from codeward.codesets.icd10pcs import keys, operations
from codeward.errors import UnknownCode

__all__ = ["meaning"]

_TERMS = 6
# Own wording of the approaches of sections 0 to 4, 7 to 9 and X (definitions of the 5th character).
_APPROACHES = {
    "0": "The skin or mucosa is cut, and whatever lies over it, so that the place itself is seen",
    "3": "A needle or wire goes through the skin or mucosa, nothing is seen",
    "4": "A scope goes through a small cut or puncture and shows the place",
    "7": "Through an opening of the body, without a scope",
    "8": "Through an opening of the body with a scope that shows the place",
    "F": "A scope through an opening of the body, helped by a scope through the skin",
    "X": "On the skin or mucosa, or from outside by force",
}
_WITH_APPROACH = "01234789X"


def meaning(chosen: Mapping[int, str], position: int, char: str) -> str:
    """Return what *char* at *position* means beside what is *chosen*; empty where we have no words for it."""
    section, system = chosen.get(1, ""), chosen.get(1, "") + chosen.get(2, "")
    if position == 3 and section:
        try:
            return operations.get(section, char).explanation
        except UnknownCode:
            return ""
    if position == 5 and section and section in _WITH_APPROACH:
        return _APPROACHES.get(char, "")
    if position in (4, 6) and len(system) == 2:
        if position == 4:
            terms = keys.terms_at(system, char, "body part")
        else:
            terms = keys.terms_at(system, char, "device", operation=chosen.get(3, ""))
        more = f" and {len(terms) - _TERMS} more" if len(terms) > _TERMS else ""
        return f"such as {', '.join(terms[:_TERMS])}{more}" if terms else ""
    return ""

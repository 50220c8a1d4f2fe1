"""What a code of ICD-10-PCS says by its characters: extent, approach, purpose, contrast, mesh; counts and hours."""

from __future__ import annotations

from functools import lru_cache

from codeward.search.structure import Facet, facets_of

__all__ = ["procedure_facets"]

_APPROACHES = {
    "0": "open", "3": "percutaneous", "4": "laparoscopic", "7": "opening", "8": "endoscopic", "X": "external",
}  # fmt: skip
_EXTENTS = {"B": "partial", "T": "complete"}  # Excision and Resection (guideline B3.8)
_DIAGNOSTIC = frozenset("9BD")  # Drainage, Excision, Extraction: X in the 7th character
_CONTRAST = {"0": "with", "1": "with", "Y": "with", "Z": "without"}
_VESSELS = {"3": "peripheral", "4": "central"}
_COUNTED = ("Hours", "Arter", "Vessel")


def procedure_facets(code: str, title: str) -> tuple[Facet, ...]:
    """Return the facets of a code; its title is read only for counts and hours."""
    counted = any(word in title for word in _COUNTED)
    return _by_characters(code) + (_by_title(title) if counted else ())


def _by_characters(code: str) -> tuple[Facet, ...]:
    found: list[Facet] = []
    section, operation, part, approach, qualifier = code[0], code[2], code[3], code[4], code[6]
    if section in "01X" and approach in _APPROACHES:
        found.append(Facet("approach", _APPROACHES[approach]))
    if section == "0":
        if operation in _EXTENTS:
            found.append(Facet("extent", _EXTENTS[operation]))
        if operation in _DIAGNOSTIC:
            found.append(Facet("purpose", "diagnostic" if qualifier == "X" else "treatment"))
        if operation == "U":
            found.append(Facet("mesh", "with"))
        elif operation == "Q":
            found.append(Facet("mesh", "without"))
        elif operation == "J":
            found.append(
                Facet("looks", "only")
            )  # an inspection on the way to another procedure is not coded (B3.11a)
    elif section == "B" and approach in _CONTRAST:
        found.append(Facet("contrast", _CONTRAST[approach]))
    elif section == "3" and part in _VESSELS and code[:3] in ("302", "3E0"):
        found.append(Facet("access", _VESSELS[part]))
    return tuple(found)


@lru_cache(maxsize=4096)
def _by_title(title: str) -> tuple[Facet, ...]:
    return tuple(
        facet for facet in facets_of(title, "icd10pcs") if facet.kind == "minutes" or "count" in facet.kind
    )

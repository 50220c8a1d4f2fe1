"""What an entry of a list is also called: brands, generic names, eponyms and abbreviations beside its title."""

from __future__ import annotations

from codeward.codesets import Concept

__all__ = ["names_of"]

_KINDS = ("inclusion_term", "includes")
_FACTS = ("generic", "brands", "names", "short", "medium", "use")


def names_of(concept: Concept) -> list[str]:
    """Return the other names of *concept* in a fixed order, without what its title is already."""
    found = [i.text for i in concept.instructions if i.kind in _KINDS]
    facts = concept.facts
    for key in _FACTS:
        value = facts.get(key)
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, list):
            found += [name for name in value if isinstance(name, str)]
    return [name for name in dict.fromkeys(found) if name and name != concept.description]

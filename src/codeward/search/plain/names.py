"""What an entry of a list is also called: brands, generic names, eponyms and abbreviations beside its title."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

from codeward.codesets import Concept
from codeward.search.structure.data import rows

__all__ = ["FILES", "names_of", "spoken"]

_FOLDER = Path(__file__).parent.parent / "data"
FILES = {system: _FOLDER / f"names_{system}.tsv" for system in ("cpt", "hcpcs")}
_KINDS = ("inclusion_term", "includes")
_FACTS = ("generic", "brands", "names", "short", "medium", "use")


@cache
def spoken(system: str) -> dict[str, tuple[str, ...]]:
    """Return {code: what coders call it} of `data/names_*.tsv`; none for a system without such a file."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    if system in FILES:
        for codes, names in rows(FILES[system], 2):
            for code in codes.split():
                found[code] += names.split(";")
    return {code: tuple(dict.fromkeys(names)) for code, names in found.items()}


def names_of(concept: Concept, system: str = "") -> list[str]:
    """Return the other names of *concept* in a fixed order, without what its title is already.

    The book's own come first, then those that coders use for a code of *system*.
    """
    found = [i.text for i in concept.instructions if i.kind in _KINDS]
    facts = concept.facts
    for key in _FACTS:
        value = facts.get(key)
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, list):
            found += [name for name in value if isinstance(name, str)]
    found += spoken(system).get(concept.code, ())
    return [name for name in dict.fromkeys(found) if name and name != concept.description]

"""What an item of the bank may cite: sections of the closed list, places in the books, and its own dated sources."""

from __future__ import annotations

import re

from codeward.curriculum import Item
from codeward.index import BOOKS
from codeward.practice.check_marks import citation_fault
from codeward.practice.claims import Ground
from codeward.practice.claims.indexed import entries_at

__all__ = ["item_citation_fault"]

_CODE = re.compile(r"^(CPT|HCPCS) ([0-9A-Z]{5})$")
_TABLE = re.compile(r"^PCS ([0-9A-Z]{2,3})(?: operation ([0-9A-Z]))?$")
_INDEX = re.compile(r"^Index (.{3,100})$")
# Files of a payer that are cited by their name and a place in them; the item's proof says what stands there.
_FILE = re.compile(
    r"^(?:Fee schedule (?:PC/TC|bilateral|multiple|global|assistant|co-surgeon|team|status)(?: indicator)?(?: \w+)?"
    r"|NCCI (?:PTP|MUE|add-on)(?: [\w-]+)*|Neoplasm Table|Table of Drugs)$"
)
_SYSTEMS = {"CPT": "cpt", "HCPCS": "hcpcs"}


def item_citation_fault(citation: str, item: Item, ground: Ground) -> tuple[str, str] | None:
    """Return why *item* may not cite *citation*, or None.

    Beside the closed list and the Tabular: `CPT 45385`, `HCPCS J1100`, `PCS 0FT`, `Index Burn`, files of payers by
    name, and whatever one of the item's sources names in its fact or address.
    """
    fault = citation_fault(citation, ground.shelf)
    if fault is None or _FILE.match(citation) or _of_sources(citation, item):
        return None
    code = _CODE.match(citation)
    if code:
        return _known(_SYSTEMS[code[1]], code[2], citation, ground)
    table = _TABLE.match(citation)
    if table:
        return _known("icd10pcs", table[1] + (table[2] or ""), citation, ground)
    index = _INDEX.match(citation)
    if index:
        # "Diabetes out of control" and "Burn > forearm": a main term, then words below it.
        found = any(
            entries_at(ground.index, [term], book)
            for term in (re.split(r"\s*[>,]\s*", index[1])[0], index[1].split()[0])
            for book in BOOKS
        )
        return None if found else (f"{citation}: the Index has no such main term", "Cite a main term")
    way_out = (
        "Cite a section of the list, or Tabular, CPT, HCPCS, PCS, Index and a place; or name it in sources:"
    )
    return f"{citation} is not citable", way_out


def _known(system: str, code: str, citation: str, ground: Ground) -> tuple[str, str] | None:
    book = ground.shelf.get(system)
    if book is None or code in book or ground.shelf.concept(system, code) is not None:
        return None
    return f"{citation}: {book.release.id} has no {code}", "Cite a place that exists"


def _of_sources(citation: str, item: Item) -> bool:
    told = citation.casefold()
    return any(told in f"{source.fact} {source.address}".casefold() for source in item.sources)

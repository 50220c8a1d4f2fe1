"""The public JSON shape of what the desk answers, the same on the command line and over HTTP."""

from __future__ import annotations

from typing import Any

from codeward.codesets import SYSTEMS, books
from codeward.search.allbooks import Results

__all__ = ["results_json"]


def results_json(found: Results) -> dict[str, Any]:
    """Return what the whole desk answers: each system with its count and hits, all in one order, by heading."""
    return {
        "query": found.query,
        "count": found.count,
        "did_you_mean": found.did_you_mean,
        "systems": [
            {
                "system": tab.system,
                "display": SYSTEMS[tab.system].display,
                "count": tab.count,
                "release": books.describe(tab.book),
                "hits": [hit.to_json() for hit in tab.hits],
            }
            for tab in found.tabs
        ],
        "hits": [hit.to_json() for hit in found.hits],
        "groups": [
            {
                "system": group.system,
                "code": group.code,
                "description": group.description,
                "codes": [hit.code for hit in group.hits],
            }
            for group in found.groups
        ],
    }

"""Three invented claims to try, one of each kind, each with a fault or two. Nobody's record was used."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from codeward.claims import Claim, read_claim

__all__ = ["EXAMPLES", "example"]

EXAMPLES = ("professional", "outpatient", "inpatient")


@lru_cache(maxsize=len(EXAMPLES))
def example(kind: str) -> Claim:
    """Return the invented claim of a kind."""
    return read_claim((files(__name__) / f"{kind}.json").read_text(encoding="utf-8"))

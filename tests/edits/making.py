"""Claims as the tests of edits write them: a visit with lines, changed where a test says so."""

from __future__ import annotations

from datetime import date
from typing import Any

from codeward.claims import Claim, read_claim
from codeward.codesets import Shelf
from codeward.edits import Scrubbed, scrub

DAY = "2026-05-12"


def line(text: str, **more: Any) -> dict[str, Any]:
    """A line written as coders do, "99213-25", with what else it has."""
    code, *modifiers = text.split("-")
    return {"code": code, "modifiers": modifiers, **more}


def claim(*lines: str | dict[str, Any], day: str = DAY, **more: Any) -> Claim:
    """A practitioner's claim to Medicare for one day in an office, with the lines."""
    given = [line(one) if isinstance(one, str) else one for one in lines]
    return read_claim(
        {
            "kind": "professional",
            "payer": "medicare",
            "place": "11",
            "statement": {"start": day, "through": day},
            "diagnoses": [{"code": "R05.1", "id": "A"}, {"code": "R50.9", "id": "B"}],
            "lines": [{"id": f"l{number}", **one} for number, one in enumerate(given, 1)],
            **more,
        }
    )


def scrubbed(found: Claim, shelf: Shelf | None = None) -> Scrubbed:
    """What the edits say of it."""
    return scrub(found, shelf or SHELF)


def rules_found(found: Claim, shelf: Shelf | None = None) -> set[str]:
    """The rules that find something in it."""
    return {one.rule for one in scrubbed(found, shelf).findings}


SHELF = Shelf.on(date.fromisoformat(DAY))

"""What the tests of the scrub page share: its fields, and what an answer says."""

from __future__ import annotations

import html
import re
from typing import Any

from django.test import Client

VISIT = {
    "kind": "professional",
    "start": "2026-05-12",
    "payer": "medicare",
    "place": "11",
    "age_years": "67",
    "sex": "female",
    "d0-id": "A",
    "d0-code": "M17.11",
    "d1-id": "B",
    "d1-code": "I10",
    "l0-id": "l1",
    "l0-code": "99214",
    "l0-units": "1",
    "l0-pointers": "B",
    "l0-date": "2026-05-12",
    "l0-charge": "195.00",
}


def text(answer: Any) -> str:
    """The words of a page."""
    page = re.sub(r"<(script|style|template|textarea)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def fields(answer: Any) -> dict[str, str]:
    """What the form of the page would send: every field with its value."""
    form = re.search(
        r'<form method="post" action="[^"]*" id="sc-form".*?</form>', answer.content.decode(), re.S
    )
    assert form is not None
    found: dict[str, str] = {}
    for tag in re.findall(r"<input\b[^>]*>", form[0]):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name:
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form[0], re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = html.unescape(chosen[1]) if chosen else ""
    return found


def check(client: Client, **changes: str) -> Any:
    """Send the form of a visit with some fields changed; `l0_units` stands for the field "l0-units"."""
    given = {re.sub(r"^([dpl]\d+)_", r"\1-", name): value for name, value in changes.items()}
    return client.post("/scrub", {**VISIT, **given})

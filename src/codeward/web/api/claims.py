"""Claims over HTTP: scrubbed, grouped, priced. One POST each; the claim is the body, and nothing of it is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from codeward.claims import Claim, read_claim
from codeward.codesets import Shelf
from codeward.edits import scrub as scrubbed
from codeward.grouper import explain, group, grouped_json, left_out
from codeward.pricing import price as priced
from codeward.web.api.refusals import TooMany
from codeward.web.limits import CLAIMS, allowed

__all__ = ["router"]

router = Router(tags=["claims"])

On = Annotated[date | None, Query(description="The coding date, instead of the claim's own")]
_ANSWERS = {200: dict[str, Any], 400: dict[str, Any], 429: dict[str, Any]}
# Read by `read_claim`, which is stricter than what can be described here and says where in a claim it went wrong.
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "description": "A claim, as docs/reference/claims.md describes it",
                    "required": ["kind", "statement"],
                    "properties": {
                        "kind": {"enum": ["professional", "outpatient", "inpatient"]},
                        "statement": {
                            "type": "object",
                            "required": ["start", "through"],
                            "properties": {
                                "start": {"type": "string", "format": "date"},
                                "through": {"type": "string", "format": "date"},
                            },
                        },
                        "diagnoses": {"type": "array", "items": {"type": "object"}},
                        "procedures": {"type": "array", "items": {"type": "object"}},
                        "lines": {"type": "array", "items": {"type": "object"}},
                    },
                }
            }
        },
    }
}


def _claim(request: HttpRequest, on: date | None = None) -> Claim:
    """Return the claim of the body. Raises TooMany, ClaimError."""
    if not allowed(request, *CLAIMS):
        raise TooMany("Too many claims were sent from your address", "Wait a minute")
    claim = read_claim(request.body)
    return replace(claim, coding_date=on) if on else claim


@router.post("scrub", response=_ANSWERS, summary="What the edits say of a claim", openapi_extra=_BODY)
def scrub(
    request: HttpRequest,
    on: On = None,
    payer: Annotated[
        str | None, Query(max_length=60, description="Who pays, of a claim that says none")
    ] = None,
) -> dict[str, Any]:
    """Return findings, what could not be asked, and what was asked by which edition."""
    claim = _claim(request, on)
    claim = replace(claim, payer=claim.payer or payer)
    return {"row": 1, "claim": claim.id, **scrubbed(claim, Shelf.on(claim.coded_on)).to_json()}


@router.post("drg", response=_ANSWERS, summary="The MS-DRG of a stay", openapi_extra=_BODY)
def drg(
    request: HttpRequest,
    why: Annotated[bool, Query(description="Say of each code what it did")] = False,
    without: Annotated[list[str], Query(max_length=50, description="Group again without these codes")] = [],  # noqa: B006 - ninja's own form
) -> dict[str, Any]:
    """Return the group on the day of discharge, before and after hospital-acquired conditions, and each code."""
    claim = _claim(request)
    whole, reasons = explain(claim) if why else (group(claim), ())
    other = group(left_out(claim, without)) if without else None
    return grouped_json(whole, reasons, other, without)


@router.post("price", response=_ANSWERS, summary="What a claim pays", openapi_extra=_BODY)
def price(
    request: HttpRequest,
    on: On = None,
    apm: Annotated[
        bool, Query(description="A qualifying participant of an alternative payment model (from 2026 on)")
    ] = False,
    base_rate: Annotated[
        int | None,
        Query(description="What a hospital gets for a weight of 1, in cents; else an invented rate"),
    ] = None,
) -> dict[str, Any]:
    """Return an amount a line with every factor, that of a stay, and what has no amount here and why."""
    claim = _claim(request, on)
    shelf = Shelf.on(claim.coded_on)
    rate = {} if base_rate is None else {"base_rate": base_rate}
    return {"row": 1, "claim": claim.id, **priced(claim, shelf, apm=apm, **rate).to_json()}

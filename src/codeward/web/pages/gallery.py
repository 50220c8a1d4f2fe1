"""The design gallery: every component in its states, for people who build pages. In development only."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

COLOURS = [
    "canvas",
    "surface",
    "sunken",
    "line",
    "edge",
    "ink",
    "ink2",
    "ink3",
    "accent",
    "soft",
    "right",
    "partial",
    "wrong",
    "info",
    "mark-mine",
    "mark-key",
    "mark-wrong",
]


@dataclass(frozen=True, slots=True)
class Sample:
    """A row of the codebook as the search gives it."""

    code: str
    description: str
    why: str
    billable: bool = True
    matched: tuple[str, ...] = ("kidney", "disease", "diab")


HITS = (
    Sample("E11.22", "Type 2 diabetes mellitus with diabetic chronic kidney disease", "title"),
    Sample("N18", "Chronic kidney disease (CKD)", "title", billable=False),
    Sample("E10.22", "Type 1 diabetes mellitus with diabetic chronic kidney disease", "CKD"),
)


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    return render(request, "pages/design.html", {"colours": COLOURS, "hits": HITS})

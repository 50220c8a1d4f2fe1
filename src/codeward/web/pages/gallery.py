"""The design gallery: every component in its states, for people who build pages. In development only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from codeward.web.pages import gallery_forms
from codeward.web.pages.gallery_data import data_samples
from codeward.web.pages.gallery_learn import samples

__all__ = ["design", "families"]

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
    *(f"series-{n}" for n in range(1, 7)),
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


FAMILIES = {
    "ground": "Ground",
    "layout": "Layout",
    "forms": "Forms",
    "learn": "Learning",
    "data": "Data",
}
FOLDER = Path(__file__).parent / "templates" / "pages" / "design"
PART = re.compile(
    r'<section class="[^"]*\bpart\b[^"]*" id="(?P<id>[a-z0-9-]+)"[^>]*>\s*<h2>(?P<name>[^<]+)</h2>'
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the gallery: the anchor of its section and its name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Family:
    """A file of the gallery, rendered, with the parts that were found in it."""

    title: str
    html: str
    parts: tuple[Part, ...]


def families(request: HttpRequest) -> list[Family]:
    """Each ``pages/design/_<family>.html`` in the order of `FAMILIES`, a new one behind them.

    The contents are read off the sections, so that whoever adds a part writes one section and nothing else.
    """
    known = list(FAMILIES)
    names = sorted(
        (path.stem.removeprefix("_") for path in FOLDER.glob("_*.html")),
        key=lambda name: (known.index(name) if name in known else len(known), name),
    )
    shown: dict[str, object] = {
        "colours": COLOURS,
        "hits": HITS,
        "data": data_samples(request),
        "learn": samples(),
        **gallery_forms.samples(),
        **gallery_forms.turns(request),
    }
    found = []
    for name in names:
        html = render_to_string(f"pages/design/_{name}.html", shown, request)
        parts = tuple(Part(one["id"], one["name"]) for one in PART.finditer(html))
        found.append(Family(FAMILIES.get(name, name.title()), html, parts))
    return found


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    return render(request, "pages/design.html", {"families": families(request)})

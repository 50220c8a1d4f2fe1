"""The page that checks a claim. It keeps nothing: what is sent is answered and forgotten."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from codeward.claims import MAX_CLAIM_CHARACTERS, Claim, ClaimError, claim_json, read_claim
from codeward.codesets import Shelf
from codeward.edits import Finding, Scrubbed
from codeward.edits import scrub as scrubbed
from codeward.errors import CodewardError
from codeward.pricing import Difference, changed, compare
from codeward.web.codebook.api import findings, unchecked
from codeward.web.grants.api import is_staff
from codeward.web.limits import CLAIMS, allowed
from codeward.web.problems import told
from codeward.web.scrub import present
from codeward.web.scrub.changes import read_change, word_of
from codeward.web.scrub.examples import EXAMPLES, example
from codeward.web.scrub.grid import SECTIONS, Grid, TooLong, from_claim, from_post
from codeward.web.scrub.paid import moved, paid

__all__ = ["scrub"]


@dataclass
class _Asked:
    """What was sent: the claim, or why there is none; its fields, or its JSON where it is longer than the fields."""

    grid: Grid | None
    claim: Claim | None = None
    error: CodewardError | None = None
    text: str = ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def scrub(request: HttpRequest) -> HttpResponse:
    """The form, or the form and what the edits say of it."""
    if request.method != "POST":
        return _opened(request)
    if not allowed(request, *CLAIMS):
        error = CodewardError(_("Too many claims were sent from your network"), _("Wait a minute"))
        return _page(request, _Asked(from_post(request.POST), error=error), status=429)
    switched = request.POST.get("switch", "")
    if switched in present.KIND_WORDS:
        grid = from_post(request.POST)
        grid.head["kind"] = switched
        return _page(request, _Asked(grid))
    more = request.POST.get("more", "")
    if more in SECTIONS:
        return _page(request, _Asked(from_post(request.POST)), more=more)
    asked = _read(request)
    return _checked(request, asked) if asked.claim is not None else _page(request, asked, status=422)


def _opened(request: HttpRequest) -> HttpResponse:
    """An empty form, or one of the examples with its answer."""
    kind = request.GET.get("kind", "")
    if request.GET.get("example") in EXAMPLES:
        claim = example(request.GET["example"])
        return _checked(request, _Asked(from_claim(claim), claim))
    return _page(
        request, _Asked(Grid({**Grid().head, "kind": kind} if kind in present.KIND_WORDS else Grid().head))
    )


def _read(request: HttpRequest) -> _Asked:
    if "json" in request.POST or request.FILES:
        return _from_json(_sent_text(request))
    grid = from_post(request.POST)
    try:
        grid.claim()
    except CodewardError as error:
        return _Asked(grid, error=error)
    grid.relabel()
    return _Asked(grid, grid.claim())


def _sent_text(request: HttpRequest) -> str:
    """The JSON of a file, else what was pasted. What is no text is read as text that is no JSON."""
    given = request.FILES.get("file")
    if given is None:
        return request.POST.get("json", "")
    raw: bytes = given.read(4 * MAX_CLAIM_CHARACTERS)
    return raw.decode("utf-8-sig", errors="replace")


def _from_json(text: str) -> _Asked:
    try:
        claim = read_claim(text)
    except ClaimError as error:
        return _Asked(None, error=error, text=text)
    try:
        grid = from_claim(claim)
    except TooLong:
        return _Asked(None, claim, text=text)
    return _Asked(grid, grid.claim(), text=text)


def _checked(request: HttpRequest, asked: _Asked) -> HttpResponse:
    """The answer to a claim; with a change that is tried beside it, or kept."""
    assert asked.claim is not None
    shelf = Shelf.on(asked.claim.coded_on)
    try:
        if kept := request.POST.get("keep", ""):
            claim = changed(asked.claim, read_change(kept))
            return _answer(request, _from_json(json.dumps(claim_json(claim))), shelf)
        if tried := request.POST.get("try", ""):
            change = read_change(tried)
            difference = compare(asked.claim, changed(asked.claim, change), shelf)
            return _answer(request, asked, shelf, (difference, tried, word_of(change, asked.claim)))
        return _answer(request, asked, shelf)
    except CodewardError as error:
        asked.error = error
        return _page(request, asked, status=422)


def _answer(
    request: HttpRequest, asked: _Asked, shelf: Shelf, tried: tuple[Difference, str, str] | None = None
) -> HttpResponse:
    claim = asked.claim
    if claim is None:
        return _page(request, asked, status=422)
    said = scrubbed(claim, shelf)
    context: dict[str, Any] = {
        "claim": claim,
        "groups": present.groups(said, claim),
        "found": len(said.findings),
        "clean": said.clean,
        "unchecked": unchecked(said.unchecked),
        "commands": present.commands(said.unchecked) if _staff(request) else (),
        "checked": present.checked(said.checked),
        "paid": paid(claim, shelf),
    }
    if tried is not None:
        difference, text, word = tried
        context |= {
            "tried": word,
            "tried_text": text,
            "gone": findings(_only(difference.before[0], difference.gone)),
            "come": findings(_only(difference.after[0], difference.come)),
            "moved": moved(difference),
        }
    return _page(request, asked, context)


def _only(said: Scrubbed, some: tuple[Finding, ...]) -> Scrubbed:
    return replace(said, findings=some)


def _said(shape: Any) -> Any:
    """The JSON of a claim without what it leaves open: shorter to read, and the same claim."""
    if isinstance(shape, dict):
        return {name: _said(value) for name, value in shape.items() if value is not None}
    return [_said(one) for one in shape] if isinstance(shape, list) else shape


def _staff(request: HttpRequest) -> bool:
    return request.user.is_authenticated and is_staff(request.user)


def _page(
    request: HttpRequest,
    asked: _Asked,
    more_context: dict[str, Any] | None = None,
    *,
    more: str = "",
    status: int = 200,
) -> HttpResponse:
    error = asked.error if isinstance(asked.error, ClaimError) else None
    grid = asked.grid
    context: dict[str, Any] = {
        "grid": grid,
        "kinds": [
            (kind, word, form, grid is not None and grid.kind == kind)
            for kind, (word, form) in present.KIND_WORDS.items()
        ],
        "problem": present.message_of(error) if error else told(asked.error) if asked.error else "",
        "text": asked.text or (json.dumps(_said(claim_json(asked.claim)), indent=1) if asked.claim else ""),
        "examples": [(kind, present.KIND_WORDS[kind][0]) for kind in EXAMPLES],
    }
    if grid is not None:
        context |= {
            "form_name": present.KIND_WORDS.get(grid.kind, present.KIND_WORDS["professional"])[1],
            "head": present.head_cells(grid, error),
            "sections": present.sections(grid, error, more),
        }
    return render(request, "scrub/scrub.html", {**context, **(more_context or {})}, status=status)

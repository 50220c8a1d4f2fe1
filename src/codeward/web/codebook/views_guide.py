"""The Official Guidelines: contents and search, and a section with our account beside the publisher's text."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from codeward.charts import guide, guidelines
from codeward.web.codebook.asked import asked_of
from codeward.web.codebook.citing import citing
from codeward.web.codebook.doors import page, readable
from codeward.web.codebook.present_guide import chapters, linked, passages, slug

__all__ = ["contents", "section", "short"]

# What the guidelines' parts are called where only our accounts are here; the publisher's headings stand in its edition.
PARTS = {
    "I": _("Conventions, general rules and rules of the chapters"),
    "II": _("Principal diagnosis"),
    "III": _("Additional diagnoses"),
    "IV": _("Outpatient services"),
    "I.A": _("Conventions"),
    "I.B": _("General rules"),
    "I.C": _("Rules of the chapters"),
}


@readable
def contents(request: HttpRequest) -> HttpResponse:
    """The table of contents, or with `q` the sections that have the words."""
    asked = asked_of(request)
    found = guide(asked.on)
    words = request.GET.get("q", "")[: guidelines.MAX_WORDS].strip()
    hits = (
        [(one, asked.url("guideline", slug(one.heading.id))) for one in found.search(words)] if words else []
    )
    context = {
        "q": words,
        "words": words.split(),
        "most": guidelines.MAX_WORDS,
        "hits": hits,
        "chapters": () if words else chapters(found, asked),
        "parts": PARTS,
        "guide": found,
        "publisher": guidelines.PUBLISHED_AT,
    }
    return page(request, "guidelines.html", "guidelines", context)


@readable
def section(request: HttpRequest, section: str) -> HttpResponse:
    """One section; for htmx only the inside of a dialog. Another way of writing it leads to its one address."""
    asked = asked_of(request)
    found = guide(asked.on)
    one = found.get(section)
    if one is None:
        raise Http404
    here = asked.url("guideline", slug(one.id))
    if section != slug(one.id):
        return redirect(here)
    near = [
        (name, each, asked.url("guideline", slug(each.id))) for name, each in _around(one) if each is not None
    ]
    context = {
        "one": one,
        "here": here,
        "ours": linked(one.ours.text, found, asked) if one.ours else (),
        "passages": passages(one, found, asked),
        "above": [(each, asked.url("guideline", slug(each.id))) for each in one.above],
        "below": [(each, asked.url("guideline", slug(each.id))) for each in one.below],
        "near": near,
        "guide": found,
        "publisher": guidelines.PUBLISHED_AT,
    }
    if request.headers.get("HX-Request"):
        return render(request, "codebook/_guideline.html", context)
    return page(request, "guideline.html", "guidelines", {**context, "citing": citing(request, one.id)})


def _around(one: guidelines.Guideline) -> tuple[tuple[str, guidelines.Heading | None], ...]:
    return (("prev", one.before), ("next", one.after))


@readable
def short(request: HttpRequest, section: str = "") -> HttpResponse:
    """The address that people type, /guidelines/I.C.9.a/, leads to the page in the codebook."""
    asked = asked_of(request)
    return redirect(
        asked.url("guideline", section) if section else asked.url("guidelines", q=request.GET.get("q"))
    )

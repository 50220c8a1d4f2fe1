"""Modifiers, places of service, and the releases on this desk."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from codeward.codesets import books, cpt, modifiers
from codeward.codesets.lists import place_of_service
from codeward.web.codebook import present_lists
from codeward.web.codebook.asked import asked_of
from codeward.web.codebook.doors import page, readable

__all__ = ["modifier", "modifier_list", "places", "releases"]


@readable
def modifier_list(request: HttpRequest) -> HttpResponse:
    """All modifiers in the order on the line, narrowed by words and setting; and what cannot stand together."""
    asked = asked_of(request)
    text, setting = request.GET.get("q", "")[:100], request.GET.get("setting", "")
    typed = request.GET.get("line", "")[:60]
    line = [part for part in typed.replace(",", " ").replace("-", " ").upper().split() if part][:8]
    groups = present_lists.modifier_groups(text, setting if setting in modifiers.SETTINGS else "", asked.on)
    context = {
        "q": text,
        "setting": setting,
        "settings": present_lists.SETTING_WORDS.items(),
        "groups": groups,
        "total": sum(len(rows) for _word, _told, rows in groups),
        "typed": typed,
        "line": line,
        "ordered": modifiers.in_order(line),
        "conflicts": modifiers.conflicts(line, asked.on),
        "unknown": [part for part in line if modifiers.get(part, asked.on) is None],
    }
    return page(request, "modifiers.html", "modifiers", context)


@readable
def modifier(request: HttpRequest, code: str) -> HttpResponse:
    """One modifier: what it says, where it fits, what it excludes, from where we know."""
    asked = asked_of(request)
    found = modifiers.get(code)
    if found is None:
        raise Http404
    if found.code != code:
        return redirect(asked.url("modifier", found.code))
    at = request.GET.get("code", "").strip()[:7].upper()
    on = asked.on or books.today()
    context = {
        "one": found,
        "kind": present_lists.KIND_WORDS[found.kind],
        "settings": [present_lists.SETTING_WORDS[name] for name in found.settings],
        "ranges": present_lists.ranges(found),
        "excludes": found.excludes,
        "in_force": found.in_force(on),
        "on": on,
        "at": at,
        "why_not": modifiers.why_not(found.code, at, on=asked.on, indicators=cpt.facts(at)) if at else "",
    }
    return page(request, "modifier.html", "modifiers", context)


@readable
def places(request: HttpRequest) -> HttpResponse:
    """Place of service codes, narrowed by words and by the rate paid there."""
    asked = asked_of(request)
    words = request.GET.get("q", "")[:100]
    rate = request.GET.get("rate", "")
    rows = [
        one
        for one in place_of_service.all_of(asked.on)
        if all(
            word in f"{one.code} {one.name} {one.explanation}".casefold() for word in words.casefold().split()
        )
        and rate in ("", "facility" if one.facility else "nonfacility")
    ]
    rates = [("", _("all")), ("facility", _("facility")), ("nonfacility", _("nonfacility"))]
    return page(request, "places.html", "modifiers", {"rows": rows, "q": words, "rate": rate, "rates": rates})


@readable
def releases(request: HttpRequest) -> HttpResponse:
    """What is open on this desk, and whether it is in force on the date."""
    asked = asked_of(request)
    context = {"systems": present_lists.open_releases(asked), "on": asked.on or books.today()}
    return page(request, "releases.html", "releases", context)

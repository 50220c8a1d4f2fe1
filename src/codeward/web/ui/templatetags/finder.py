"""The search of the codebook as a part of every page: ``{% load finder %}{% finder %}``."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

register = template.Library()


@register.inclusion_tag("ui/finder.html", takes_context=True)
def finder(
    context: dict[str, Any],
    inline: bool = False,
    query: str = "",
    scope: str = "",
    scopes: Any = (),
    collects: bool = False,
    pad: str = "",
) -> dict[str, Any]:
    """The search: in a dialog that its key opens, or `inline`, standing on a page of the codebook.

    `query` and `scope` are what was asked; `scopes` are (system, name) pairs to keep a search to one code set. The
    date of the page is taken from its context, where it has an ``asked`` with a date. Where it `collects`, Enter adds
    the code to the scratchpad `pad` instead of opening it; elsewhere Ctrl+Enter adds to the one that codes go to.
    """
    asked = context.get("asked")
    on = getattr(asked, "on", None)
    learner = context.get("learner")
    keys: dict[str, Any] = learner.keys if learner else {"on": True, "keys": {"search": "/"}}
    try:
        root, search = reverse("codebook:desk"), reverse("codebook:search")
    except NoReverseMatch:  # a school without a codebook
        root = search = ""
    try:
        collect = reverse("scratchpad:collect")
    except NoReverseMatch:
        collect = ""
    return {
        "inline": inline,
        "name": "here" if inline else "page",
        "root": root,
        "search": search,
        "on": on.isoformat() if on else "",
        "keep": getattr(asked, "query", "") if on else "",
        "key": keys["keys"]["search"] if keys["on"] else "",
        "collect": collect,
        "collect_key": keys["keys"].get("collect", "a") if keys["on"] else "",
        "collects": collects,
        "pad": pad,
        "query": query,
        "scope": scope,
        "scopes": scopes,
        "words": {
            "all": _("See all results"),
            "failed": _("The search did not answer. Try again in a moment."),
            "lately": _("recently opened"),
            "many": _("%n codes found"),
            "nearest": _("Closest words in the code set:"),
            "none": _("Nothing found. Search for the condition, not the body part."),
            "not_billable": _("not billable"),
            "one": _("1 code found"),
        },
    }

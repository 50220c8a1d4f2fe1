"""Template tags of the look: ``{% load ui %}``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from codeward.web.ui.data import paged, pages_of
from codeward.web.ui.forming import field_context, summary
from codeward.web.ui.icons import ICONS

register = template.Library()

STATUS = {"right": "check", "partial": "partial", "wrong": "close", "info": "info"}
NOTICES = {"success": "check", "warning": "warning", "error": "warning"}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of ui/icons.py. Without a `label` it is decoration and hidden from screen readers."""
    told = flatatt({"role": "img", "aria-label": label}) if label else mark_safe(' aria-hidden="true"')
    fill = "currentColor" if name == "dot" else "none"
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" fill="{}" stroke="currentColor" stroke-width="2"'
        ' stroke-linecap="round" stroke-linejoin="round" focusable="false"{}><path d="{}"/></svg>',
        fill,
        told,
        ICONS[name],
    )


@register.simple_tag
def code(value: str, large: bool = False) -> SafeString:
    """A code in its face. Nobody translates it."""
    return format_html('<span class="code{}" translate="no">{}</span>', " code-large" if large else "", value)


@register.simple_tag
def status(kind: str, word: str) -> SafeString:
    """A status chip: icon, word and color. `kind`: right, partial, wrong or info."""
    return format_html('<span class="chip chip-{}">{}{}</span>', kind, icon(STATUS[kind]), word)


@register.simple_tag
def billable(value: bool) -> SafeString:
    """Whether a concept is billable: dot, word and color."""
    if value:
        return format_html('<span class="billable">{}{}</span>', icon("dot"), _("billable"))
    return format_html('<span class="billable billable-no">{}</span>', _("not billable"))


@register.simple_tag
def highlighted(text: str, words: Iterable[str] = ()) -> SafeString:
    """`text` with each of the `words` in bold where a word of it starts so. Everything is escaped."""
    low = tuple(sorted({word.casefold() for word in words if word}, key=len, reverse=True))
    return format_html_join(" ", "{}", ((_bold(part, low),) for part in text.split(" ")))


def _bold(part: str, words: tuple[str, ...]) -> Any:
    bare = part.lstrip("([\"'").casefold()
    lead = len(part) - len(part.lstrip("([\"'"))
    for word in words:
        if bare.startswith(word):
            end = lead + len(word)
            return format_html("{}<b>{}</b>{}", part[:lead], part[lead:end], part[end:])
    return part


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, kind: str = "") -> dict[str, Any]:
    """A form's field with label, help and errors wired up for screen readers. `kind`: "" or "key"."""
    return field_context(bound, kind)


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: BaseForm, focus: bool = True) -> dict[str, Any]:
    """What is wrong with a form, above its fields: each error leads to its field.

    The summary takes the focus, unless something else of the page must have it.
    """
    faults = summary(form)
    return {
        "faults": faults,
        "focus": focus,
        "id": f"{faults[0][0] or form.prefix or 'form'}-summary" if faults else "",
    }


@register.inclusion_tag("ui/fields.html")
def fields(form: Any) -> dict[str, Any]:
    """All fields of a form, below a summary of what is wrong."""
    return {"form": form}


@register.inclusion_tag("ui/notice.html")
def notice(kind: str, text: str) -> dict[str, Any]:
    """A message in the page. `kind`: info, success, warning or error."""
    return {"kind": kind, "text": text, "icon_name": NOTICES.get(kind, "info")}


@register.inclusion_tag("ui/empty.html")
def empty(
    what: str, why: str = "", href: str = "", action: str = "", icon_name: str = "document"
) -> dict[str, Any]:
    """An empty state: what is empty, why, and the next step as a link."""
    return {"what": what, "why": why, "href": href, "action": action, "icon_name": icon_name}


@register.inclusion_tag("ui/concept.html")
def concept_row(hit: Any, href: str = "") -> dict[str, Any]:
    """One row of the codebook: code, title with the match in bold, why, billable. `hit`: a search Hit."""
    return {"hit": hit, "href": href, "matched": getattr(hit, "matched", ()), "why": getattr(hit, "why", "")}


@register.inclusion_tag("ui/progress.html")
def progress_bar(label: str, value: float, maximum: float = 100, shown: str = "") -> dict[str, Any]:
    """A bar with its label and its figure in words."""
    return {"label": label, "value": value, "maximum": maximum, "shown": shown or f"{value:g} / {maximum:g}"}


@register.filter
def untranslated(text: str) -> SafeString:
    """`text` as a name nobody translates, where a tag takes words: ``{% crumbs url book.title|untranslated %}``."""
    return format_html('<span translate="no">{}</span>', text)


@register.inclusion_tag("ui/crumbs.html")
def crumbs(*steps: str) -> dict[str, Any]:
    """Where one is: address and word of each page above, from the top, then the word of this page (or none).

    ``{% crumbs charts_url "Charts" chart.title %}``. A step without an address is left out, so that an app that is
    not installed leaves no gap.
    """
    pairs = [(href, word) for href, word in zip(steps[::2], steps[1::2], strict=False) if href]
    return {"pairs": pairs, "here": steps[-1] if len(steps) % 2 else ""}


@register.inclusion_tag("ui/pages.html")
def pages(page: Page[Any], query: str = "", newer: str = "", older: str = "") -> dict[str, Any]:
    """The links between the pages of a list, where it has more than one.

    `query` is the rest of the address, encoded and without `page`; `newer` and `older` are what the links say where
    the list is not one of what happened.
    """
    return {"pages": paged(page, query), "before": newer or _("Newer"), "after": older or _("Older")}


@register.inclusion_tag("ui/pages.html", takes_context=True)
def pages_here(context: dict[str, Any], number: int, of: int) -> dict[str, Any]:
    """The same for a list that is no paginator's: page `number` of `of`, at the present address."""

    def address(n: int) -> str:
        query = context["request"].GET.copy()
        query["page"] = str(n)
        return f"?{query.urlencode()}"

    return {"pages": pages_of(number, of, address), "before": _("Back"), "after": _("Next")}


@register.simple_tag(takes_context=True)
def and_back(context: dict[str, Any]) -> SafeString | str:
    """``?next=…`` for a link to sign in or up: back to this page, or to where a page of signing in leads already."""
    request = context.get("request")
    if request is None:
        return ""
    # A one-time link is used once: nothing is to be found there afterwards.
    entrance = request.path.startswith(("/accounts/", "/invited/", "/start/"))
    back = request.GET.get("next", "") if entrance else request.get_full_path()
    return format_html("?{}", urlencode({"next": back})) if back not in {"", "/"} else ""


@register.simple_tag(takes_context=True)
def here(context: dict[str, Any], prefix: str) -> SafeString | str:
    """``aria-current="page"`` where the present page lies under `prefix`."""
    request = context.get("request")
    if prefix and request is not None and request.path.startswith(prefix):
        return mark_safe('aria-current="page"')
    return ""

"""Template tags of the look: ``{% load ui %}``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

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
    """A status chip: icon, word and colour. `kind`: right, partial, wrong or info."""
    return format_html('<span class="chip chip-{}">{}{}</span>', kind, icon(STATUS[kind]), word)


@register.simple_tag
def billable(value: bool) -> SafeString:
    """Whether a concept is billable: dot, word and colour."""
    if value:
        return format_html('<span class="billable">{}{}</span>', icon("dot"), _("billable"))
    return format_html('<span class="billable billable-no">{}</span>', _("header"))


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
    check = isinstance(bound.field.widget, CheckboxInput)
    described = [f"{bound.id_for_label}-help"] if bound.help_text else []
    if bound.errors:
        described.append(f"{bound.id_for_label}-error")
    # The label stands above the field; a placeholder that repeats it would vanish while one types.
    attrs: dict[str, Any] = {"placeholder": False}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "field": bound,
        "widget": bound.as_widget(attrs=attrs),
        "check": check,
        "kind": kind or ("check" if check else ""),
    }


@register.inclusion_tag("ui/fields.html")
def fields(form: Any) -> dict[str, Any]:
    """All fields of a form, errors that belong to none first."""
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


@register.simple_tag(takes_context=True)
def here(context: dict[str, Any], prefix: str) -> SafeString | str:
    """``aria-current="page"`` where the present page lies under `prefix`."""
    request = context.get("request")
    if prefix and request is not None and request.path.startswith(prefix):
        return mark_safe('aria-current="page"')
    return ""

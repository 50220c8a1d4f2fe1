"""Template tags of the codebook: addresses that keep the coding date, links to entries. ``{% load codebook %}``."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from codeward.calculators import plain
from codeward.codesets import Desk, Instruction
from codeward.web.codebook.asked import Asked
from codeward.web.codebook.citations import address as citation_address
from codeward.web.codebook.sections import SECTIONS

register = template.Library()


@register.simple_tag(takes_context=True)
def address(
    context: dict[str, Any], name: str, args: Iterable[str] = (), fragment: str = "", **query: Any
) -> str:
    """The address of a page of the codebook, with the coding date kept."""
    asked: Asked = context.get("asked") or Asked()
    return asked.url(name, *([args] if isinstance(args, str) else args), fragment=fragment, **query)


@register.inclusion_tag("codebook/_tabs.html", takes_context=True)
def codebook_tabs(context: dict[str, Any], section: str) -> dict[str, Any]:
    """The tabs of the codebook, on its own pages and on those of one's own book ("own")."""
    asked = context.get("asked")  # one's own book asks for other things by this name
    return {"sections": SECTIONS, "section": section, "asked": asked if isinstance(asked, Asked) else None}


@register.simple_tag(takes_context=True)
def entry(context: dict[str, Any], system: str, code: str, text: str = "") -> SafeString:
    """A code that opens its entry."""
    asked: Asked = context.get("asked") or Asked()
    href = asked.entry(system, code)
    return format_html('<a class="code" translate="no" href="{}">{}</a>', href, text or code)


@register.filter
def prefixed(query: str, name: str) -> str:
    """The address `name` with a query behind it."""
    return f"{reverse(name)}{query}"


@register.simple_tag
def part_of(parts: dict[str, Any], name: str) -> Any:
    """What a part of the guidelines is called; nothing where it has no name of ours."""
    return parts.get(name, "")


@register.filter
def pair(first: str, second: str) -> tuple[str, str]:
    """Two arguments of an address."""
    return first, second


@register.simple_tag(takes_context=True)
def codelink(context: dict[str, Any], code: str) -> SafeString:
    """A code of a claim line that opens its entry in the book that such a code stands in."""
    return entry(context, Desk().book_for(code).system, code)


@register.filter(name="plain")
def plain_number(value: Decimal) -> str:
    """A figure without zeros at its end."""
    return plain(value)


@register.simple_tag
def tabular(code: str, release: str = "") -> SafeString:
    """A code that opens its entry of the Tabular List."""
    return _link(code, code, release)


@register.simple_tag
def linked(item: Instruction, release: str = "") -> SafeString:
    """The text of an instruction with each code that it names as a link. The text is not changed."""
    text, at, parts = item.text, 0, []
    for reference in item.references:
        place = text.find(reference.text, at)
        if place < 0 or not reference.text:
            continue
        parts.append(format_html("{}", text[at:place]))
        parts.append(_link(reference.text, reference.first, release))
        at = place + len(reference.text)
    parts.append(format_html("{}", text[at:]))
    return format_html_join("", "{}", ((part,) for part in parts))


def _link(text: str, code: str, release: str) -> SafeString:
    href = citation_address(f"Tabular {code.rstrip('-').rstrip('.')}", release)
    return format_html(
        '<a class="code" translate="no" href="{}" hx-get="{}" hx-target="#citation-body">{}</a>',
        href,
        href,
        text,
    )

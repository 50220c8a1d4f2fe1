"""Template tags of results: links into the Tabular List. ``{% load results %}``."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from codeward.codesets import Instruction
from codeward.web.results.citations import address

register = template.Library()


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
    href = address(f"Tabular {code.rstrip('-').rstrip('.')}", release)
    return format_html(
        '<a class="code" translate="no" href="{}" hx-get="{}" hx-target="#citation-body">{}</a>',
        href,
        href,
        text,
    )

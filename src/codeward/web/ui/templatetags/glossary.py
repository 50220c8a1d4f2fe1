"""Terms of the glossary in a page: ``{% load glossary %}``, ``{% term "billable code" %}`` where one first appears.

``{% terms text %}`` does the same inside a translated sentence, where a term is ``[billable code]``, or in another
form ``[billable code|billable]``.
"""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from codeward.charts import Term, glossary
from codeward.web.ui.learn import Gloss
from codeward.web.ui.templatetags.ui_learn import gloss

register = template.Library()

_MARK = re.compile(r"\[([^\[\]|]+)(?:\|([^\[\]|]+))?\]")


@register.simple_tag(takes_context=True)
def term(context: dict[str, Any], name: str, shown: str = "") -> SafeString:
    """A term that tells its meaning. `shown` is its form in the text, translated. Raises KeyError for another word."""
    return _told(context, glossary()[name], shown or _(name))


@register.simple_tag(takes_context=True)
def terms(context: dict[str, Any], text: str) -> SafeString:
    """A translated text whose marked terms tell their meaning. What is marked and no term stays as plain words."""
    parts: list[str] = []
    end = 0
    for mark in _MARK.finditer(text):
        name, shown = mark[1], mark[2] or mark[1]
        parts.append(text[end : mark.start()])
        parts.append(_told(context, glossary()[name], shown) if name in glossary() else shown)
        end = mark.end()
    parts.append(text[end:])
    return format_html_join("", "{}", ((part,) for part in parts))


def _told(context: dict[str, Any], entry: Term, shown: str) -> SafeString:
    told = Gloss(
        term=entry.term,
        means=entry.means,
        say=entry.say,
        confused=entry.confused,
        codes=entry.codes,
        href=f"{reverse('pages:glossary')}#{entry.slug}",
    )
    return render_to_string("ui/learn/gloss.html", gloss(context, told, shown))

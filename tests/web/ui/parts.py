"""A part of the look rendered alone, and what is read out of it."""

from __future__ import annotations

import re
from typing import Any

from django.template import Context, Template

EVIL = "<script>alert(1)</script>"


def render(source: str, **context: Any) -> str:
    """A template with the learning parts."""
    return Template("{% load ui ui_learn %}" + source).render(Context(context))


def words(html: str) -> str:
    """What is read out: text without marks that are hidden from screen readers."""
    html = re.sub(r'<(span|svg)[^>]*aria-hidden="true".*?</\1>', "", html, flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())

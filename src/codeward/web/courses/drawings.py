"""Pictures of lessons in a page: their styles are told to its policy, which refuses what stands in attributes."""

from __future__ import annotations

import re
from itertools import count
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe

__all__ = ["drawing", "with_nonce"]

MARK: Final = "nonce-of-this-page"
_ATTRIBUTE: Final = re.compile(r'\sstyle="([^"]*)"')


def drawing(name: str, svg: str) -> SafeString:
    """A picture as the loader read it: its style element carries the mark of a nonce, its style attributes are rules.

    The rules name their element three times, so that they stand above the picture's own classes as attributes did.
    """
    rules: list[str] = []
    numbers = count(1)

    def moved(match: re.Match[str]) -> str:
        key = f"{name.removesuffix('.svg')}-{next(numbers)}"
        rules.append(f'[data-s="{key}"][data-s="{key}"][data-s="{key}"]{{{match[1]}}}')
        return f' data-s="{key}"'

    told = _ATTRIBUTE.sub(moved, svg)
    if rules:
        told = told.replace("</svg>", f"<style>{''.join(rules)}</style></svg>")
    return mark_safe(told.replace("<style", f'<style nonce="{MARK}"'))  # noqa: S308 - read by an allow-list


def with_nonce(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page with its nonce where pictures have their mark."""
    nonce = str(getattr(request, "csp_nonce", ""))
    response.content = response.content.replace(f'nonce="{MARK}"'.encode(), f'nonce="{nonce}"'.encode())
    return response

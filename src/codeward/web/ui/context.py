"""What the base template needs on every page, whoever reads it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

__all__ = ["page"]


def page(request: HttpRequest) -> dict[str, Any]:
    """`csp_nonce` (django-htmx reads it too), and `codeward`: the settings of this school."""
    return {"csp_nonce": getattr(request, "csp_nonce", ""), "codeward": settings.CODEWARD}

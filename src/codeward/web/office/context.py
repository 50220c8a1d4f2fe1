"""What the templates of every page know of the office."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from codeward.web.grants.api import is_staff

__all__ = ["page"]


def page(request: HttpRequest) -> dict[str, Any]:
    """`office_open`: whether whoever reads works for the school."""
    return {"office_open": SimpleLazyObject(lambda: is_staff(getattr(request, "user", None)))}

"""What every template knows of the school."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from codeward.web.school.api import school

__all__ = ["page"]


def page(request: HttpRequest) -> dict[str, Any]:
    """`school`: its name, who answers, who may join. Asked for only by a template that shows it, and once."""
    return {"school": SimpleLazyObject(lambda: school(request))}

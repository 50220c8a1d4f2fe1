"""What every page of the office is rendered with: the bar with what its reader may open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from codeward.web.accounts.api import User
from codeward.web.grants.api import grants_of
from codeward.web.office.registry import queues_of, tabs_of

__all__ = ["page"]


def page(
    request: HttpRequest,
    user: User,
    template: str,
    context: Mapping[str, Any],
    *,
    tab: str,
    status: int = 200,
) -> HttpResponse:
    """Return the page of the office's tab named `tab`. Nothing of it is kept by a browser or a proxy."""
    roles = list(dict.fromkeys(str(one.get_role_display()) for one in grants_of(user)))
    bar = {
        "tabs": tabs_of(user),
        "queues": queues_of(user) if tab == "queues" else [],
        "here": tab,
        "roles": roles,
    }
    answer = render(request, template, {**bar, **context}, status=status)
    answer["Cache-Control"] = "no-store"
    return answer

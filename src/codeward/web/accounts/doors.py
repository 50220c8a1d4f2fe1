"""Doors of the accounts app: a view of somebody's own data gets whoever works here, or they sign in first."""

from __future__ import annotations

from functools import wraps
from typing import Any, ParamSpec, Protocol

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from codeward.web.accounts.api import current_learner
from codeward.web.accounts.models import User

__all__ = ["learner_required"]

P = ParamSpec("P")


class View(Protocol[P]):
    """A view of somebody's own data."""

    def __call__(
        self, request: HttpRequest, learner: User, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse: ...


def learner_required(view: View[P]) -> Any:
    """Give the view whoever works here, account or guest; everybody else signs in first."""

    @wraps(view)
    def inner(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        learner = current_learner(request)
        if learner is None:
            return redirect_to_login(request.get_full_path())
        return view(request, learner, *args, **kwargs)

    return inner

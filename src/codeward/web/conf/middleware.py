"""One line of log a request, and headers that browsers heed."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from codeward.web.conf.scrub import scrub

__all__ = ["Headers", "RequestLog"]

logger = structlog.get_logger("codeward.web")
Next = Callable[[HttpRequest], HttpResponse]


class RequestLog:
    """Binds a request id to every event of a request and writes one event at its end."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        structlog.contextvars.clear_contextvars()
        request_id = uuid.uuid4().hex[:12]
        structlog.contextvars.bind_contextvars(request=request_id)
        start = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        if not request.path.startswith("/static/"):
            # The path only: a query string may hold what somebody searched for, or a token.
            logger.info(
                "request",
                method=request.method,
                path=scrub(request.path),
                status=response.status_code,
                ms=round((time.perf_counter() - start) * 1000, 1),
            )
        return response


class Headers:
    """Headers that Django does not set by itself."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault(
            "Permissions-Policy",
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
        )
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith("/static/"):
            # Pages are personal: no shared cache may keep them.
            response.setdefault("Cache-Control", "private, no-cache")
        return response

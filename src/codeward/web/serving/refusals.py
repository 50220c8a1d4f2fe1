"""What the server answers by itself: requests that no page ever sees, in the shape of their address."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final, NamedTuple

from django.conf import settings

from codeward.web.shapes import Shape, body, shape

__all__ = ["Said", "said"]

_SAID: Final = {
    400: ("This request is not HTTP as it should be.", "Reload the page, or mend the program that sent it."),
    408: ("The request took too long to arrive.", "Try again on a better connection."),
    414: ("The address is too long.", "Ask for less at once."),
    431: ("The headers of the request are too long.", "Clear this site's cookies and try again."),
    501: (
        "The request came in a form that the school does not take.",
        "Send it again as it is, not encoded.",
    ),
    503: ("The school is taking in too much just now.", "Try again in a minute."),
    500: ("Something went wrong in the school.", "Try again in a moment."),
}
_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body><h1>{title}</h1><p>{text}</p></body></html>
"""


class Said(NamedTuple):
    """A whole answer."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def said(status: int, path: str) -> Said:
    """Return the answer with which a connection ends; what is not listed is a request that is not HTTP (400)."""
    status = status if status in _SAID else 500 if status >= 500 else 400
    sentence, way_out = _SAID[status]
    title = HTTPStatus(status).phrase
    kind = shape(path)
    if kind is Shape.PAGE:
        content, text = "text/html; charset=utf-8", _PAGE.format(title=title, text=f"{sentence} {way_out}")
    else:
        content, text = body(kind, status, sentence, way_out)
    headers = [
        ("Content-Type", content),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        (
            "Content-Security-Policy",
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
    ]
    if settings.SECURE_HSTS_SECONDS:  # browsers heed it by https alone (RFC 6797, 8.1)
        below = "; includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else ""
        headers.append(("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}{below}"))
    return Said(status, headers, text.encode())

"""The Content Security Policy: everything from ourselves, scripts by nonce, nothing inline, no eval."""

from __future__ import annotations

from typing import Any

from csp.constants import NONCE, NONE, SELF

__all__ = ["POLICY"]

POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],  # the QR code of the second factor is a data: image
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

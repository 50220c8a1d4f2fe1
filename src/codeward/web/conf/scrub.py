"""Secrets that some addresses hold, cut out of whatever is about to be written into a log (ASVS 14.2.1, 16.2.5).

It works on the finished text of an event, so it does not matter which library wrote it, through which logger, with
which method or status, or whether the address stands in a message, a header that was refused, or a traceback.
"""

from __future__ import annotations

import re

__all__ = ["SECRET_PATHS", "scrub"]

# Addresses whose next part signs somebody in, confirms an address, sets a password or ends mails.
# A test asks this of every address of the school that takes a token or a key.
SECRET_PATHS = (
    "/start/",
    "/invited/",
    "/notices/off/",
    "/accounts/confirm-email/",
    "/accounts/password/reset/key/",
)
CUT = "…"


def _slashes(path: str) -> str:
    # An address inside an address has its slashes written out.
    return re.escape(path).replace("/", "(?:/|%2F)+")


_PATHS = re.compile(
    "(" + "|".join(_slashes(path) for path in SECRET_PATHS) + r")[^\s\"'<>?&#)\]}]+", re.IGNORECASE
)
# The tokens by their look, wherever they stand: 256 random bits as the secrets module writes them and the signatures of
# Django's signing (large and small letters and digits, 40 or more), and Django's token for a new password.
_LOOK = re.compile(
    r"(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[A-Za-z0-9_-]{40,}"
    r"|(?<![\w-])[0-9a-z]{1,13}-[0-9a-z]{6,7}-[0-9a-f]{32}(?![\w-])"
)


def scrub(text: str) -> str:
    """`text` without the secrets: what comes after the address of a one-time link, and what looks like a token."""
    return _LOOK.sub(CUT, _PATHS.sub(rf"\1{CUT}", text))

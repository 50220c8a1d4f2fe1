"""What addresses hold: public ids instead of rows' numbers, and the tokens of links that let their reader in.

Public ids tell neither count nor order. Of a token the database keeps a digest only.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.db import models

__all__ = [
    "ALPHABET",
    "LENGTH",
    "PublicIdConverter",
    "PublicIdField",
    "new_public_id",
    "new_token",
    "token_hash",
]

# Crockford's alphabet in small letters: no i, l, o, u, so that an id can be read aloud.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 16  # 80 random bits


def new_public_id() -> str:
    """A fresh id of 16 characters, 80 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def new_token() -> str:
    """A fresh secret for a link: 256 random bits in text."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token: it has 256 random bits, so a plain digest cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


class PublicIdField(models.CharField[str, str]):
    """A unique public id, made with the row. ``public_id = PublicIdField()``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LENGTH)
        kwargs.setdefault("default", new_public_id)
        kwargs.setdefault("unique", True)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)


class PublicIdConverter:
    """``<pid:name>`` in an address."""

    regex = f"[{ALPHABET}]{{{LENGTH}}}"

    def to_python(self, value: str) -> str:
        """The id as the database holds it."""
        return value

    def to_url(self, value: str) -> str:
        """The id as the address shows it."""
        return value

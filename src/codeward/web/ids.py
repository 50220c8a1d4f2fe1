"""Public ids: what an address shows instead of a row's number. They tell neither count nor order."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models

# Crockford's alphabet in small letters: no i, l, o, u, so that an id can be read aloud.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 16  # 80 random bits


def new_public_id() -> str:
    """A fresh id of 16 characters, 80 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


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

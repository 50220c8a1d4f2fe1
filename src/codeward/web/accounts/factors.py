"""Secrets of second factors, encrypted in the database by a key made from the school's (ASVS 11.3.2, 13.3.1).

Whoever reads the database alone, such as a copy of it, learns neither the key of an authenticator app nor a recovery
code. The school's key lies in the home, not in the database.
"""

from __future__ import annotations

import base64
import os

import structlog
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac

__all__ = ["FactorAdapter", "decrypted", "encrypted"]

log = structlog.get_logger("codeward.web")
PREFIX = "fernet:"
SALT = "codeward.accounts.factors"


def _key() -> Fernet:
    # HMAC-SHA-256 of a key of 512 random bits under a salt of its own: 256 bits for this use alone.
    return Fernet(base64.urlsafe_b64encode(salted_hmac(SALT, "1", algorithm="sha256").digest()))


def encrypted(text: str) -> str:
    """`text` as the database holds it: Fernet (AES-128-CBC, HMAC-SHA-256), with what says so before it."""
    return PREFIX + _key().encrypt(text.encode()).decode()


def decrypted(text: str) -> str:
    """What `encrypted` was given; text from before there was encryption as it is.

    Under another key than it was encrypted with nothing can be read: a random secret is returned then, which no code
    fits, and the log says so. An empty one would be a secret that everybody knows.
    """
    if not text.startswith(PREFIX):
        return text
    try:
        return _key().decrypt(text.removeprefix(PREFIX).encode()).decode()
    except InvalidToken:
        log.error(
            "a second factor cannot be read: the secret key of the school is another than when it was set up"
        )
        return base64.b32encode(os.urandom(20)).decode()


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # untyped library
    """allauth's second factors, with secrets that the database alone does not give away."""

    def encrypt(self, text: str) -> str:
        """As :func:`encrypted`."""
        return encrypted(text)

    def decrypt(self, encrypted_text: str) -> str:
        """As :func:`decrypted`."""
        return decrypted(encrypted_text)

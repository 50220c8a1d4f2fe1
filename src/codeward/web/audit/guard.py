"""What may stand in a row: named fields with short plain values. Never a secret, never a way to reach a person.

Rows are kept for years and cannot be changed, so what must not be in one is refused before it is written (ASVS 5.0.0
16.2.5: what a log may hold follows from how well the data must be protected).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from codeward.errors import quoted
from codeward.web.audit.acts import AuditError

__all__ = ["checked", "cleaned", "is_secret_like"]

FIELDS = 20
LONGEST = 200
REASON = 1000
FIELD = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
# Parts of a field's name that say what is in it.
SECRET = frozenset(
    {
        *("auth", "authorization", "body", "cookie", "credential", "credentials", "csrf", "digest", "hash"),
        *("hashed", "html", "key", "keys", "otp", "passphrase", "passwd", "password", "passwords", "pin"),
        *("private", "salt", "secret", "secrets", "seed", "session", "signature", "text", "token", "tokens"),
        "totp",
    }
)
PERSONAL = frozenset(["address", "birth", "birthday", "email", "emails", "mail", "phone", "ssn"])
# A mail address; the random text of a token, a hash or a code for a second factor.
ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")
MIXED = re.compile(r"(?=[A-Za-z0-9+/=_-]*[a-z])(?=[A-Za-z0-9+/=_-]*[A-Z])[A-Za-z0-9+/=_-]{32,}")
UNBROKEN = re.compile(r"(?=[A-Za-z]*[0-9])[A-Za-z0-9]{24,}|[A-Za-z0-9]{32,}")
RANDOM = re.compile(f"{MIXED.pattern}|{UNBROKEN.pattern}")
Value = str | int | bool | None


def is_secret_like(field: str) -> bool:
    """Whether a field of that name holds a secret or a way to reach somebody, by the words in its name."""
    return not (SECRET | PERSONAL).isdisjoint(field.lower().split("_"))


def checked(changed: Mapping[str, Any] | None) -> dict[str, list[Value]]:
    """Return `changed` (field → old and new value) as a row keeps it.

    Values are None, true or false, whole numbers, texts of at most 200 characters; days, times and decimals become
    texts. Raises AuditError for more than 20 fields, for a name that is malformed or says that it holds a secret,
    and for a value that is long, random like a token, or a mail address.
    """
    if changed is None:
        return {}
    if len(changed) > FIELDS:
        raise AuditError(f"{len(changed)} fields in one row", f"Name at most {FIELDS}.")
    return {field: _pair(field, pair) for field, pair in changed.items()}


def _pair(field: str, pair: Any) -> list[Value]:
    if len(field) > 40 or not FIELD.fullmatch(field):
        raise AuditError(f"{quoted(field)} is no name of a field", "Use small letters and underscores.")
    if is_secret_like(field):
        raise AuditError(f"the field {field} may hold a secret", "Say that it changed by the act alone.")
    if not isinstance(pair, (list, tuple)) or len(pair) != 2:
        raise AuditError(f"the field {field} has no old and new value", "Give both: (old, new).")
    return [_value(field, one) for one in pair]


def _value(field: str, value: Any) -> Value:
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        value = str(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < 2**53:  # what every reader of JSON holds exactly
        return value
    if not isinstance(value, str):
        raise AuditError(f"the value of {field} is no plain value", "Give text, a whole number or a date.")
    text = str(value)
    if len(text) > LONGEST or not text.isprintable():
        raise AuditError(
            f"the value of {field} is too long or not one line", f"Give at most {LONGEST} characters."
        )
    if ADDRESS.search(text) or RANDOM.search(text):
        raise AuditError(f"the value of {field} looks like a secret", "Say that it changed by the act alone.")
    return text


def cleaned(reason: str) -> str:
    """Return a reason as a row keeps it: printable, at most 1,000 characters, without what looks like a secret.

    People write it in the middle of a decision, so it is mended rather than refused.
    """
    plain = "".join(char if char.isprintable() or char == "\n" else " " for char in reason).strip()
    for pattern in (ADDRESS, RANDOM):
        plain = pattern.sub(_("[left out]"), plain)
    return plain[:REASON]

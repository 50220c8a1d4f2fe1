"""The classes of what the school keeps: what each is, and how long. Every model names one, `privacy_class`.

The classes are those of the school's own rules (`docs/reference/privacy.md`); what a model adds is only its name.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

__all__ = ["FLEETING_DAYS", "Privacy"]

FLEETING_DAYS: Final = 90
"""Days of the school after which nothing fleeting is left."""


class Privacy(StrEnum):
    """How near to a person something is, and so how long it is kept."""

    PUBLIC = "public"  # of nobody: kept for ever, or as long as the school needs it
    ACCOUNT = "account"  # with the account, and gone with it
    RECORD = "record"  # what somebody did here: with the account; where the records duty is on, for its years
    SENSITIVE = "sensitive"  # files, money, accommodation, complaints: each for its time after the decision
    FLEETING = "fleeting"  # of use for days: a chore removes it

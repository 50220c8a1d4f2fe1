"""What can be wrong with a question to the provider: a closed list, each fault told where it stands."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import StringConstraints

from codeward.charts import StrictModel
from codeward.curriculum.base import Cites, Long

__all__ = ["QUERY_FAULTS", "Fault", "QueryFault", "Sound"]

# AHIMA/ACDIS, Guidelines for Achieving a Compliant Query Practice (2022).
QueryFault = Literal[
    "leading",
    "no_indicators",
    "payment_named",
    "unsupported_option",
    "no_other_or_unable",
    "yes_no_new",
]
QUERY_FAULTS: tuple[str, ...] = get_args(QueryFault)
Place = Annotated[str, StringConstraints(pattern=r"^(s[0-9]{1,2}|whole)$")]


class Fault(StrictModel):
    """A fault of a draft, on a sentence of it or on the whole."""

    at: Place
    fault: QueryFault
    why: Long
    cite: Cites = ()


class Sound(StrictModel):
    """A sentence of a draft that is as it should be, and why."""

    at: Place
    why: Long

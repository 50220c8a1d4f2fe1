"""An anesthesia case as the record has it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Literal, get_args

from codeward.bounds import PLACES, fits
from codeward.calculators.anesthesia_rules import CIRCUMSTANCES, STATUS, STEPS, UNTIMED
from codeward.calculators.reasons import InputError, number
from codeward.errors import quoted

__all__ = ["Case"]

Payer = Literal["medicare", "other"]
Role = Literal["physician", "anesthetist"]
TimeRule = Literal["tenth", "whole"]


@dataclass(frozen=True)
class Case:
    """An anesthesia case as the record has it.

    `role` is who bills. For the physician `concurrent` is how many cases were directed at once, this one included; 0
    where the physician gave the anesthesia in person. For the anesthetist `directed` says whether a physician
    directed. `steps` are those of STEPS that are documented; None where they are not to be checked.
    """

    code: str
    minutes: int
    base: Decimal | None = None
    payer: str = "medicare"
    status: str | None = None
    circumstances: tuple[str, ...] = ()
    conversion_factor: Decimal | None = None
    role: str = "physician"
    concurrent: int = 0
    directed: bool = False
    at_induction: bool = False
    monitored: bool = False
    steps: tuple[str, ...] | None = None
    time_rule: str = "tenth"
    minutes_per_unit: int = 15
    on: dt.date | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be, naming the field."""
        if not (self.code.isascii() and self.code.isdigit() and len(self.code) == 5 and self.code[0] == "0"):
            raise InputError(
                "code", f"{quoted(self.code)} is not an anesthesia code", "One of 00100 to 01999"
            )
        if not 0 <= self.minutes <= 10_080 or (self.minutes == 0 and self.code not in UNTIMED):
            raise InputError(
                "minutes", f"{quoted(self.minutes)} cannot be", "Give the minutes of anesthesia, from 1 on"
            )
        self._one_of("payer", get_args(Payer))
        self._one_of("role", get_args(Role))
        self._one_of("time_rule", get_args(TimeRule))
        self._one_of("status", (None, *STATUS))
        for name, given, known in (
            ("circumstances", self.circumstances, CIRCUMSTANCES), ("steps", self.steps or (), STEPS),
        ):  # fmt: skip
            for each in given:
                if each not in known:
                    raise InputError(name, f"{quoted(each)} is not known", f"One of: {', '.join(known)}")
            if len(set(given)) < len(given):
                raise InputError(name, "one is given twice", "Give each once")
        for name, value, most in (
            ("base", self.base, 100),
            ("conversion_factor", self.conversion_factor, 10_000),
        ):
            if value is not None and not (fits(value) and 0 <= value <= most):
                raise InputError(
                    name,
                    f"{quoted(value)} cannot be",
                    f"Give a number from 0 to {most}, with at most {PLACES} decimal places",
                )
        if not 0 <= self.concurrent <= 50:
            raise InputError(
                "concurrent", f"{quoted(self.concurrent)} cannot be", "Give how many cases ran at once"
            )
        self._check_payer()

    def _check_payer(self) -> None:
        if not 5 <= self.minutes_per_unit <= 60:
            raise InputError(
                "minutes_per_unit", f"{quoted(self.minutes_per_unit)} cannot be", "Give 5 to 60, such as 15"
            )
        if self.payer == "medicare" and (self.time_rule != "tenth" or self.minutes_per_unit != 15):
            raise InputError("time_rule", "Medicare counts 15 minutes a unit to one decimal", "Leave it out")

    def _one_of(self, name: str, allowed: tuple[str | None, ...]) -> None:
        if getattr(self, name) not in allowed:
            words = ", ".join(word for word in allowed if word)
            raise InputError(name, f"{quoted(getattr(self, name))} is not known", f"One of: {words}")

    def to_json(self) -> dict[str, Any]:
        """Return what was asked."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: _jsoned(value) for name, value in values.items()}


def _jsoned(value: Any) -> Any:
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value

"""The relative weights of MS-DRGs: Table 5 of the IPPS final rule, one file a fiscal year."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from codeward.grouper.model import Weight

__all__ = ["Table", "table_on"]

_DATA = Path(__file__).parent / "data"


class Table(NamedTuple):
    """The weights of one fiscal year: its name ("FY2026"), its days, and a row for each group."""

    name: str
    first: date
    last: date
    rows: MappingProxyType[int, Weight]


def table_on(discharge: date) -> Table | None:
    """Return the weights of the fiscal year of *discharge* (October to September), None where there are none here."""
    return _table(discharge.year + (discharge.month >= 10))


@lru_cache(maxsize=16)
def _table(year: int) -> Table | None:
    path = _DATA / f"weights-fy{year}.csv"
    if not path.exists():
        return None
    with path.open(encoding="utf-8", newline="") as stream:
        rows = {int(row["drg"]): _row(row) for row in csv.DictReader(stream)}
    return Table(f"FY{year}", date(year - 1, 10, 1), date(year, 9, 30), MappingProxyType(rows))


def _row(row: dict[str, str]) -> Weight:
    figure = {name: Decimal(row[name]) if row[name] else None for name in _FIGURES}
    return Weight(
        int(row["drg"]),
        row["title"],
        row["mdc"],
        cast("Any", row["type"]),
        figure["weight_uncapped"],
        figure["weight"],
        figure["geometric_days"],
        figure["arithmetic_days"],
        row["post_acute"] == "yes",
        row["special_pay"] == "yes",
    )


_FIGURES = ("weight_uncapped", "weight", "geometric_days", "arithmetic_days")

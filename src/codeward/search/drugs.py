"""Drugs by brand and generic name: what they are, where their poisoning is coded, which HCPCS codes pay for them.

`data/drugs.csv` is our own compilation. `source` and `verified` say of each row what it was compared with (see
`SOURCES`, `VERIFIED`). A brand is a trade mark of its owner and stands here as the name people use.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

__all__ = ["FILE", "SOURCES", "VERIFIED", "Drug", "load"]

FILE = Path(__file__).parent / "data" / "drugs.csv"
SOURCES = {
    "own": "Own compilation; generic and brand names can be checked in the FDA National Drug Code Directory",
    "cdc-table": "CDC, ICD-10-CM Table of Drugs and Chemicals, April 2026",
    "tabular": "CDC, ICD-10-CM Tabular, April 2026",
    "hcpcs": "HCPCS Level II, as in Codeward's own set (facts of CMS's files)",
}
VERIFIED = {
    "cdc-table": "the T code is that of the substance in CDC's table (compared by machine)",
    "class": "the T code is that of the drug's class in the Tabular; CDC's table lacks the substance or lags behind",
    "hcpcs": "the HCPCS codes name this generic (compared by machine)",
    "names": "names from knowledge of the market, not compared with a list",
}


class Drug(NamedTuple):
    """One drug: `poisoning` is the class in chapter 19 (T45.51), `long_term` the code of its use (Z79.01)."""

    generic: str
    brands: tuple[str, ...]
    kind: str
    poisoning: str
    long_term: str
    hcpcs: tuple[str, ...]
    source: tuple[str, ...]
    verified: tuple[str, ...]


@cache
def load() -> tuple[Drug, ...]:
    """Return every drug that has a source; a row without one is not shown."""
    import csv

    with FILE.open(encoding="utf-8", newline="") as stream:
        return tuple(
            Drug(
                row["generic"],
                tuple(filter(None, row["brands"].split(";"))),
                row["class"],
                row["t_code"],
                row["z_code"],
                tuple(row["hcpcs"].split()),
                tuple(row["source"].split()),
                tuple(row["verified"].split()),
            )
            for row in csv.DictReader(stream)
            if row["source"]
        )

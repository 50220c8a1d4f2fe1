"""Which edition a file is of, from its name and from what it says; and when an edition is in force.

ICD-10-CM, ICD-10-PCS and what goes with them follow the federal fiscal year (1 October), with updates on 1 April;
HCPCS, NCCI, the fee schedule and OPPS are published by quarter, CPT by calendar year.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from codeward.codesets.systems import SYSTEMS

__all__ = ["Stated", "end_of", "fiscal", "from_name", "start_of_year", "year_of"]

_MONTHS = {"jan": 1, "apr": 4, "jul": 7, "oct": 10}
_MONTH = r"(jan|apr|jul|oct)(?:uary|il|y|ober)?"
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), fields)
    for pattern, fields in (
        (r"(?<!\d)(20\d\d)[-_]?(\d\d)[-_]?(\d\d)(?!\d)", "ymd"),
        (r"(?<!\d)(\d\d)[-_](\d\d)[-_](20\d\d)(?!\d)", "mdy"),
        (r"(?<!\d)(20\d\d)[-_](01|04|07|10)(?!\d)", "ym"),
        (rf"(?<![a-z]){_MONTH}[-_ ]*(?:0?1(?:st)?[-_, ]+)?(20\d\d)(?!\d)", "ny"),
        (rf"(?<!\d)(20\d\d)[-_ ]*{_MONTH}(?![a-z])", "yn"),
        (rf"rvu(\d\d)[-_]?{_MONTH}(?![a-z])", "yn"),
        (r"rvu(\d\d)([a-d])r?(?![a-z])", "yq"),
        (r"v(\d\d)([0-3])r\d", "vq"),
        (r"v(20\d\d)q([1-4])(?!\d)", "yQ"),
        (rf"FY[-_ ]?(20\d\d|\d\d)[-_ ]{_MONTH}(?![a-z])", "fn"),
        (r"FY[-_ ]?(20\d\d|\d\d)(?!\d)", "y"),
        (r"(?<!\d)(20[12]\d)(?!\d)", "y"),
    )
)


class Stated(NamedTuple):
    """What a file or its name states of its edition: the day it came into force, only its year, or nothing."""

    start: date | None = None
    year: int | None = None

    def __str__(self) -> str:
        return str(self.start or self.year or "an edition it does not name")


def fiscal(system: str) -> bool:
    """Say whether releases of *system* follow the fiscal year."""
    return SYSTEMS[system].calendar == "fiscal"


def year_of(system: str, day: date) -> int:
    """Return the fiscal or calendar year in which *day* lies, as *system* counts."""
    return day.year + (fiscal(system) and day.month >= 10)


def start_of_year(system: str, year: int) -> date:
    """Return the first day of a fiscal or calendar year."""
    return date(year - 1, 10, 1) if fiscal(system) else date(year, 1, 1)


def end_of(system: str, start: date, *, quarter: bool) -> date | None:
    """Return the last day of an edition that came into force on *start*; *quarter*: it is of that quarter alone."""
    calendar = SYSTEMS[system].calendar
    if calendar == "none":
        return None
    if calendar == "fiscal":
        return date(year_of(system, start), 9, 30)
    if calendar == "quarter" and quarter:
        month = (start.month - 1) // 3 * 3 + 4
        return date(start.year + month // 13, (month - 1) % 12 + 1, 1) - timedelta(days=1)
    return date(start.year, 12, 31)


def from_name(name: str, system: str = "icd10cm") -> Stated:
    """Return the edition that a file's name gives, or else the name of the archive that it lay in.

    A file that names its year alone is of the day that the archive around it names, if that lies in the year as
    *system* counts: `april-1-2026-….zip` holds an `icd10cm_order_2026.txt` like that of October.
    """
    said = Stated()
    for part in reversed(re.split(r"[!/]", name)):
        found = _in_part(part)
        if found is None:
            continue
        if found.start is not None and said.year in (None, year_of(system, found.start)):
            return found
        if said.year is None:
            said = found
    return said


def _in_part(part: str) -> Stated | None:
    for pattern, fields in _PATTERNS:
        for match in pattern.finditer(part):
            found = _read(dict(zip(fields, match.groups(), strict=False)))
            if found is not None:
                return found
    return None


def _read(fields: dict[str, str]) -> Stated | None:
    """Return the edition of what matched: y year, m month, d day, n month's name, q quarter, v NCCI version, f FY.

    Q is a quarter that is written as a number.
    """
    if "v" in fields:  # version 30.2 is of the third quarter of 2024
        return Stated(date(1994 + int(fields["v"]), 1 + 3 * int(fields["q"]), 1))
    number = int(fields.get("y") or fields["f"])
    year = number + 2000 if number < 100 else number
    month = _month(fields)
    if month is None:
        return Stated(None, year)
    if "f" in fields and month >= 10:
        year -= 1
    try:
        return Stated(date(year, month, int(fields.get("d", "1"))))
    except ValueError:
        return None


def _month(fields: dict[str, str]) -> int | None:
    if "n" in fields:
        return _MONTHS[fields["n"].lower()]
    if "Q" in fields:
        return 3 * int(fields["Q"]) - 2
    if "q" in fields:
        return 1 + 3 * "abcd".index(fields["q"].lower())
    return int(fields["m"]) if "m" in fields else None

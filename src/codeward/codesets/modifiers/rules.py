"""What may stand on a line: which modifiers exclude each other, their order, and whether one fits a code.

NCCI Policy Manual, chapter I, section E, and the manuals cited at each modifier. CMS states no one national order;
its contractors ask for those that change the price first, then those that decide payment, then sides and sites, then
what only informs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from codeward.codesets.modifiers.ambulance import trip
from codeward.codesets.modifiers.load import level2, table
from codeward.codesets.modifiers.model import KINDS, Conflict, Modifier, Pair, Setting

__all__ = ["all_of", "conflicts", "fits", "get", "in_order", "listed", "why_not"]

_LAST = len(KINDS)
_AMBULANCE = ("A0021", "A0999")


def all_of(on: date | None = None) -> tuple[Modifier, ...]:
    """Return the modifiers in force on that day, in alphanumeric order; without a day also those that ended."""
    return tuple(row for row in table().by_code.values() if on is None or row.in_force(on))


def get(code: str, on: date | None = None, *, line: str = "") -> Modifier | None:
    """Return the modifier, or None where there is none on that day.

    *line* is the code it stands at: two letters such as "RH" or "SG" are a trip on an ambulance code.
    """
    key = code.strip().upper()
    found = table().by_code.get(key)
    if found is None or (_inside(line.upper(), *_AMBULANCE) and "ambulance" not in found.settings):
        found = trip(key) or found
    return found if found is not None and (on is None or found.in_force(on)) else None


def conflicts(
    codes: Iterable[str], on: date | None = None, *, line: str = "", setting: Setting | None = None
) -> tuple[Conflict, ...]:
    """Return each pair that cannot stand on one line, one that stands twice, and one that lacks another.

    Some pairs exclude each other only at certain codes or in certain settings. They are left out where *line*, the
    code the modifiers stand at, or *setting* is given and is none of these.
    """
    keys = [code.strip().upper() for code in codes]
    known = [(key, get(key, on)) for key in keys]
    found: list[Conflict] = []
    for place, (key, modifier) in enumerate(known):
        for other, second in known[place + 1 :]:
            if key == other:
                found.append(Conflict(key, other, "It stands there twice."))
            elif modifier is not None and second is not None:
                why = _why(modifier, second, on, line.strip().upper(), setting)
                found += [Conflict(key, other, why)] if why else []
        if modifier is not None:
            found += [
                Conflict(key, needed, f"{key} needs {needed} on the same line. {modifier.citation}.")
                for needed in modifier.requires
                if needed not in keys
            ]
    return tuple(found)


def _why(first: Modifier, second: Modifier, on: date | None, line: str, setting: Setting | None) -> str:
    """Return why two modifiers exclude each other on the line; empty where they do not."""
    pair = table().pair(first.code, second.code)
    if pair is not None:
        return _of_pair(first, second, pair) if _applies(pair, on, line, setting) else ""
    if second.code not in first.excludes:
        return ""
    shared = [group for group in first.groups if group in second.groups]
    because = f": {table().groups[shared[0]]}" if shared else ""
    return f"{first.code} and {second.code} exclude each other{because}. {first.citation}."


def _of_pair(first: Modifier, second: Modifier, pair: Pair) -> str:
    return f"{first.code} and {second.code} exclude each other: {pair.why}. {pair.citation}."


def _applies(pair: Pair, on: date | None, line: str, setting: Setting | None) -> bool:
    if pair.effective_from is not None and on is not None and on < pair.effective_from:
        return False
    if pair.everywhere or (not line and setting is None):
        return True
    if setting is not None and setting not in pair.settings:
        return False
    return not line or any(_inside(line, first, last) for first, last in pair.codes)


def in_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Return the modifiers as they stand on the claim line; a trip first, unknown ones last, else as given."""
    keys = [code.strip().upper() for code in codes]
    return tuple(sorted(keys, key=_place))


def _place(key: str) -> int:
    modifier = get(key)
    if modifier is None:
        return _LAST
    return -1 if modifier.level == "ambulance" else KINDS.index(modifier.kind)


def listed(code: str) -> bool:
    """Say whether there is such a modifier at all, taught here or not: CPT's numbers, CMS's list, trips."""
    key = code.strip().upper()
    return key in table().by_code or key in level2() or trip(key) is not None


def fits(
    modifier: str,
    code: str,
    setting: Setting | None = None,
    on: date | None = None,
    indicators: Mapping[str, Any] | None = None,
) -> bool:
    """Say whether the modifier may stand at *code* on a claim from that setting.

    *indicators* are those of the fee schedule for the code, by the names that the CPT book's facts have; without them
    only the ranges of codes speak.
    """
    return why_not(modifier, code, setting, on, indicators) is None


def why_not(
    modifier: str,
    code: str,
    setting: Setting | None = None,
    on: date | None = None,
    indicators: Mapping[str, Any] | None = None,
) -> str | None:
    """Return why the modifier may not stand at *code*, or None where nothing speaks against it; see `fits`."""
    key, line = modifier.strip().upper(), code.strip().upper()
    found = get(key, line=line)
    if found is None:
        if listed(key):
            return None  # CMS has it; where it fits is not taught here
        return f"There is no modifier {key}."
    if on is not None and not found.in_force(on):
        return f"{key} is not in force on {on}{_dates(found)}. {found.citation}."
    if not _fits_code(found, line):
        return f"{key} does not belong to {line}: {found.meaning.lower()}. {found.citation}."
    if setting is not None and setting not in found.settings:
        return f"{key} is not for {setting} claims but for {', '.join(found.settings)}. {found.citation}."
    return _against(found, line, indicators or {})


def _against(found: Modifier, line: str, indicators: Mapping[str, Any]) -> str | None:
    """Return why the code's own indicator does not allow the modifier; None where it does or is not known."""
    asked = found.indicator
    value = indicators.get(asked.name) if asked else None
    if asked is None or value is None or value in asked.values:
        return None
    name = asked.name.replace("_", " ").replace("pc tc", "PC/TC")
    return f"{found.code} does not belong to {line}, whose {name} indicator is {value}. {found.citation}."


def _dates(found: Modifier) -> str:
    begins = f" from {found.effective_from}" if found.effective_from else ""
    ends = f" to {found.effective_to}" if found.effective_to else ""
    return f" (in force{begins}{ends})"


def _fits_code(modifier: Modifier, code: str) -> bool:
    return any(_inside(code, first, last) for first, last in modifier.codes)


def _inside(code: str, first: str, last: str) -> bool:
    """Say whether *code* lies in the range; 0100T lies in 0001T-0999T and not in 00100-99607."""
    alike = len(code) == 5 and code[0].isdigit() == first[0].isdigit()
    ending = code[-1:].isdigit() == first[-1].isdigit() and (code[-1:].isdigit() or code[-1:] == first[-1])
    return alike and ending and first <= code <= last

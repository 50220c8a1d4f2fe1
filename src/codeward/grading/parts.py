"""The axes of a line told one by one: mine beside key, what each is worth, and why it is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction

from codeward.calculators import em
from codeward.charts import AnswerLine, Chart, EmWorksheet
from codeward.codesets import Shelf, modifiers
from codeward.grading.details import SHARES, Axis, Pointed, code_share, judged, letter
from codeward.grading.ledger import rejecting
from codeward.grading.model import Part, PartVerdict
from codeward.grading.pairing import Pair
from codeward.grading.readings import Target
from codeward.grading.services import PCS, told_axes

__all__ = ["missing_parts", "parts_of", "wrong_words"]

NOTHING, ALL = Fraction(0), Fraction(1)
POA_CITED = ("Appendix I",)
_LETTERS = {
    "Y": "it was there when the inpatient order was written",
    "N": "it began after the inpatient order",
    "U": "the record does not tell whether it was there",
    "W": "the provider writes that it cannot be told whether it was there",
}
_ELEMENTS = ("problems", "data", "risk", "minutes", "by")
# How a line of the key, or of the answer, is called in a sentence: by its code.
Named = Callable[[str], str]


def parts_of(
    chart: Chart,
    line: AnswerLine,
    target: Target,
    found: Pair,
    shelf: Shelf,
    pointed: Pointed,
    mine_named: Named,
) -> tuple[Part, ...]:
    """Return the parts of a paired line; none where nothing but an ICD-10-CM code is asked for.

    A part's points are its share of what the code is worth: beside a wrong CPT code nothing earns.
    """
    of_code = (*_pcs(line, target, found, shelf), *_visit(line, target))
    if not target.axes and not of_code:
        return ()
    base = target.weight * target.credit * found.worth
    share = code_share(target.axes)
    verdict: PartVerdict = "right" if found.nearness is None else "partial" if found.worth else "wrong"
    code = Part("code", verdict, line.code, target.code, base * share, target.weight * share)
    beside = [_axis(chart, axis, line, target, found, pointed, mine_named) for axis in target.axes]
    return (code, *of_code, *beside)


def missing_parts(target: Target, chart: Chart) -> tuple[Part, ...]:
    """Return what a line that is missing would have held beside its code."""
    if not target.axes:
        return ()
    share = code_share(target.axes)
    code = Part("code", "missing", None, target.code, NOTHING, target.weight * share)
    return (
        code,
        *(
            Part(
                axis, "missing", None, _key_words(axis, target, chart), NOTHING, target.weight * SHARES[axis]
            )
            for axis in target.axes
        ),
    )


def wrong_words(parts: tuple[Part, ...]) -> str:
    """Return in sentences what is wrong beside a right code."""
    return " ".join(part.reason for part in parts if part.beside and part.verdict != "right")


def _axis(
    chart: Chart,
    axis: Axis,
    line: AnswerLine,
    target: Target,
    found: Pair,
    pointed: Pointed,
    mine_named: Named,
) -> Part:
    agreed = judged(axis, line, target.details, pointed)
    verdict: PartVerdict = "right" if agreed == 1 else "partial" if agreed else "wrong"
    mine = _mine_words(axis, line, mine_named)
    key = _key_words(axis, target, chart)
    reason, citation = ("", ()) if agreed == 1 else _why(chart, axis, line, target, mine, key)
    possible = target.weight * SHARES[axis]
    points = target.weight * target.credit * found.worth * SHARES[axis] * agreed
    return Part(axis, verdict, mine, key, points, possible, reason, citation)


def _mine_words(axis: Axis, line: AnswerLine, named: Named) -> str | None:
    if axis == "poa":
        return letter(line.poa)
    if axis == "modifiers":
        return ", ".join(line.modifiers).upper() or None
    if axis == "units":
        return None if line.units is None else f"{line.units.normalize():f}"
    if axis == "pointers":
        return ", ".join(named(name) for name in line.pointers) or None
    return _days(line.date, line.through)


def _key_words(axis: Axis, target: Target, chart: Chart) -> str | None:
    details = target.details
    if axis == "poa":
        return details.poa
    if axis == "modifiers":
        return ", ".join(details.modifiers) or None
    if axis == "units":
        return None if details.units is None else f"{details.units.normalize():f}"
    if axis == "pointers":
        return ", ".join(chart.key.line(name).code for name in details.pointers) or None
    return _days(details.date, details.through)


def _days(date: dt.date | None, through: dt.date | None) -> str | None:
    if date is None:
        return None
    return date.isoformat() if through in (None, date) else f"{date} to {through}"


def _why(
    chart: Chart, axis: Axis, line: AnswerLine, target: Target, mine: str | None, key: str | None
) -> tuple[str, tuple[str, ...]]:
    """Return why an axis is not right, with what can be looked up."""
    if axis == "poa":
        return _poa_why(line.code, mine, key), POA_CITED
    if axis == "modifiers":
        return _modifiers_why(chart, line, target)
    if axis == "units":
        given = "no units are given" if mine is None else f"you have {mine}"
        return f"Units: the record supports {key}, {given}.", target.line.citation
    if axis == "pointers":
        return _pointers_why(mine, key), ()
    return f"Date: {key}, not {mine or 'left open'}.", ()


def _poa_why(code: str, mine: str | None, key: str | None) -> str:
    if letter(key) is None or key is None:
        return f"POA: {code} is exempt from present-on-admission reporting, so it has no letter."
    lacks = f"{mine} does not fit" if mine else "a diagnosis that is not exempt needs a letter"
    return f"POA: {key}, since {_LETTERS[key]}; {lacks}."


def _pointers_why(mine: str | None, key: str | None) -> str:
    if mine is None:
        return f"Pointers: the service needs the diagnosis that it was for: {key}."
    return f"Pointers: it was for {key}, in this order; you point to {mine}."


def _modifiers_why(chart: Chart, line: AnswerLine, target: Target) -> tuple[str, tuple[str, ...]]:
    """Return which modifiers are missing, which are too many and why, or that they stand in the wrong order."""
    mine = tuple(one.upper() for one in line.modifiers)
    key = target.details.modifiers
    gone = [one for one in key if one not in mine]
    more = [one for one in mine if one not in key]
    said, cited = [f"{one} is missing{_meaning(one, line)}." for one in gone], list(target.line.citation)
    for one in more:
        entry = rejecting(chart, line.code, (one,), with_modifiers=True)
        if entry is not None:
            said.append(f"{one} is not proven: “{entry.quote}”. {entry.reason}")
            cited = list(entry.citation)
            continue
        wrong = modifiers.why_not(one, line.code, on=line.date or chart.coding_date)
        said.append(wrong or f"{one} does not stand here{_meaning(one, line)}.")
    if not gone and not more:
        if len(mine) != len(key):
            said.append("A modifier stands there twice.")
        else:
            said.append(f"The order is {', '.join(key)}: what changes the price stands first.")
    return "Modifiers: " + " ".join(said), tuple(cited)


def _meaning(code: str, line: AnswerLine) -> str:
    found = modifiers.get(code, line=line.code)
    return f" ({found.meaning[:1].lower()}{found.meaning[1:]})" if found is not None else ""


def _pcs(line: AnswerLine, target: Target, found: Pair, shelf: Shelf) -> tuple[Part, ...]:
    """Return the axes in which a PCS code differs, each with what its value means in the tables."""
    if line.system != PCS or found.nearness is None:
        return ()
    return tuple(
        Part(axis, "wrong", mine, key, reason=f"{axis.capitalize()}: {key[2:]}, not {mine[2:]}.")
        for axis, mine, key in told_axes(line.code, target.code, shelf)
    )


def _visit(line: AnswerLine, target: Target) -> tuple[Part, ...]:
    """Return the elements of a visit's level, the learner's beside the key's: they only explain the code."""
    worksheet = target.details.em
    if worksheet is None or em.visit(target.code) is None:
        return ()
    parts = []
    for name in _ELEMENTS:
        key, mine = _element(worksheet, name), _element(line.em, name)
        if key is None:
            continue
        verdict: PartVerdict = "told" if mine is None else "right" if mine == key else "wrong"
        title = "method" if name == "by" else name
        reason = "" if verdict != "wrong" else f"{title.capitalize()}: {key}, not {mine}."
        parts.append(Part(title, verdict, mine, key, reason=reason))
    return tuple(parts)


def _element(worksheet: EmWorksheet | None, name: str) -> str | None:
    value = getattr(worksheet, name, None)
    return None if value is None else str(value)

"""A risk score from diagnoses and demographics, step by step as CMS's software takes them.

1. each diagnosis to its condition categories (CMS's ICD-10-CM mappings of the payment year);
2. age and sex edits: a diagnosis may count for another category or for none (macros V24I0ED3, V28I0ED3);
3. hierarchies: a severer category sets the milder ones of its family to 0 (V24H86H1, V28115H1, R08X84H1);
4. relative factors of the beneficiary's segment: age and sex, Medicaid and original disability, the categories, their
   interactions and, in the CMS-HCC models, the number of payment categories;
5. the sum; for payment it is normalized and, in Part C, adjusted for coding patterns.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from codeward.crosswalks.crosswalk import open as open_crosswalk
from codeward.crosswalks.hcc.demographics import Demographics
from codeward.crosswalks.hcc.model import Category, Dropped, Factor, Payment, Score, Uncounted
from codeward.crosswalks.hcc.tables import Model, factors, load
from codeward.crosswalks.model import display, keyed
from codeward.errors import UnknownCode

__all__ = ["raf"]

_SEX = {"F": "Female", "M": "Male"}


def raf(
    diagnoses: Iterable[str],
    demographics: Demographics,
    model: str = "CMS-HCC V28",
    year: int = 2026,
    *,
    plan: str | None = None,
    mce_edits: bool = True,
) -> Score:
    """Return the risk score of a beneficiary with *diagnoses* (ICD-10-CM) in the payment *year*.

    *plan* ("mapd" or "pdp") chooses the normalization of Part D; *mce_edits* are the age edits that CMS's software
    takes over from the Medicare Code Editor unless told otherwise. Raises UnknownModel for a model or year without
    figures, LoaderError where a figure is missing.
    """
    figures = load(model, year)
    who = demographics
    segment = who.segment(figures.part)
    found, uncounted = _categories(diagnoses, figures, who, mce_edits=mce_edits)
    kept, dropped = _hierarchies(found, figures)
    warnings: list[str] = []
    if figures.proposed:
        warnings.append(
            f"The figures of {figures.name} for {year} are those that CMS proposed, not the final ones"
        )
    shares = _demographic(figures, segment, who)
    if who.new_enrollee:
        categories = [
            Category(
                hcc, figures.label(hcc), 0.0, tuple(found[hcc]), "A new enrollee's score takes no diagnoses"
            )
            for hcc in kept
        ]
        interactions: list[Factor] = []
        count = None
    else:
        categories = [_category(figures, segment, hcc, found[hcc]) for hcc in kept]
        interactions = _interactions(figures, segment, who, set(kept))
        count = _count(figures, segment, len(kept))
    used = [*shares, *interactions, *([count] if count else [])]
    names = [each.name for each in used]
    names += [] if who.new_enrollee else [f"{segment}_{figures.prefix}{each.hcc}" for each in categories]
    warnings += _doubts(figures, names)
    demographic = _sum(each.coefficient for each in shares)
    total = _sum([*(each.coefficient for each in used), *(each.coefficient for each in categories)])
    payment = _payment(figures, total, plan)
    if payment is None:
        warnings.append(f"No normalization factor of {figures.name} for {year} is at hand: no payment score")
    return Score(
        figures.name, year, segment, who, total, demographic, tuple(shares), tuple(categories), tuple(interactions),
        len(kept), count, tuple(dropped), tuple(uncounted), payment, tuple(warnings),
    )  # fmt: skip


def _sum(values: Iterable[float]) -> float:
    """Add figures of three decimals and return three decimals."""
    return round(sum(round(value * 1000) for value in values) / 1000, 3)


def _categories(
    diagnoses: Iterable[str], figures: Model, who: Demographics, *, mce_edits: bool
) -> tuple[dict[str, list[str]], list[Uncounted]]:
    """Return the diagnoses of each condition category after edits, and those that brought none."""
    crosswalk = open_crosswalk(figures.crosswalk, date(figures.year, 7, 1))
    found: dict[str, list[str]] = {}
    uncounted: list[Uncounted] = []
    for code in dict.fromkeys(_written(each) for each in diagnoses):
        key = code.replace(".", "", 1)
        try:
            targets = [target.code for target in crosswalk.map(code)]
        except UnknownCode as e:
            near = f". Nearest: {', '.join(e.suggestions)}." if e.suggestions else ""
            uncounted.append(Uncounted(code, f"{e.message}{near}"))
            continue
        edit = figures.edits.get(key)
        if edit is not None and targets and (mce_edits or edit.kind != "mce_age"):
            if edit.fires(who.age, who.sex) and not edit.category:
                uncounted.append(Uncounted(code, f"Not valid for {_SEX[who.sex].lower()} aged {who.age}"))
                continue
            if edit.fires(who.age, who.sex):
                targets = [edit.category]
        if not targets:
            uncounted.append(Uncounted(code, f"Maps to no payment category of {figures.name}"))
        for target in targets:
            found.setdefault(target, []).append(code)
    return dict(sorted(found.items(), key=lambda item: int(item[0]))), uncounted


def _written(diagnosis: str) -> str:
    """Return a diagnosis as people write it; one whose dot is out of place stays so, and is no code."""
    key = keyed("icd10cm", diagnosis)
    return diagnosis.strip().upper() if key is None else display("icd10cm", key)


def _hierarchies(found: dict[str, list[str]], figures: Model) -> tuple[list[str], list[Dropped]]:
    """Return the categories that count, and those that do not with the reason.

    As CMS's macro: in order of number, and a category already set to 0 sets nothing to 0 itself.
    """
    kept = dict.fromkeys(found)
    dropped: list[Dropped] = []

    def drop(hcc: str, by: str | None, reason: str) -> None:
        del kept[hcc]
        dropped.append(Dropped(hcc, figures.label(hcc), by, tuple(found[hcc]), reason))

    for hcc, one_of in figures.rules["needs"].items():
        if hcc in kept and not any(each in kept for each in one_of):
            drop(hcc, None, f"Counts only together with one of {', '.join(one_of)}")
    for parent, children in figures.hierarchies.items():
        if parent not in kept:
            continue
        for child in children:
            if child in kept:
                drop(child, parent, f"{figures.prefix}{parent} ({figures.label(parent)}) is above it")
    return list(kept), dropped


def _category(figures: Model, segment: str, hcc: str, diagnoses: list[str]) -> Category:
    figure = figures.factor(segment, f"{figures.prefix}{hcc}")
    return Category(hcc, figures.label(hcc), figure, tuple(diagnoses), f"Brought by {', '.join(diagnoses)}")


def _demographic(figures: Model, segment: str, who: Demographics) -> list[Factor]:
    """Return the addends that need no diagnosis."""
    if who.new_enrollee:
        return [_new_enrollee(figures, segment, who)]
    shares = [_share(figures, segment, who.band, f"{_SEX[who.sex]}, {_years(who.band)}", f"Age {who.age}")]
    if segment in ("INS", "Rx_CE_LTI"):
        if who.medicaid and figures.part == "C":
            shares.append(_share(figures, segment, "LTIMCAID", "Institutional with Medicaid", "Has Medicaid"))
        if who.originally_disabled:
            shares.append(
                _share(figures, segment, "ORIGDS", "Originally disabled", "Entitled by disability at first")
            )
    elif figures.part == "C" and segment.endswith("A") and who.originally_disabled:
        name = f"OriginallyDisabled_{_SEX[who.sex]}"
        label = f"Originally disabled, {_SEX[who.sex].lower()}"
        shares.append(_share(figures, segment, name, label, "65 or over, entitled by disability at first"))
    return shares


def _new_enrollee(figures: Model, segment: str, who: Demographics) -> Factor:
    """Return the one factor of a new enrollee: age and sex by Medicaid and original disability (Part C), or by
    income, renal disease and original disability (Part D).
    """
    original = who.originally_disabled and who.aged
    band = who.new_band
    label = f"New enrollee, {_SEX[who.sex].lower()}, {_years(band)}"
    if figures.part == "D":
        name = f"{'ESRD' if who.esrd else 'NESRD'}_{'OD' if original else 'NOD'}_x_{band}"
    else:
        name = f"{'MCAID' if who.medicaid else 'NMCAID'}_{'ORIGDIS' if original else 'NORIGDIS'}_NE{band}"
    reason = f"Age {who.age}, {'with' if who.medicaid else 'without'} Medicaid"
    reason += ", originally disabled" if original else ""
    return _share(figures, segment, name, label, reason)


def _share(figures: Model, segment: str, name: str, label: str, reason: str) -> Factor:
    return Factor(f"{segment}_{name}", label, figures.factor(segment, name), reason)


def _years(band: str) -> str:
    first, _, last = band[1:].partition("_")
    return f"{first} and over" if last == "GT" else f"{first} to {last}" if last else first


def _interactions(figures: Model, segment: str, who: Demographics, kept: set[str]) -> list[Factor]:
    """Return the interactions whose every side is there; a side is a group of categories, or one category."""
    groups = figures.rules["groups"]
    found: list[Factor] = []
    for rule in figures.rules["interactions"]:
        if segment not in rule["in"] or not _holds(rule, who):
            continue
        sides = [sorted(kept & set(groups.get(side, [side])), key=int) for side in rule["all"]]
        if all(sides):
            reason = " and ".join(f"{figures.prefix}{'/'.join(side)}" for side in sides)
            found.append(_share(figures, segment, rule["name"], rule["label"], reason))
    return found


def _holds(rule: dict[str, Any], who: Demographics) -> bool:
    return (not rule.get("disabled") or who.disabled) and (not rule.get("under_65") or not who.aged)


def _count(figures: Model, segment: str, number: int) -> Factor | None:
    """Return the factor of the number of payment categories, where the segment has one and there is any category."""
    if segment not in figures.rules["count_in"] or number == 0:
        return None
    name = "D10P" if number >= 10 else f"D{number}"
    word = "category" if number == 1 else "categories"
    return _share(figures, segment, name, f"{number} payment {word}", f"{number} {word} after hierarchies")


def _doubts(figures: Model, names: Iterable[str]) -> list[str]:
    """Name the factors for which the package's table has several figures."""
    several = [name for name in names if name.lower() in figures.doubtful]
    if not several:
        return []
    shown = "; ".join(
        f"{name}: {', '.join(f'{value:g}' for value in figures.doubtful[name.lower()])}"
        for name in several[:3]
    )
    more = f" and {len(several) - 3} more" if len(several) > 3 else ""
    words = f"The table of {figures.name} for {figures.year} has several figures without saying which applies"
    return [f"{words}; the last is used ({shown}{more})"]


def _payment(figures: Model, total: float, plan: str | None) -> Payment | None:
    """Return the score for payment: divided by the normalization factor, rounded, times one minus the coding pattern
    adjustment, rounded (Announcement of the year). None where the year's figures are not at hand.
    """
    wanted = (figures.year, figures.name, plan if figures.part == "D" else None)
    for row in factors():
        if (row["year"], row["model"], row["plan"]) == wanted:
            normalized = _thousandths(_exact(total) / _exact(row["normalization"]))
            score = _thousandths(normalized * (1 - _exact(row["coding"])))
            return Payment(
                row["normalization"], row["coding"], float(normalized), float(score), row["source"]
            )
    return None


def _exact(figure: float) -> Decimal:
    return Decimal(str(figure))


def _thousandths(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.001"), ROUND_HALF_UP)

"""The trade's figures of a grade, and over the charts a learner has handed in for the first time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.grading import wilson
from codeward.web.results.does import Does

__all__ = ["FigureRow", "TypeRow", "figure_rows", "percent", "range_words", "type_rows"]

Words = str | Promise
# Each by its name and by its formula. The names of codeward.grading.FORMULAS, in words that can be translated.
NAMES: dict[str, tuple[Words, Words]] = {
    "precision": (gettext_lazy("Precision"), gettext_lazy("correct ÷ entered")),
    "recall": (gettext_lazy("Recall"), gettext_lazy("correct ÷ key")),
    "f1": (gettext_lazy("F1"), gettext_lazy("2 × correct ÷ (entered + key)")),
    "min_precision_recall": (
        gettext_lazy("Min(precision, recall)"),
        gettext_lazy("correct ÷ the larger of entered and key"),
    ),
    "code_over_code": (gettext_lazy("Code over code"), gettext_lazy("correct ÷ the codes of the key")),
    "record_exact": (gettext_lazy("Record exact"), gettext_lazy("nothing differs")),
}
FIRST: dict[bool, Words] = {
    True: gettext_lazy("Principal diagnosis right"),
    False: gettext_lazy("First-listed diagnosis right"),
}


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure: here, over all charts, and the 95% interval of the latter. All in words."""

    name: Words
    formula: Words
    here: str
    over_all: str
    counts: str
    interval: str


# What is counted by type, in its order: name and formula.
TYPES: dict[str, tuple[Words, Words]] = {
    "diagnosis": (gettext_lazy("Diagnoses"), gettext_lazy("correct codes ÷ codes of the key")),
    "procedure": (gettext_lazy("Procedures"), gettext_lazy("correct codes ÷ codes of the key")),
    "poa": (gettext_lazy("Present on admission"), gettext_lazy("right ÷ lines with the right code")),
    "modifiers": (gettext_lazy("Modifiers"), gettext_lazy("right ÷ lines with the right code")),
    "units": (gettext_lazy("Units"), gettext_lazy("right ÷ lines with the right code")),
    "pointers": (gettext_lazy("Pointers"), gettext_lazy("right ÷ lines with the right code")),
    "date": (gettext_lazy("Dates"), gettext_lazy("right ÷ lines with the right code")),
    "principal_procedure": (
        gettext_lazy("Principal procedure"),
        gettext_lazy("the first-listed procedure is right"),
    ),
}


@dataclass(frozen=True, slots=True)
class TypeRow:
    """One figure by type: its name, its formula, the share or the amount, and what was counted. All in words."""

    name: Words
    formula: Words
    here: str
    counts: str = ""


def type_rows(figures: Mapping[str, Any], does: Does | None) -> list[TypeRow]:
    """The figures by type of one grade, and of its claim group and fee; none of a list of diagnoses."""
    rows = []
    for slug, (name, formula) in TYPES.items():
        counted = figures.get("by_type", {}).get(slug)
        if counted is None:
            continue
        done, of = (
            (counted["correct"], counted["key"])
            if "key" in counted
            else (counted["right"], counted["judged"])
        )
        share = percent(done / of if of else None)
        rows.append(TypeRow(name, formula, share, _("%(k)d of %(n)d") % {"k": done, "n": of}))
    if does is not None and does.right_group is not None:
        said = _("yes") if does.right_group else _("no")
        rows.append(TypeRow(_("Case over case"), _("the stay's group is right"), said))
    if does is not None and does.fee_difference:
        rows.append(TypeRow(_("Fee difference"), _("your claim less the key's"), does.fee_difference))
    return rows


def percent(share: float | None) -> str:
    """A proportion as a percentage: one decimal at most."""
    if share is None:
        return "–"
    text = number_format(round(100 * share, 1), decimal_pos=1)
    return f"{text.removesuffix('.0').removesuffix(',0')}%"


def range_words(successes: int, n: int) -> str:
    """The Wilson 95% interval of `successes` of `n` in words; a dash where there is nothing to count."""
    if n <= 0:
        return "–"
    low, high = wilson(successes, n)
    return _("%(low)s to %(high)s") % {"low": percent(low), "high": percent(high)}


def figure_rows(
    here: Mapping[str, Any], counted: Iterable[Mapping[str, Any]], *, principal: bool
) -> list[FigureRow]:
    """Every named figure. `counted`: the figures of the grades that count, one a chart.

    Codes are pooled over charts; record-exact and the first place are proportions of charts.
    """
    every = list(counted)
    correct, entered, key = (sum(int(f[name]) for f in every) for name in ("correct", "entered", "key"))
    pools = {
        "precision": (correct, entered),
        "recall": (correct, key),
        "min_precision_recall": (correct, max(entered, key)),
        "code_over_code": (correct, key),
        "record_exact": (sum(int(f["record_exact"]) for f in every), len(every)),
    }
    rows = [
        FigureRow(name, formula, _here(slug, here), *_pooled(pools[slug]))
        if slug in pools
        else FigureRow(name, formula, _here(slug, here), *_f1(correct, entered + key))
        for slug, (name, formula) in NAMES.items()
    ]
    first = sum(int(f["first_right"]) for f in every), len(every)
    rows.append(
        FigureRow(
            FIRST[principal], _("place 1 is exactly right"), _here("first_right", here), *_pooled(first)
        )
    )
    return rows


def _here(slug: str, here: Mapping[str, Any]) -> str:
    if slug in {"record_exact", "first_right"}:
        return _("yes") if here[slug] else _("no")
    return percent(here[slug])


def _pooled(pool: tuple[int, int]) -> tuple[str, str, str]:
    successes, n = pool
    if not n:
        return "–", "", "–"
    return percent(successes / n), _("%(k)d of %(n)d") % {"k": successes, "n": n}, range_words(successes, n)


def _f1(correct: int, both: int) -> tuple[str, str, str]:
    # Not a proportion of things counted: it has no Wilson interval, and none is made up.
    return (percent(2 * correct / both), "", _("none: not a share")) if both else ("–", "", "–")

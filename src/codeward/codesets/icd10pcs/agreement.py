"""How far the labels that we work out agree with official tables, in a documented normal form.

The normal form sets aside what carries no meaning for a coder: capitals, punctuation, the order of words (and with it
where Right and Left stand), plural endings, joining words ("of", "and", "for" …) and words that a title adds to every
value of an axis. Two labels agree where their normal forms are the same bag of words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from codeward.codesets.icd10pcs.labels import Labels

__all__ = ["Agreement", "Disagreement", "compare", "normal_form"]

_WORD = re.compile(r"[a-z0-9]+")
_JOINING = frozenset(
    ["a", "and", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "using", "via", "with"]
)
_ES = ("ches", "shes", "sses", "xes", "zes")
_LATIN = {
    "bronchi": "bronchus",
    "vertebrae": "vertebra",
    "scapulae": "scapula",
    "conchae": "concha",
    "ova": "ovum",
}


class Disagreement(NamedTuple):
    """One label that differs: position 4 to 7, character, what the titles gave, what the table says."""

    position: int
    char: str
    derived: str
    official: str
    section: str
    codes: int
    example: str


class Agreement(NamedTuple):
    """How many labels of codes that stand in both were compared, and how many agree."""

    codes: int
    compared: dict[str, int]
    agreeing: dict[str, int]
    disagreements: tuple[Disagreement, ...]

    def share(self, section: str | None = None) -> float:
        """Return the agreeing share of one section, or of all."""
        compared = self.compared[section] if section else sum(self.compared.values())
        agreeing = self.agreeing[section] if section else sum(self.agreeing.values())
        return agreeing / compared if compared else 1.0


def normal_form(label: str) -> tuple[str, ...]:
    """Return the words of *label* that carry meaning, singular, sorted."""
    words = _WORD.findall(label.casefold().replace("'s", ""))
    return tuple(sorted(_singular(word) for word in words if word not in _JOINING))


def _singular(word: str) -> str:
    if word in _LATIN:
        return _LATIN[word]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(_ES):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def compare(derived: Mapping[str, Labels], official: Mapping[str, Labels]) -> Agreement:
    """Compare the labels of the codes that stand in both; every disagreement is listed, the most frequent first."""
    both = derived.keys() & official.keys()
    compared: Counter[str] = Counter()
    agreeing: Counter[str] = Counter()
    apart: dict[tuple[int, str, str, str, str], list[str]] = {}
    forms: dict[str, tuple[str, ...]] = {}
    for code in both:
        section = code[0]
        for place, (ours, theirs) in enumerate(zip(derived[code], official[code], strict=True)):
            compared[section] += 1
            if ours == theirs or _form(ours, forms) == _form(theirs, forms):
                agreeing[section] += 1
            else:
                apart.setdefault((place + 4, code[3 + place], ours, theirs, section), []).append(code)
    rows = [Disagreement(*key, len(codes), min(codes)) for key, codes in apart.items()]
    rows.sort(key=lambda row: (-row.codes, row.example, row.position))
    return Agreement(len(both), dict(compared), dict(agreeing), tuple(rows))


def _form(label: str, known: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    found = known.get(label)
    if found is None:
        found = known[label] = normal_form(label)
    return found

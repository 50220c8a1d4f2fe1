"""Modifiers for a line of a claim: those that fit the code, why, and why the others do not. JSON shapes, no HTTP."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.codesets import books, modifiers
from codeward.codesets.modifiers import Kind, Modifier, Setting
from codeward.errors import CodewardError

__all__ = ["MOST_BESIDE", "ClaimKind", "for_line"]

MOST = 20  # rows of one list
MOST_BESIDE = 4  # modifiers that a line holds
ClaimKind = Literal["professional", "facility"]
# Who bills on the two forms: a modifier fits a claim where it fits one of them.
SETTINGS: dict[ClaimKind, tuple[Setting, ...]] = {
    "professional": ("professional", "supplier", "ambulance", "laboratory"),
    "facility": ("hospital-outpatient", "asc"),
}
# What a modifier of each kind does, said where nothing more is known of it.
DOES: dict[Kind, Promise] = {
    "pricing": gettext_lazy("Changes what is paid."),
    "payment": gettext_lazy("Decides whether the line is paid along with others."),
    "anatomic": gettext_lazy("Says which side or site."),
    "informational": gettext_lazy("Gives the payer information."),
    "statistical": gettext_lazy("Is for counting and does not affect payment."),
}
_CODE = re.compile(r"[0-9A-Z]{2}")


class Line(NamedTuple):
    """What is asked about: the code, whose claim, the day, and what the book knows of the code."""

    code: str
    kind: ClaimKind
    day: dt.date
    facts: dict[str, Any]

    def why_not(self, modifier: str) -> str | None:
        """Return why the modifier does not fit the code; None where it fits it on a claim of this kind."""
        reasons = [
            modifiers.why_not(modifier, self.code, setting, self.day, self.facts)
            for setting in SETTINGS[self.kind]
        ]
        return None if None in reasons else reasons[0]

    def clash(self, modifier: Modifier, held: Sequence[str]) -> str | None:
        """Return why it cannot be on a line with those *held*; that it needs another is no such reason."""
        return next(
            (
                said.why
                for said in modifiers.conflicts([*held, modifier.code], self.day, line=self.code)
                if modifier.code in (said.first, said.second) and said.second not in modifier.requires
            ),
            None,
        )


def for_line(
    code: str, kind: ClaimKind, on: dt.date | None, *, beside: Sequence[str] = (), query: str = ""
) -> dict[str, Any]:
    """Return what fits *code*, and where words are asked what of them does not fit, with the reason of each.

    *beside* are the modifiers that the line has already: they are told apart (`held`), and what they exclude does not
    fit.
    """
    day = on or books.today()
    line = Line(code.strip().upper(), kind, day, _facts(code, day))
    held = [one.strip().upper() for one in beside]
    fits: list[dict[str, Any]] = []
    against: list[dict[str, Any]] = []
    for one in _asked(query, line):
        if one.code not in held:
            why_not = line.why_not(one.code) or line.clash(one, held)
            (against if why_not else fits).append(_row(one, why_not))
    typed = query.strip().upper()
    if _CODE.fullmatch(typed) and not any(
        row["code"] == typed for row in (*fits, *against, *({"code": one} for one in held))
    ):
        row = _untaught(typed, line)
        (fits if row["fits"] else against).insert(0, row)
    return {
        "held": [_held(one, line, held) for one in held],
        "fits": fits[:MOST],
        "more": max(0, len(fits) - MOST),
        "against": against[:MOST] if typed else [],
    }


def _row(one: Modifier, why_not: str | None) -> dict[str, Any]:
    needs = "".join(
        " " + _("%(one)s needs %(other)s with it.") % {"one": one.code, "other": other}
        for other in one.requires
    )
    why = f"{one.note}." if one.note else str(DOES[one.kind])
    return {
        "code": one.code,
        "meaning": one.meaning,
        "fits": why_not is None,
        "why": why_not or f"{why}{needs}",
        "citation": "" if why_not else one.citation,
    }


def _untaught(code: str, line: Line) -> dict[str, Any]:
    """The row of a modifier that we teach nothing of: one that CMS lists fits as far as we know."""
    why_not = line.why_not(code)
    why = why_not or _("CMS lists it. Codeward does not say where it fits.")
    return {"code": code, "meaning": "", "fits": why_not is None, "why": why, "citation": ""}


def _held(code: str, line: Line, held: Sequence[str]) -> dict[str, Any]:
    one = modifiers.get(code, line.day, line=line.code)
    if one is None:
        return _untaught(code, line)
    others = [other for other in held if other != code]
    return _row(one, line.why_not(code) or line.clash(one, others))


def _asked(query: str, line: Line) -> list[Modifier]:
    """The modifiers that are asked for: those whose code begins so, then those whose words hold all the words."""
    text = query.strip()
    every = sorted(modifiers.all(line.day), key=lambda one: (one.level != "cpt", one.code))
    if not text:
        return every
    by_code = [one for one in every if one.code.startswith(text.upper())]
    trip = modifiers.get(text, line.day, line=line.code) if len(text) == 2 else None
    if trip is not None and trip.level == "ambulance":
        by_code.insert(0, trip)  # two letters of an ambulance's way are in no list
    words = text.casefold().split()
    by_words = [one for one in every if _says(f"{one.meaning} {one.note}", words)]
    return list({one.code: one for one in (*by_code, *by_words)}.values())


def _says(text: str, words: list[str]) -> bool:
    """Whether each of the words begins a word of the text."""
    there = re.findall(r"[\w-]+", text.casefold())
    return all(any(one.startswith(word) for one in there) for word in words)


def _facts(code: str, day: dt.date) -> dict[str, Any]:
    """The facts of the code that the modifiers ask; none where no book has it."""
    for system in ("cpt", "hcpcs"):
        try:
            concept = books.open(system, day).get(code)
        except CodewardError:
            continue
        if concept is not None:
            return concept.facts
    return {}

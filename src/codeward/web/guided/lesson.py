"""The chart of the guide, and what is said of one code or one passage. No HTTP, no rows: nothing here is kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from codeward.charts import Answer, Chart, Evidence, KeyLine, load_chart
from codeward.codesets import Book, Concept, books
from codeward.grading import grade
from codeward.search import Hit, open_searcher

__all__ = [
    "CODES",
    "MINUTES",
    "Judgment",
    "Passage",
    "book",
    "chart",
    "find",
    "judge",
    "ladder",
    "lines",
    "passages",
    "quote",
    "span",
]

CODES: Final = 2
MINUTES: Final = 4  # some 550 words with the note, read once, and ten clicks
MOST_HITS: Final = 6
MOST_ASKED: Final = 200  # characters of a search
# What the second code's words are chosen among, by the beginning of the passage: a symptom, a relative, a diagnosis.
_OFFERED: Final = ("right ear pain", "Her mother has", "Hay fever")


@dataclass(frozen=True, slots=True)
class Judgment:
    """Whether it is right, why, and what says so."""

    right: bool
    reason: str
    citations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the note that might prove a code."""

    quote: str
    judgment: Judgment


@lru_cache(maxsize=1)
def chart() -> Chart:
    """The guided chart. It is no chart of the curriculum: nothing that lists or counts charts finds it."""
    return load_chart(Path(__file__).parent / "chart")


def lines() -> tuple[KeyLine, ...]:
    """The lines of its key, in their order: the main reason for the visit first."""
    return chart().key.lines


def book() -> Book:
    """ICD-10-CM as it was valid on the day of the visit."""
    return books.open("icd10cm", on=chart().coding_date)


def quote(number: int) -> str:
    """The words that prove the code of that place, without the period at their end."""
    return lines()[number].evidence[0].quote.rstrip(".")


def span(number: int) -> Evidence:
    """Where these words stand."""
    return chart().evidence(lines()[number].evidence)[0]


def find(asked: str) -> list[Hit]:
    """Hits of the codebook; none for no words. Raises QueryError for what cannot be searched."""
    asked = asked.strip()[:MOST_ASKED]
    return list(open_searcher(book()).search(asked, limit=MOST_HITS)) if asked else []


def ladder(code: str) -> list[Concept]:
    """The entry with the categories above it, from the category of three characters down to the code itself."""
    found = book().get(code)
    if found is None:
        return []
    above = [book()[one] for one in reversed(found.ancestors)]
    return [*(one for one in above if one.code[:3] == found.code[:3] and "-" not in one.code), found]


def judge(number: int, code: str) -> Judgment:
    """What is to be said of `code` as the code of that place: the grader's verdict, with the key's reason."""
    line, concept = lines()[number], book().get(code)
    rows = [row for row in grade(chart(), Answer.of(code)).rows if row.mine is not None]
    if (
        rows
        and rows[0].key is not None
        and rows[0].key.id == line.id
        and rows[0].verdict in {"right", "first"}
    ):
        return Judgment(right=True, reason=line.reason, citations=line.citation)
    near = next((one for one in line.near if one.code == code), None)
    if near is not None:
        return Judgment(right=False, reason=near.reason, citations=near.citation)
    if concept is None:
        return Judgment(right=False, reason=_("The codebook has no such code. Pick one from the list."))
    if not concept.billable:
        said = _("%(code)s is not billable: it needs more characters. Pick a longer code.")
        return Judgment(right=False, reason=said % {"code": code}, citations=("I.B.2",))
    entry = next((one for one in chart().key.ledger if one.rejects_code(code)), None)
    if entry is not None and entry.reason:
        return Judgment(right=False, reason=entry.reason, citations=entry.citation)
    if any(other.code == code for other in lines()):
        return Judgment(
            right=False,
            reason=_("That code is for the other diagnosis. This step is about: %(words)s.")
            % {"words": quote(number)},
        )
    said = _(
        "This code means “%(title)s”. The doctor writes: “%(words)s”. Look for a code that says the same."
    )
    return Judgment(right=False, reason=said % {"title": concept.description, "words": quote(number)})


@lru_cache(maxsize=1)
def passages() -> tuple[Passage, ...]:
    """The passages that are offered as evidence of the second code, each with what is said of it."""
    found = []
    for start in _OFFERED:
        entry = next(one for one in chart().key.ledger if one.quote.startswith(start))
        right = lines()[1].id in entry.lines
        reason = lines()[1].reason if right else entry.reason or ""
        found.append(Passage(entry.quote.rstrip("."), Judgment(right, reason, entry.citation)))
    return tuple(found)

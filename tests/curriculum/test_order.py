"""Order pairs from notes, recomputed from the book: each is in the key, and no key has one that no rule gives."""

from __future__ import annotations

import re
from datetime import date

from codeward.charts import Chart, Curriculum
from codeward.codesets import Book, matches

# A note of a block ("I10-I1A") or of a chapter ("10") speaks to hundreds of codes and makes no pair.
AT_A_CATEGORY = re.compile(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]+)?")
# Sections that put one code before another by themselves.
ORDERING = {
    "I.B.10": "the residual before its sequela code",
    "I.C.1.d.1.b": "the systemic infection before severe sepsis",
    "I.C.1.d.4": "sepsis before its source",
    "I.C.1.d.5": "the site of the infection, the sepsis after the procedure, its organism",
    "I.C.2.d": "the secondary site before the history",
    "I.C.4.a.5.a": "the pump, the underdosing, the diabetes",
    "I.C.16.d": "weight before weeks",
    "I.C.19.e.5.b": "the poisoning before its manifestations",
    "I.C.19.e.5.d": "the toxic effect before its manifestations",
    "I.C.20.b": "the place after the other external causes",
    "I.C.20.d": "place, activity and status after the cause",
    "I.C.21.c.5": "the screening before its finding",
    "IV.P": "the examination before its findings",
}


def pairs_from_notes(chart: Chart, book: Book) -> set[tuple[str, str]]:
    """Return (before, after) line ids of every "use additional" and "code first" note that names one line.

    A "code first" note whose one reference means several lines ("obstetric condition, O09-O60") wants one of
    them in front, not each, and makes no pair.
    """
    lines = [line for line in chart.key.lines if line.system == book.system]
    found: set[tuple[str, str]] = set()
    for line in lines:
        for note in book.instructions_for(line.code):
            if not AT_A_CATEGORY.fullmatch(note.origin):
                continue
            for reference in note.references:
                named = [other.id for other in lines if other is not line and matches(reference, other.code)]
                if note.kind == "use_additional":
                    found |= {(line.id, other) for other in named}
                elif note.kind == "code_first" and len(named) == 1:
                    found.add((named[0], line.id))
    return found


def test_every_note_that_names_a_line_of_the_key_makes_a_pair(curriculum: Curriculum, book: Book) -> None:
    for chart in curriculum.charts.values():
        given = {(pair.before, pair.after) for pair in chart.key.order}
        assert pairs_from_notes(chart, book) - given == set(), chart.id


def test_every_pair_comes_from_such_a_note_or_from_a_section_that_orders_codes(
    curriculum: Curriculum, book: Book
) -> None:
    for chart in curriculum.charts.values():
        noted = pairs_from_notes(chart, book)
        for pair in chart.key.order:
            by_rule = ORDERING.keys() & set(pair.citation)
            assert (pair.before, pair.after) in noted or by_rule, (chart.id, pair.before, pair.after)


def test_the_one_rule_treats_the_same_note_alike(curriculum: Curriculum, book: Book) -> None:
    """The notes that the keys once read in two ways: tobacco of a block, weeks of a chapter, never-first rules."""
    charts = curriculum.charts
    assert charts["chest-pain-overnight"].key.order == ()
    assert charts["breathless-three-days"].key.order == ()
    assert charts["ob-bp-glucose-review"].key.order == ()
    assert charts["birth-center-stay"].key.order == ()
    assert charts["dictated-follow-up"].key.order == ()
    dental = {(p.before, p.after) for p in charts["pressure-at-dental-clinic"].key.order}
    assert dental == {("d3", "d4")}
    assert book.release.covers(date(2026, 5, 12))

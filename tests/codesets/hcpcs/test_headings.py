"""The headings of the book: every code stands beneath its letter and, where there is one, its range."""

from __future__ import annotations

from itertools import pairwise

from codeward.codesets.hcpcs.headings import Listed, headed, headings


def test_ranges_are_in_order_within_their_letter_and_do_not_overlap() -> None:
    ranges = [row for row in headings() if row.last]
    assert all(row.first <= row.last and row.first[0] == row.last[0] for row in ranges)
    assert all(before.last < after.first for before, after in pairwise(ranges))
    letters = [row.first for row in headings() if not row.last]
    assert letters == sorted(set(letters))
    assert {row.first[0] for row in ranges} <= set(letters)


def test_only_headings_with_codes_are_printed() -> None:
    rows = [
        Listed("V2020", "Frame", True, {}),
        Listed("A0021", "Ride", True, {}),
        Listed("A0100", "Taxi", True, {}),
    ]
    entries = [(entry.code, entry.kind, entry.depth) for entry in headed(rows)]
    assert entries == [
        ("A", "chapter", 0),
        ("A0021-A0999", "section", 1),
        ("A0021", "code", 2),
        ("A0100", "code", 2),
        ("V", "chapter", 0),
        ("V2020-V2025", "section", 1),
        ("V2020", "code", 2),
    ]


def test_a_code_outside_every_range_stands_below_its_letter() -> None:
    rows = [Listed("A0021", "a", True, {}), Listed("A1500", "b", True, {}), Listed("W0001", "c", True, {})]
    entries = {entry.code: entry.depth for entry in headed(rows)}
    assert entries["A1500"] == 1
    assert entries["W0001"] == 1
    assert entries["W"] == 0


def test_empty_facts_are_left_out() -> None:
    entry = list(
        headed([Listed("A0021", "a", True, {"unit": None, "short": "", "brands": [], "gloss": True})])
    )[-1]
    assert entry.facts == {"gloss": True}

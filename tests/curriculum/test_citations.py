"""Every citation of a key must be able to say what it is cited for: the kinds of fault that can be found by rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from codeward.charts import Chart, Curriculum, LedgerEntry, authorities, parse_tabular
from codeward.codesets import Book

# What may be cited where a mention is not coded, by its state. Places of the Tabular List may be cited always.
# Nothing in I.A.19 speaks of what a record denies: it says that a diagnosis rests on the provider's statement.
GENERAL = r"I\.B\.(2|4|5|9|11|14|16)|I\.C\.(?!21).*|IV\.D"
SIDES = {
    "inpatient": r"II|II\.[AH]|III|III\.[ABC]|Appendix I",
    "outpatient": r"IV\.[DGHIJK]|IV\.A\.2|II\.H",
}
Z_CODES = r"I\.C\.21\.c\.\d+"
BY_STATE = {
    "negated": rf"{GENERAL}|{Z_CODES}|I\.B\.(10|18)",
    "family": r"I\.C\.21\.c\.4|IV\.J|III\.A",
    "historical": rf"{GENERAL}|{Z_CODES}|I\.A\.19|I\.B\.10",
    "uncertain": rf"{GENERAL}|{Z_CODES}|I\.A\.19",
}
DOUBT = {
    "II.H",
    "III.B",
    "III.C",
    "IV.H",
    "IV.K",
    "I.B.11",
    "I.B.14",
    "I.C.16.b",
    "I.C.1.c",
    "I.C.1.d.1.a",
    "I.C.1.d.1.a.ii",
    "II",
}


def entries(curriculum: Curriculum) -> Iterator[tuple[Chart, LedgerEntry]]:
    return ((chart, entry) for chart in curriculum.charts.values() for entry in chart.key.ledger)


def test_a_mention_that_is_not_coded_cites_what_speaks_of_its_state(curriculum: Curriculum) -> None:
    wrong = []
    for chart, entry in entries(curriculum):
        if entry.status != "not_coded" or entry.state not in BY_STATE:
            continue
        allowed = re.compile(f"(?:{BY_STATE[entry.state]}|{SIDES[chart.rule_set]})")
        wrong += [
            (chart.id, entry.state, entry.quote[:40], citation)
            for citation in entry.citation
            if parse_tabular(citation) is None and not allowed.fullmatch(citation)
        ]
    assert wrong == []


def test_nothing_that_is_denied_cites_the_statement_of_the_provider(curriculum: Curriculum) -> None:
    denied = [entry for _, entry in entries(curriculum) if entry.state == "negated"]
    assert len(denied) > 300
    assert [entry.quote for entry in denied if "I.A.19" in entry.citation] == []


def test_an_inpatient_bill_never_cites_the_outpatient_section_nor_the_other_way_round(
    curriculum: Curriculum,
) -> None:
    for chart, entry in entries(curriculum):
        foreign = "IV" if chart.rule_set == "inpatient" else "III"
        cited = [c for c in entry.citation if c == foreign or c.startswith(f"{foreign}.")]
        assert cited == [], (chart.id, entry.quote)


def test_a_doubt_cites_a_rule_on_doubt_or_on_whose_word_counts(curriculum: Curriculum) -> None:
    wrong = [
        (chart.id, entry.quote)
        for chart, entry in entries(curriculum)
        if entry.state == "uncertain" and entry.status == "not_coded" and not DOUBT & set(entry.citation)
    ]
    assert wrong == []


def test_order_by_a_note_cites_multiple_coding_and_the_pair_of_cause_and_manifestation_only_where_it_is_one(
    curriculum: Curriculum, book: Book
) -> None:
    cited = 0
    for chart in curriculum.charts.values():
        for pair in chart.key.order:
            if "I.A.13" in pair.citation:
                title = book[chart.key.line(pair.after).code].description
                assert "in other diseases classified elsewhere" in title, (chart.id, pair.after)
                cited += 1
    assert cited


def test_an_instruction_is_cited_at_the_place_where_it_stands(curriculum: Curriculum, book: Book) -> None:
    wrong = []
    for chart in curriculum.charts.values():
        key = chart.key
        cited = [key.first_citation]
        cited += [c for line in key.lines for c in (line.citation, *(near.citation for near in line.near))]
        cited += [item.citation for item in (*key.order, *key.alternatives, *key.ledger)]
        for citation in {c for group in cited for c in group}:
            place = parse_tabular(citation)
            if place is not None and place.kind is not None:
                origins = {i.origin for i in book.instructions_for(place.code) if i.kind == place.kind}
                if place.code not in origins:
                    wrong.append((chart.id, citation, origins))
    assert wrong == []


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("I.A.13", ["I.B.7"]),
        ("I.B.7", ["use additional code", "code first"]),
        ("I.C.10.a.1", ["not the same as an infection on top", "J44 and J45"]),
        ("I.C.15.b.4", ["complication of the delivery", "additional diagnosis"]),
        ("I.C.21.c.3", ["Z89, Z90 and Z93 to Z99", "neither a complication nor a malfunction"]),
        ("I.C.21.c.4", ["acceptable on any medical record"]),
        ("I.C.5.b.4", ["not classified as a substance-induced disorder"]),
        ("I.C.1.g.1.a", ["provider's documentation", "a positive test need not be on file"]),
        ("I.C.1.g.1.h", ["the provider is asked"]),
        ("I.C.9.e.5", ["underlying cause coded first"]),
        ("I.C.13.a", ["Several documented sites are each coded"]),
        ("I.C.15.a.4", ["pre-existing, the trimester at the time of admission"]),
        ("I.C.16.a.3", ["only where there is no definitive diagnosis"]),
        ("I.C.21.c.10", ["after an illness or injury, or with family or social problems"]),
        ("I.B.15", ["when the condition has no code of its own"]),
        ("I.B.19.c", ["assumed to be due to the hurricane"]),
        ("I.C.9.a.1", ["unless the provider documents", "with I51.5 and I51.7 none is added"]),
        ("I.C.16.h", ["P35.8 and U07.1"]),
        ("I.C.20.a.7", ["whichever of them caused the most serious injury"]),
        ("I.C.21.c.9", ["for others or for themselves"]),
        ("I.C.21.c.17", ["Living alone, without a documented risk or unmet need, does not support Z60.2"]),
    ],
)
def test_an_authority_says_the_whole_of_its_section(section: str, words: list[str]) -> None:
    text = authorities()[section].text.lower()
    assert [w for w in words if w.lower() not in text] == []


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("I.C.4.a.3", "type 1"),
        ("I.C.15.i", "insulin and oral drugs"),
        ("I.C.1.g.1", "positive test"),
        ("I.C.5.b.2", "mild"),
        ("I.C.19.e.5.c", "is first"),
        ("I.C.2.m", "adjuvant"),
        ("I.C.1.f", "p35.4"),
        ("I.C.9.a.5", "i27.0"),
        ("I.C.20.a.7", "decides"),
        ("I.C.21.c.10", "standard treatment"),
    ],
)
def test_an_authority_says_nothing_that_its_section_does_not_say(section: str, words: str) -> None:
    assert words not in authorities()[section].text.lower()

"""The glossary: read strictly, in plain words, and every code in it is one that a claim may carry."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeward.charts import Term, glossary, read_glossary
from codeward.charts.terms import MOST_WORDS
from codeward.codesets import Book
from codeward.errors import ChartError

HEAD = "schema: 1\nterms:\n"
ONE = '  - {term: claim, means: "The bill."}\n'


def test_it_holds_the_words_that_pages_use() -> None:
    found = glossary()
    assert len(found.terms) >= 510
    needed = (
        "code, billable code, evidence, category, principal diagnosis, first-listed diagnosis, Excludes1, Excludes2, "
        "code first, use additional code, sequencing, POA, modifier, MUE, HCC, CCSR, inpatient, outpatient, encounter, "
        "attending physician"
    )
    assert [term for term in needed.split(", ") if term not in found] == []


def test_every_code_in_it_is_billable(book: Book) -> None:
    codes = {code for entry in glossary().terms for code in entry.codes}
    assert len(codes) >= 25
    assert {code for code in codes if not (concept := book.get(code)) or not concept.billable} == set()


def test_every_meaning_is_one_or_two_short_sentences() -> None:
    for entry in glossary().terms:
        assert len(entry.means.split()) <= MOST_WORDS, entry.term
        assert len(re.findall(r"[.?!](?= [A-Z“]|$)", entry.means)) <= 3, entry.term


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (ONE + ONE, "twice"),
        (ONE + '  - {term: billable code, means: "May be billed."}\n', "out of order"),
        (f'  - {{term: claim, means: "{"word " * 26}end."}}\n', "has 27 words"),
        ('  - {term: claim, means: "The bill.", not: [charge]}\n', "no other term"),
        ('  - {term: claim, means: "The bill.", not: [claim]}\n', "no other term"),
        ('  - {term: claim, means: "The bill"}\n', "means"),
        ('  - {term: claim, means: "The bill.", meaning: x}\n', "meaning"),
        ('  - {term: hematuria, means: "Blood.", parts: [hem/o, -uria]}\n', "do not spell"),
        ('  - {term: hematuria, means: "Blood.", parts: [hemato, uria]}\n', "parts"),
        ('  - {term: claim, term: claim, means: "The bill."}\n', "given twice"),
    ],
)
def test_what_is_wrong_is_said_with_its_file_and_place(rows: str, says: str) -> None:
    with pytest.raises(ChartError) as caught:
        read_glossary(HEAD + rows)
    assert says in str(caught.value)
    assert "glossary.yaml" in str(caught.value)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    means = ""
    with suppress(ChartError):  # nothing else may be raised
        means = read_glossary(HEAD + f"  - {{term: claim, means: {text}}}\n")["claim"].means
    assert means == "" or means.endswith(".")


@given(st.sampled_from(glossary().terms))
def test_a_term_is_found_whatever_its_capitals(entry: Term) -> None:
    assert glossary()[entry.term.upper()] is entry
    assert glossary()[entry.term.lower()] is entry
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.slug)

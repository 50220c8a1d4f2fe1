from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeward.codesets import Book
from codeward.errors import QueryError
from codeward.search import Searcher

SAMPLE = 1500
easy = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="session")
def titles(searcher: Searcher, book: Book) -> list[tuple[str, str]]:
    """(title, the code that a search for it must show), a broad sample with a fixed seed."""
    chance = random.Random(7)
    out = []
    for number in chance.sample(range(searcher.index.size), SAMPLE):
        document = searcher.index.document(number)
        title = book.file.concept(document.entry).description
        out.append((title, book.file.code_at(document.entry + document.expansion)))
    return out


@easy
@given(st.text(max_size=200))
def test_no_text_makes_it_fall(searcher: Searcher, query: str) -> None:
    hits = searcher.search(query)
    assert len(hits) <= 10
    assert len({hit.code for hit in hits}) == len(hits)
    assert all(hit.code in searcher.book for hit in hits)


@easy
@given(
    st.lists(
        st.sampled_from(["fracture", "diabtes", "left", "E11", "htn", "\u200fעברית", "\u06a9\u0633\u0631", "\x07", "§",
                         "I", "ii", "oedema", "w/", "'s", "🦴", "stage", "3", "of",
                         "unspecified", "knee", "chapter"]),
        max_size=30,
    )
)  # fmt: skip
def test_no_mixture_makes_it_fall(searcher: Searcher, parts: list[str]) -> None:
    hits = searcher.search(" ".join(parts))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@easy
@given(st.sampled_from(["fracture", "pain", "type 2 diabetes", "S52", "burn hand"]), st.integers(1, 40))
def test_the_limit_is_an_upper_limit(searcher: Searcher, query: str, limit: int) -> None:
    assert 1 <= len(searcher.search(query, limit)) <= limit


@easy
@given(
    st.sampled_from(["fracture", "pain", "diabetes", "cancer", "heart"]), st.integers(1, 22), st.booleans()
)
def test_filters_hold(searcher: Searcher, query: str, chapter: int, billable: bool) -> None:
    for hit in searcher.search(query, chapter=str(chapter), billable=billable):
        assert searcher.book[hit.code].ancestors[-1] == str(chapter)
        assert hit.billable or not billable


def test_a_query_that_is_too_long_is_refused_and_the_longest_is_not(searcher: Searcher) -> None:
    assert len(searcher.search(("fracture " * 200)[:1000])) == 10
    with pytest.raises(QueryError):
        searcher.search("fracture " * 2000)


def test_every_title_finds_its_code(searcher: Searcher, titles: list[tuple[str, str]]) -> None:
    missed = [
        (title, code) for title, code in titles if code not in [hit.code for hit in searcher.search(title)]
    ]
    assert missed == []


def test_words_in_another_order_find_the_same(searcher: Searcher, titles: list[tuple[str, str]]) -> None:
    chance = random.Random(11)
    differing = []
    for title, _ in titles[:400]:
        words = title.replace("-", " ").split()
        if len(words) < 3 or any(char.isdigit() or char in "'" for char in title):
            continue  # "type 2" and "T1-T2" say something by their order
        mixed = words[:]
        chance.shuffle(mixed)
        top = [searcher.search(" ".join(order))[0].code for order in (words, mixed)]
        if top[0] != top[1]:
            differing.append((title, mixed, top))
    # A phrase of the lexicon must stand together; where the order tears one apart, the answer may change.
    assert len(differing) <= 6, differing

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeward.errors import QueryError
from codeward.search.allbooks import AllBooks, Results

easy = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = st.lists(
    st.sampled_from(["appendectomy", "left", "0DTJ", "99213", "J18", "E11.9", "keytruda", "wheelchiar", "kne", "open",
                     "type", "2", "diabtes", "II", "w/", "§", "ÄÖ", "مرض", "of", "ct", "head", "x-ray", "T45.51", "🦴",
                     "mileage", "cabg", "coumadin", "poisoning", "visit", "fracture"]),
    max_size=12,
).map(" ".join)  # fmt: skip


def check(desk: AllBooks, query: str, limit: int) -> Results:
    """Return the answer when everything in it is so."""
    found = desk.search_all(query, limit)
    books = {tab.system: tab.book for tab in found.tabs}
    assert len(found.hits) <= limit
    for tab in found.tabs:
        assert len(tab.hits) <= limit
        assert tab.count >= len(tab.hits)
        order = [(hit.ended, -hit.score) for hit in tab.hits]
        assert order == sorted(order)
        assert len({hit.code for hit in tab.hits}) == len(tab.hits)
        for hit in tab.hits:
            assert books[hit.system][hit.code].description == hit.description
            assert all(word in hit.description for word in hit.matched)
            assert hit.matched or hit.why
    assert {hit for tab in found.tabs for hit in tab.hits} >= set(found.hits)
    assert sorted(hit for group in found.groups for hit in group.hits) == sorted(found.hits)
    return found


@easy
@given(WORDS, st.integers(1, 25))
def test_any_words_are_answered_with_real_codes(desk: AllBooks, query: str, limit: int) -> None:
    assert check(desk, query, limit).tabs


@easy
@given(st.text(max_size=1100))
def test_any_text_is_answered_or_refused(desk: AllBooks, query: str) -> None:
    try:
        check(desk, query, 5)
    except QueryError:
        assert len(query) > 1000


@easy
@given(WORDS)
def test_the_same_query_has_the_same_answer(desk: AllBooks, query: str) -> None:
    first = desk.search_all(query)
    for place in desk._chosen(None, None, strict=False):
        place.finder._found.cache_clear()  # type: ignore[attr-defined]
    assert desk.search_all(query) == first

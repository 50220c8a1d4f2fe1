from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from codeward.codesets import Book
from codeward.search.indexfile import IndexFile
from codeward.search.query import read
from codeward.search.rank import MOST, Weigher, choose, lacking, lowest


@given(st.sets(st.integers(0, 3000)), st.integers(1, 80))
def test_lowest_yields_the_lowest_places_in_order(places: set[int], most: int) -> None:
    bits = sum(1 << place for place in places)
    assert list(lowest(bits, most)) == sorted(places)[:most]


def test_what_answers_everything_is_chosen_first(book: Book, index: IndexFile) -> None:
    reading = read(index, "cholera biovar eltor")[0]
    chosen = choose(index, reading, index.all)
    assert book.file.code_at(index.document(chosen[0]).entry) == "A00.1"


def test_only_what_is_allowed_is_chosen(index: IndexFile) -> None:
    reading = read(index, "fracture")[0]
    chosen = choose(index, reading, index.mask(15))
    assert all(index.mask(15) >> number & 1 for number in chosen)
    assert choose(index, reading, 0) == []


def test_not_much_more_than_the_most_is_weighed(index: IndexFile) -> None:
    for query in ("fracture", "unspecified", "right", "type 2 diabetes mellitus with"):
        for reading in read(index, query):
            assert len(choose(index, reading, index.all)) <= 3 * MOST


def test_a_document_that_lacks_a_word_is_still_found(book: Book, index: IndexFile) -> None:
    reading = read(index, "cholera nephrectomy")[0]
    codes = [book.file.code_at(index.document(n).entry) for n in choose(index, reading, index.all)]
    assert "A00.9" in codes


def test_what_a_title_denies_does_not_answer(book: Book, index: IndexFile) -> None:
    weigher = Weigher(index)
    reading = read(index, "alcoholic cirrhosis ascites")[0]
    weighed = weigher.weigh(reading, choose(index, reading, index.all))
    best = max(weighed, key=lambda c: c.score)
    assert book.file.code_at(index.document(best.number).entry) == "K70.31"


def test_the_wrong_side_loses(book: Book, index: IndexFile) -> None:
    weigher = Weigher(index)
    reading = read(index, "pain left knee")[0]
    scores = {
        book.file.code_at(index.document(c.number).entry): c.score
        for c in weigher.weigh(reading, choose(index, reading, index.all))
    }
    assert scores["M25.562"] > scores["M25.569"]
    assert scores["M25.562"] > scores.get("M25.561", -1.0) + 0.3


@given(
    st.lists(st.tuples(st.floats(0.1, 9), st.integers(0, 2**40 - 1)), min_size=1, max_size=6),
    st.integers(1, 4),
    st.integers(0, 2**40 - 1),
)
def test_what_lacks_few_groups_is_what_holds_all_the_others(
    asked: list[tuple[float, int]], few: int, allowed: int
) -> None:
    expected = []
    ways = combinations(range(len(asked)), min(few, len(asked)))
    for way in sorted(ways, key=lambda some: sum(asked[i][0] for i in some)):
        bits = allowed
        for place, (_, held) in enumerate(asked):
            bits &= held if place not in way else bits
        expected.append(bits)
    assert list(lacking(asked, min(few, len(asked)), allowed)) == [bits for bits in expected[:24] if bits]

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from codeward.search.plain.searcher import PlainSearcher
from codeward.search.plain.weigh import ALIKE, MOST, PlainWeigher, _spread, choose
from codeward.search.query import read


def test_the_shortest_titles_are_taken_first(pcs: PlainSearcher) -> None:
    (reading, *_) = read(pcs.index, "resection of liver")
    numbers, full = choose(pcs.index, reading, pcs.index.all)
    assert all(full >> number & 1 for number in numbers[:2])
    assert pcs.code_of(numbers[0]).startswith(("0FT", "0DT", "0F"))


def test_of_titles_that_begin_alike_only_some_are_taken(pcs: PlainSearcher) -> None:
    (reading, *_) = read(pcs.index, "bypass coronary artery one")
    numbers, full = choose(pcs.index, reading, pcs.index.all)
    assert len(numbers) <= MOST + ALIKE
    assert full.bit_count() > len(numbers)


def test_a_document_that_is_not_allowed_is_not_taken(cpt: PlainSearcher) -> None:
    (reading, *_) = read(cpt.index, "kidney")
    numbers, full = choose(cpt.index, reading, cpt.index.mask(0))
    assert numbers
    assert all(cpt.index.document(number).billable for number in numbers)
    assert full & ~cpt.index.mask(0) == 0


def test_the_other_side_weighs_less(pcs: PlainSearcher) -> None:
    (reading, *_) = read(pcs.index, "excision left ulna open")
    weigher = PlainWeigher(pcs.index)
    left, right = (pcs._place(code) for code in ("0PBL0ZZ", "0PBK0ZZ"))
    scores = {c.number: c.score for c in weigher.weigh(reading, [left, right])}
    assert scores[left] > scores[right] + 0.3


def test_what_the_lexicon_names_is_narrowed_by_the_other_words(pcs: PlainSearcher) -> None:
    readings = read(pcs.index, "right hip replacement")
    numbers, _ = choose(pcs.index, readings[-1], pcs.index.all)
    assert all("Right" in pcs.book[pcs.code_of(number)].description for number in numbers[:6])


@given(data=st.data())
def test_a_spread_is_the_lowest_with_only_some_of_those_alike(
    data: st.DataObject, pcs: PlainSearcher
) -> None:
    start = data.draw(st.integers(0, pcs.index.size - 1))
    near = data.draw(st.sets(st.integers(start, min(start + 5000, pcs.index.size - 1)), max_size=300))
    most = data.draw(st.integers(1, 40))
    expected: list[int] = []
    alike, until = 0, -1
    for place in sorted(near):
        if place > until:
            alike, until = 0, place + pcs.index.document(place).alike
        if alike < ALIKE:
            expected.append(place)
        alike += 1
    assert _spread(pcs.index, sum(1 << place for place in near), most) == expected[:most]

from __future__ import annotations

from struct import Struct, unpack_from

from hypothesis import given
from hypothesis import strategies as st

from codeward.codesets import Book
from codeward.search.making import WordMaker, packed

HEADER = Struct("<8sIQ4I")


@given(one=st.binary(max_size=20), other=st.binary(max_size=20))
def test_sections_begin_at_eights_where_the_header_says(one: bytes, other: bytes) -> None:
    whole = packed(HEADER, b"ABCDEFGH", 7, ("b", "a"), {"a": one, "b": other})
    magic, version, size, *table = HEADER.unpack_from(whole)
    assert (magic, version, size) == (b"ABCDEFGH", 7, len(whole))
    for text, start, length in ((other, *table[:2]), (one, *table[2:])):
        assert start % 8 == 0
        assert unpack_from(f"{length}s", whole, start)[0] == text


def test_words_are_renumbered_by_the_alphabet(book: Book) -> None:
    maker = WordMaker(book)
    met = [maker.number_of(word) for word in ("liver", "bone", "liver", "eye")]
    final, renumber = maker.final()
    assert met == [0, 1, 0, 2]
    assert final == {"bone": 0, "eye": 1, "liver": 2}
    assert renumber == [2, 0, 1]

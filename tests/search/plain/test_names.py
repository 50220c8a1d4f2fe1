from __future__ import annotations

from codeward.codesets import Book
from codeward.search.plain.names import names_of


def test_brands_generics_and_inclusion_terms_are_names(hcpcs_book: Book, cpt_book: Book) -> None:
    assert {"ketorolac", "Toradol"} <= set(names_of(hcpcs_book["J1885"]))
    assert "office visit" in names_of(cpt_book["99213"])


def test_a_title_is_no_name_of_its_own_and_names_stand_once(cpt_book: Book) -> None:
    for code in list(cpt_book)[::50]:
        names = names_of(cpt_book[code])
        assert cpt_book[code].description not in names
        assert len(set(names)) == len(names)

"""Which code somebody may have meant: one slip away first, then what begins alike."""

from __future__ import annotations

import pytest

from codeward.codesets import Book
from codeward.codesets.container.nearest import MOST, nearest
from codeward.errors import UnknownCode


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("E1I.9", "E11.9"), ("E1.19", "E11.9"), ("E119O", "E11.9"), ("EE11.9", "E11.9"), ("S25.53", "S52.53")],
)
def test_a_slip_of_hand_or_eye_leads_back_to_the_code(book: Book, typed: str, meant: str) -> None:
    assert nearest(book.get, typed)[0] == meant


def test_what_begins_alike_comes_after_the_slips(book: Book) -> None:
    assert nearest(book.get, "M17.3ZZ") == ("M17.3", "M17.30", "M17.31", "M17.32")
    assert nearest(book.get, "E1.19")[:4] == ("E11.9", "E11", "E11.0", "E11.1")


@pytest.mark.parametrize("typed", ["", "E", "-", "é", "22"])
def test_nothing_like_a_code_is_near_to_nothing(book: Book, typed: str) -> None:
    assert nearest(book.get, typed) == ()


def test_an_unknown_code_is_told_with_the_nearest(book: Book) -> None:
    with pytest.raises(UnknownCode) as caught:
        book["E11.7"]
    assert caught.value.suggestions == nearest(book.get, "E11.7")
    assert 0 < len(caught.value.suggestions) <= MOST

"""The shelf: each code is asked of its own system's book, and a judgment's books can be put together again."""

from __future__ import annotations

from datetime import date

import pytest

from codeward.codesets import Shelf, books
from codeward.codesets.shelf import VALID_CODES
from codeward.errors import BookError, CodewardError

DAY = date(2026, 5, 12)


def test_every_code_is_looked_up_in_its_own_book() -> None:
    shelf = Shelf.on(DAY)
    asked = [("icd10cm", "e119"), ("icd10pcs", "0DTJ4ZZ"), ("hcpcs", "J1885"), ("cpt", "99213")]
    found = [shelf.concept(system, code) for system, code in asked]
    assert [concept and concept.code for concept in found] == ["E11.9", "0DTJ4ZZ", "J1885", "99213"]
    assert all(shelf.title(system, code) for system, code in asked)
    assert shelf.concept("icd10cm", "99213") is None
    assert shelf.title("hcpcs", "Z9999") == ""


def test_a_shelf_opens_a_book_once_and_only_when_asked() -> None:
    shelf = Shelf.on(DAY)
    assert shelf._books == {}
    assert shelf.book("icd10cm") is shelf.book("icd10cm")
    assert set(shelf._books) == {"icd10cm"}


def test_a_book_that_is_already_open_is_taken() -> None:
    book = books.open("icd10cm", on=DAY)
    assert Shelf(DAY, [book]).book("icd10cm") is book


def test_a_code_is_valid_on_the_coding_date_or_on_the_day_of_its_line() -> None:
    shelf = Shelf.on(DAY)
    assert shelf.validate("icd10cm", "E11.9").valid
    assert not shelf.validate("icd10cm", "E11").valid
    assert not shelf.validate("icd10cm", "E11.9", date(1999, 1, 1)).valid


def test_an_unknown_system_is_an_error_and_a_missing_book_is_no_no() -> None:
    shelf = Shelf.on(DAY)
    with pytest.raises(CodewardError, match="no code system"):
        shelf.validate("icd9", "250.00")
    assert shelf.get("icd9") is None


def test_a_judgment_names_the_list_of_valid_codes_where_it_speaks_of_the_day() -> None:
    *editions, listed = Shelf.on(DAY).judged_by(["icd10cm", "cpt"])
    assert [one.system for one in editions] == ["cpt", "icd10cm"]
    assert (listed.system, len(listed.digest)) == (VALID_CODES, 64)
    assert Shelf.named([*editions, listed], DAY).judged_by(["icd10cm", "cpt"]) == (*editions, listed)
    assert VALID_CODES not in [one.system for one in Shelf.on(date(2014, 5, 12)).judged_by(["icd10cm"])]
    assert VALID_CODES not in [one.system for one in Shelf.on(DAY).judged_by(["cpt"])]


def test_the_editions_of_a_shelf_put_it_together_again() -> None:
    shelf = Shelf.on(DAY)
    editions = shelf.editions(["cpt", "icd10cm", "cpt", "icd9"])
    assert [edition.system for edition in editions] == ["cpt", "icd10cm"]
    assert all(len(edition.digest) == 64 for edition in editions)
    again = Shelf.named(editions, DAY)
    assert again.editions(["icd10cm", "cpt"]) == editions
    with pytest.raises(BookError, match="No book of hcpcs"):
        again.book("hcpcs")
    with pytest.raises(BookError):
        Shelf.named([], DAY).book("icd10cm")


def test_an_edition_goes_out_as_system_edition_and_digest() -> None:
    (edition,) = Shelf.on(DAY).editions(["icd10cm"])
    assert edition.to_json() == {
        "system": "icd10cm",
        "edition": "icd10cm-2026-04-01",
        "digest": edition.digest,
    }


def test_a_list_that_is_not_there_is_refused_each_time_and_found_out_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shelf, asked = Shelf.on(DAY), []
    opened = books.open

    def counted(*args: object, **more: object) -> object:
        asked.append(args)
        return opened(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(books, "open", counted)
    for _ in range(3):
        with pytest.raises(CodewardError, match="ncci-ptp"):
            shelf.listed("ncci-ptp", DAY)
    assert len(asked) == 1

from __future__ import annotations

from datetime import date
from pathlib import Path

from codeward.codesets import Book
from codeward.codesets.compile.plain import PlainEntry, compile_plain
from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.container.model import Release
from codeward.search.plain.compile import compile_plain_index
from codeward.search.plain.plainfile import PlainFile
from codeward.search.plain.searcher import PlainSearcher
from codeward.words import tokens


def small(tmp_path: Path, system: str, entries: list[PlainEntry]) -> PlainSearcher:
    release = Release(f"{system}-2026-01-01-titles", system, "small", date(2026, 1, 1), None)
    path = tmp_path / "small.book"
    path.write_bytes(compile_plain(release, entries, sources=[]))
    book = Book(BookFile(path), in_force=True)
    (tmp_path / "small.find").write_bytes(compile_plain_index(book))
    return PlainSearcher(book, PlainFile(tmp_path / "small.find"))


def test_the_same_book_gives_the_same_bytes(cpt_book: Book) -> None:
    assert compile_plain_index(cpt_book) == compile_plain_index(cpt_book)


def test_titles_are_read_as_everywhere(hcpcs: PlainSearcher) -> None:
    for number in range(0, hcpcs.index.size, 61):
        description = hcpcs.book[hcpcs.code_of(number)].description
        assert [hcpcs.index.vocab[w] for w in hcpcs.index.document(number).title] == tokens(description)


def test_documents_stand_in_the_order_of_codes(cpt: PlainSearcher) -> None:
    codes = [cpt.code_of(number) for number in range(cpt.index.size)]
    assert codes == sorted(codes)


def test_numerals_hang_on_the_word_before_them(tmp_path: Path) -> None:
    searcher = small(
        tmp_path,
        "hcpcs",
        [PlainEntry("A0001-A0009", "chapter", "Things", 0),
         PlainEntry("A0001", "code", "Splint type II", 1, billable=True),
         PlainEntry("A0002", "code", "Splint type V", 1, billable=True)],
    )  # fmt: skip
    assert searcher.search("splint type 2")[0].code == "A0001"
    assert searcher.search("splint type 5")[0].code == "A0002"


def test_a_list_of_diagnoses_is_searched_with_dots_and_without(tmp_path: Path) -> None:
    searcher = small(
        tmp_path,
        "icd10cm",
        [PlainEntry("19", "chapter", "Injury", 0),
         PlainEntry("S42", "category", "Fracture of shoulder", 1),
         PlainEntry("S42.001A", "code", "Fracture of right clavicle, initial encounter for closed fracture", 2,
                    billable=True),
         PlainEntry("S42.001D", "code", "Fracture of right clavicle, subsequent encounter", 2, billable=True),
         PlainEntry("S42.001S", "code", "Fracture of right clavicle, sequela", 2, billable=True),
         PlainEntry("20", "chapter", "External causes", 0),
         PlainEntry("W19", "category", "Unspecified fall", 1)],
    )  # fmt: skip
    assert searcher.search("broken collarbone right")[0].code == "S42.001A"
    assert searcher.search("clavicle fracture sequela")[0].code == "S42.001S"
    assert [hit.code for hit in searcher.search("s42.001")] == ["S42.001A", "S42.001D", "S42.001S"]
    assert searcher.search("S42001D")[0].score == 2.0
    assert [hit.code for hit in searcher.search("fall", chapter="20")] == ["W19"]
    assert searcher.search("fall", chapter="19") == []

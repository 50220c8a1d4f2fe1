from __future__ import annotations

from codeward.codesets import Book
from codeward.search.indexer import compile_index
from codeward.search.indexfile import DENIED, IndexFile


def test_compiling_twice_gives_the_same_bytes(book: Book, compiled: bytes) -> None:
    assert compile_index(book) == compiled


def test_every_entry_but_sections_and_expansions_is_a_document(book: Book, index: IndexFile) -> None:
    entries = {index.document(number).entry for number in range(index.size)}
    assert len(entries) == index.size == index.meta["documents"]
    reached = set(entries)
    for number in range(index.size):
        document = index.document(number)
        if document.extended:
            reached.update(book[child].index for child in book.file.concept(document.entry).children)
    kinds = {book.file.concept(entry).kind for entry in range(book.file.entries) if entry not in reached}
    assert kinds == {"chapter", "section"}


def test_a_document_knows_what_its_entry_is(book: Book, index: IndexFile) -> None:
    documents = {}
    for number in range(index.size):
        document = index.document(number)
        code = book.file.code_at(document.entry)
        if code in ("E11", "E11.9", "S52.501", "Z86.010", "Z86.0100", "K70.30"):
            documents[code] = document
    assert documents["E11"].heading
    assert not documents["E11"].billable
    assert documents["E11.9"].billable
    assert documents["S52.501"].extended
    assert documents["Z86.010"].heading  # its children have titles of their own
    assert not documents["Z86.010"].extended
    assert documents["Z86.0100"].billable
    default = documents["E11"].default
    assert default is not None
    assert book.file.code_at(index.document(default).entry) == "E11.9"
    ascites = index.number["ascite"]
    assert ascites + DENIED in documents["K70.30"].fields[0]
    assert ascites not in documents["K70.30"].fields[0]


def test_headings_have_a_default_that_can_be_billed(index: IndexFile) -> None:
    headings = [d for d in map(index.document, range(index.size)) if d.heading]
    defaults = [index.document(d.default) for d in headings if d.default is not None]
    assert len(headings) == len(defaults) > 10_000
    assert all(d.billable or d.extended for d in defaults)


def test_terms_above_are_found_below(book: Book, index: IndexFile) -> None:
    tennis = index.bits(index.number["tennis"])
    codes = {
        book.file.code_at(index.document(n).entry) for n in range(index.size) if tennis >> n & 1
    }  # "Tennis elbow" is a term of M77.1
    assert {"M77.1", "M77.11", "M77.12"} <= codes


def test_lists_and_maps_agree_with_the_documents(index: IndexFile) -> None:
    for word in ("right", "cholera", "fracture", "diabete"):
        number = index.number[word]
        bits = index.bits(number)
        assert bits.bit_count() == index.count(number)
        titled = [n for n in range(0, index.size, 97) if number in index.document(n).fields[0]]
        assert all(bits >> n & 1 for n in titled)


def test_masks_part_the_chapters(index: IndexFile) -> None:
    whole = 0
    for chapter in range(1, 23):
        assert whole & index.mask(chapter) == 0
        whole |= index.mask(chapter)
    assert whole == index.all
    assert index.mask(0) & index.mask(23) == 0

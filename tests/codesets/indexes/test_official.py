"""The compiled index books against the raw XML, counted and read a second way: none dropped."""

from __future__ import annotations

import lzma
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from codeward.codesets import Book
from codeward.codesets.indexes.official import compile_drugs, compile_index, compile_neoplasm
from codeward.errors import LoaderError
from tests.codesets.indexes.conftest import FILES, SMALL, release, terms_of

# What the files' provenance says of them.
KNOWN = {
    "drugs": {"main_terms": 5179, "subterms": 2251, "cells": 43224},
    "external-cause": {"main_terms": 314, "subterms": 7776},
    "neoplasm": {"main_terms": 1, "subterms": 1939, "cells": 10922},
}
_FIELDS = {
    "code": "code", "manif": "manifestation", "see": "see", "seeAlso": "see_also", "seecat": "see_category",
    "subcat": "see_subcategory",
}  # fmt: skip
_NAMES = {
    "nemod": "nonessential_modifiers", "code": "codes", "manif": "manifestations", "see": "see",
    "seeAlso": "see_also", "seecat": "see_category", "subcat": "see_subcategory", "cell": "cells",
    "mainTerm": "main_terms", "term": "subterms", "letter": "letters",
}  # fmt: skip


def raw(shared: Path, name: str) -> ElementTree.Element:
    with lzma.open(shared / FILES[name][0]) as stream:
        return ElementTree.parse(stream).getroot()


def flat(text: str | None) -> str:
    return " ".join((text or "").split())


def in_order(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    return (node for node in element.iter() if node.tag in ("mainTerm", "term"))


@pytest.mark.shared
@pytest.mark.parametrize("name", FILES)
def test_every_term_field_and_cell_is_kept(name: str, shared: Path, books_of: Callable[[str], Book]) -> None:
    root, book = raw(shared, name), books_of(name)
    counted = Counter(element.tag for element in root.iter())
    index = book.manifest["index"]
    assert {tag: index[key] for tag, key in _NAMES.items()} == {tag: counted[tag] for tag in _NAMES}
    assert KNOWN.get(name, {}).items() <= index.items()
    assert book.manifest["not_understood_count"] == 0
    terms = terms_of(book)
    assert terms.size == counted["mainTerm"] + counted["term"]
    depth = {id(root): -2}
    for element in root.iter():
        for child in element:
            depth[id(child)] = depth[id(element)] + 1
    for number, element in enumerate(in_order(root)):
        fields = terms.fields(number)
        title = element.find("title")
        assert title is not None
        modifiers = title.find("nemod")
        assert fields.before == flat(title.text)
        assert fields.nonessential == (flat(modifiers.text) if modifiers is not None else "")
        assert fields.after == (flat(modifiers.tail) if modifiers is not None else "")
        assert {field: getattr(fields, field) for field in _FIELDS.values()} == {
            field: flat(element.findtext(tag)) for tag, field in _FIELDS.items()
        }
        assert fields.cells == {int(cell.attrib["col"]): flat(cell.text) for cell in element.findall("cell")}
        assert terms.level(number) == depth[id(element)]


@pytest.mark.shared
@pytest.mark.parametrize("name", FILES)
def test_every_cross_reference_is_accounted_for(name: str, books_of: Callable[[str], Book]) -> None:
    manifest = books_of(name).manifest
    counts = manifest["references"]["counts"]
    assert sum(counts.values()) >= manifest["index"]["see"] + manifest["index"]["see_also"]
    assert counts["nowhere"] <= 20
    assert len(manifest["references"]["nowhere"]) == counts["nowhere"]
    assert counts["term"] > 0.8 * (counts["term"] + counts["partly"] + counts["nowhere"])


@pytest.mark.shared
def test_a_reference_leads_to_the_real_entry(books_of: Callable[[str], Book]) -> None:
    terms = terms_of(books_of("index-2017"))
    number = terms.by_id("fracture-traumatic.femur-femoral.neck")
    assert number is not None
    (link,) = terms.links(number)
    assert (link.field, link.outcome) == ("see", "term")
    assert link.target is not None
    assert terms.id_of(link.target) == "fracture-traumatic.femur-femoral.upper-end.neck"
    assert terms.fields(link.target).code == "S72.00-"


@pytest.mark.shared
def test_every_id_leads_back(books_of: Callable[[str], Book]) -> None:
    terms = terms_of(books_of("index-2017"))
    for number in range(0, terms.size, 101):
        assert terms.by_id(terms.id_of(number)) == number
    assert terms.by_id("no.such.path") is None


@pytest.mark.shared
def test_a_file_of_another_book_is_refused(shared: Path) -> None:
    with pytest.raises(LoaderError, match="is the Table of Drugs and Chemicals, not the Neoplasm Table"):
        compile_neoplasm(release(), [shared / FILES["drugs"][0]])
    with pytest.raises(LoaderError, match="is the External Cause Index, not the Alphabetic Index"):
        compile_index(release(), [shared / FILES["external-cause"][0]])


def test_a_file_of_another_year_is_refused(small: Callable[..., Path]) -> None:
    with pytest.raises(LoaderError, match="edition of FY2025; icd10cm-index-2026-04-01 begins in FY2026"):
        compile_index(release(), [small(SMALL.replace("<version>2026", "<version>2025"))])


def test_two_files_or_none_are_refused(small: Callable[..., Path]) -> None:
    with pytest.raises(LoaderError, match="0 files were given"):
        compile_drugs(release(), [])
    with pytest.raises(LoaderError, match="2 files were given"):
        compile_index(release(), [small(), small()])


def test_what_leads_nowhere_is_listed_and_not_fatal(small: Callable[..., Path], tmp_path: Path) -> None:
    from codeward.codesets.container.bookfile import BookFile

    path = tmp_path / "a.book"
    path.write_bytes(compile_index(release(), [small()]))
    manifest = BookFile(path).manifest
    assert manifest["references"]["counts"]["nowhere"] == 1
    assert manifest["references"]["nowhere"] == [{"term": "Hopping", "reference": "Nowhere, at all"}]


def test_compiling_twice_gives_the_same_bytes(small: Callable[..., Path]) -> None:
    assert compile_index(release(), [small()]) == compile_index(release(), [small()])

"""Other editions of the official files: the loader takes them all."""

from __future__ import annotations

import lzma
import unicodedata
from pathlib import Path

import pytest

from codeward.codesets import Book
from codeward.codesets.container.codes import undotted
from codeward.codesets.container.references import looks_unparsed, parse
from codeward.codesets.icd10cm.tabular import Node, load
from codeward.codesets.icd10cm.valid_codes import load as load_codes

pytestmark = pytest.mark.shared


def walk(node: Node):
    yield node
    for child in node.children:
        yield from walk(child)


def test_the_fy2017_tabular_is_read_whole(shared: Path) -> None:
    tabular = load(shared / "icd10cm_fy2017_xml" / "icd10cm_tabular_2017.xml.xz")
    nodes = [node for chapter in tabular.chapters for node in walk(chapter)]
    kinds = [node.kind for node in nodes]
    assert tabular.version == "2017"
    assert (kinds.count("chapter"), kinds.count("section")) == (21, 295)
    assert kinds.count("category") + kinds.count("subcategory") == 43_910
    assert tabular.unknown == []
    assert sum(node.seventh is not None for node in nodes) == 505
    assert all(node.title for node in nodes)


def test_references_of_the_fy2017_tabular_are_read(shared: Path) -> None:
    tabular = load(shared / "icd10cm_fy2017_xml" / "icd10cm_tabular_2017.xml.xz")
    texts = {text for chapter in tabular.chapters for node in walk(chapter) for _, text in node.notes}
    assert sum(len(parse(text)) for text in texts) == 8_438
    unread = [text for text in texts if looks_unparsed(text)]
    assert len(unread) == 18
    assert sum("1 through 9" in text for text in unread) == 15


@pytest.mark.parametrize(
    ("year", "entries", "billable"),
    [(2023, 96_745, 73_639), (2024, 97_296, 74_044), (2025, 97_584, 74_260), (2026, 98_186, 74_719)],
)
def test_every_order_file_is_read(shared: Path, year: int, entries: int, billable: int) -> None:
    codes = load_codes(shared / "icd10cm_releases" / f"icd10cm-order-{year}.txt.xz")
    assert (len(codes.entries), len(codes.billable)) == (entries, billable)


def test_the_list_of_april_2026_from_another_source_names_the_same_billable_codes(
    shared: Path, book: Book
) -> None:
    theirs = load_codes(shared / "icd10cm_releases" / "icd10cm_codes_2026-04-01.txt.xz").billable
    ours = {undotted(code) for code in book if book[code].billable}
    assert len(ours) == 74_719
    assert ours == theirs


def plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def test_every_title_is_the_long_title_of_the_agencys_order_file(shared: Path, book: Book) -> None:
    """The order file of the same fiscal year writes no accents; but for these every title is the same."""
    different, exact = [], 0
    with lzma.open(
        shared / "icd10cm_releases" / "icd10cm-order-2026.txt.xz", "rt", encoding="ascii"
    ) as lines:
        for line in lines:
            code, title = line[6:13].strip(), line[77:].rstrip()
            ours = book[code].description
            exact += ours == title
            if plain(ours) != title:
                different.append((code, ours, title))
    assert different == []
    assert exact == 98_035

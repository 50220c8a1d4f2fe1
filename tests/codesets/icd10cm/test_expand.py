"""7th characters: the nearest definition wins, X fills the gap, only codes of the list are made."""

from __future__ import annotations

from pathlib import Path

import pytest

from codeward.codesets import Book
from codeward.codesets.icd10cm.expand import Expansion, expand
from codeward.codesets.icd10cm.tabular import load
from codeward.codesets.icd10cm.valid_codes import ValidCodes
from codeward.errors import LoaderError

TREE = """<ICD10CM.tabular><chapter><name>19</name><desc>Injury</desc>
<section id="S00-S09"><desc>Head</desc>
<diag><name>S01</name><desc>Wound</desc>
 <sevenChrDef><extension char="A">initial</extension><note>first visit</note>
 <extension char="D">later</extension></sevenChrDef>
 <diag><name>S01.0</name><desc>Wound of scalp</desc></diag>
 <diag><name>S01.1</name><desc>Wound of eyelid</desc>
  <sevenChrDef><extension char="1">right</extension></sevenChrDef>
  <diag><name>S01.11</name><desc>Wound of upper eyelid</desc></diag></diag>
</diag>
<diag><name>S02</name><desc>Bare</desc></diag>
</section>
<section id="S03"><desc>Alone</desc><diag><name>S03</name><desc>Alone</desc></diag></section>
</chapter></ICD10CM.tabular>"""


@pytest.fixture
def expansion(tmp_path: Path) -> Expansion:
    path = tmp_path / "t.xml"
    path.write_text(TREE)
    billable = frozenset({"S010XXA", "S0111X1", "S02", "S03", "Z999"})
    return expand(load(path), ValidCodes(billable, billable))


def test_only_codes_of_the_list_are_made(expansion: Expansion) -> None:
    assert [e.code for e in expansion.entries] == [
        "19", "S00-S09", "S01", "S01.0", "S01.0XXA", "S01.1", "S01.11", "S01.11X1", "S02", "S03-S03", "S03",
    ]  # fmt: skip
    assert expansion.not_made == ["S01.0XXD"]
    assert expansion.not_in_tabular == ["Z99.9"]


def test_the_nearest_definition_wins(expansion: Expansion) -> None:
    by_code = {e.code: e for e in expansion.entries}
    assert [s.char for s in expansion.definitions[by_code["S01.11"].seventh - 1][1]] == ["1"]
    assert [s.char for s in expansion.definitions[by_code["S01.0"].seventh - 1][1]] == ["A", "D"]


def test_the_note_of_a_character_becomes_an_instruction_of_the_code(expansion: Expansion) -> None:
    code = next(e for e in expansion.entries if e.code == "S01.0XXA")
    assert (code.title, code.notes) == ("initial", [("note", "first visit")])


def test_billable_is_what_the_list_says(expansion: Expansion) -> None:
    assert [e.code for e in expansion.entries if e.billable] == ["S01.0XXA", "S01.11X1", "S02", "S03"]


def test_a_block_named_like_its_category_is_named_twice(expansion: Expansion) -> None:
    assert expansion.renamed == ["S03"]


def test_two_entries_of_one_name_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "t.xml"
    path.write_text(TREE.replace("<name>S02</name>", "<name>S01</name>"))
    with pytest.raises(LoaderError, match=r"t\.xml:11: S01 stands there twice"):
        expand(load(path), ValidCodes(frozenset(), frozenset()))


def test_76_codes_that_the_tabular_alone_would_make_do_not_exist(book: Book) -> None:
    assert len(book.manifest["not_made"]) == 76
    assert "S06.1X7D" in book.manifest["not_made"]
    assert "S06.1X7D" not in book
    assert "S06.1X7A" in book


def test_24_definitions_override_an_ancestors(book: Book) -> None:
    seen = {"S12.8", "S42.27", "S52.01"}
    overriding = set()
    for code in book:
        concept = book[code]
        own = book.file.definition_of(concept.index)
        parent = book.file.parent_of(concept.index)
        if own is None or own[0] != concept.index or parent is None:
            continue
        if book.file.definition_of(parent) is not None:
            overriding.add(code)
    assert len(overriding) == 24
    assert seen <= overriding

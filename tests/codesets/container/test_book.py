"""The Book: facts of the April 2026 release that a coder would check first."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from codeward.codesets import Book
from codeward.codesets.container import layout
from codeward.codesets.container.bookfile import CACHED, BookFile
from codeward.codesets.icd10cm.compiler import compile_book
from codeward.codesets.releases import Packaged
from codeward.errors import LoaderError, UnknownCode

# A book's bytes are named by their format version. Whoever changes what the compiler writes raises
# `layout.FORMAT` and records the new digest, or machines would go on using the books that they have.
FORMAT_2 = "cc3adf3eeaedf9b6aff8e7785ba240907b173e2d6443abcf5680eec968b11a4d"


def test_the_same_format_is_the_same_bytes(compiled: bytes) -> None:
    assert layout.FORMAT == 2
    assert hashlib.sha256(compiled).hexdigest() == FORMAT_2


@pytest.mark.parametrize("asked", ["E11.9", "E119", "e11.9", "e119", " E11.9 "])
def test_a_code_is_found_with_or_without_dot_in_any_case(book: Book, asked: str) -> None:
    concept = book[asked]
    assert (concept.code, concept.description) == ("E11.9", "Type 2 diabetes mellitus without complications")
    assert (concept.kind, concept.billable, concept.system) == ("code", True, "icd10cm")
    assert (concept.parent, concept.children) == ("E11", ())
    assert concept.ancestors == ("E11", "E08-E13", "4")


@pytest.mark.parametrize(
    "asked", ["E1.19", "E11..9", "E11.", ".E119", "", " ", "A" * 10_000, "\x00", "E11.9\x00", "٣", "Ｅ119"]
)
def test_anything_else_is_an_unknown_code(book: Book, asked: str) -> None:
    assert asked not in book
    assert book.get(asked) is None
    with pytest.raises(UnknownCode) as caught:
        book[asked]
    assert caught.value.release == "icd10cm-2026-04-01"
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("asked", [None, 5, b"E119", ["E11"]])
def test_what_is_no_text_is_an_unknown_code_too(book: Book, asked: object) -> None:
    assert asked not in book
    assert book.get(asked) is None  # type: ignore[arg-type]


def test_an_unknown_code_names_the_nearest_real_ones(book: Book) -> None:
    with pytest.raises(UnknownCode, match=r"Nearest: E11\.9"):
        book["EI1.9"]


def test_it_iterates_in_tabular_order_over_every_entry(book: Book) -> None:
    codes = list(book)
    assert len(codes) == len(book) == len(set(codes)) == 98_505
    assert codes[:4] == ["1", "A00-A09", "A00", "A00.0"]


def test_counts_and_sources_are_in_the_manifest(book: Book) -> None:
    manifest = book.manifest
    assert manifest["counts"]["billable"] == 74_719
    assert manifest["counts"]["kinds"] == {
        "category": 1704, "chapter": 22, "code": 74_719, "section": 297, "subcategory": 21_763,
    }  # fmt: skip
    assert manifest["counts"]["seventh_character_definitions"] == 508
    assert manifest["release"] == {
        "id": "icd10cm-2026-04-01",
        "title": "ICD-10-CM FY2026, April 2026 update",
        "from": "2026-04-01",
        "to": "2026-09-30",
    }
    assert [f["file"] for f in manifest["source"]["files"]] == [
        "icd10c-tabular-April-1-2026.xml",
        "code-list-April-2026.txt",
    ]
    assert manifest["not_understood"] == manifest["not_in_tabular"] == []


def test_a_seven_character_title_leaves_the_note_of_the_character_out(book: Book) -> None:
    concept = book["S72.001B"]
    assert concept.description == (
        "Fracture of unspecified part of neck of right femur, "
        "initial encounter for open fracture type I or II"
    )
    assert [(i.kind, i.text) for i in concept.instructions] == [
        ("note", "initial encounter for open fracture NOS")
    ]
    assert [code for code in book if "/ " in book[code].description and "NOS" in book[code].description] == []


def test_a_category_answers_for_the_block_of_its_name(book: Book) -> None:
    for code in book.manifest["renamed_blocks"]:
        assert book[code].kind in ("category", "code")
        assert book[code].parent == f"{code}-{code}"
        assert book[f"{code}-{code}"].kind == "section"
    assert len(book.manifest["renamed_blocks"]) == 39
    assert {"B99", "C7A"} <= set(book.manifest["renamed_blocks"])


def test_no_entry_is_its_own_ancestor_and_children_know_their_parent(book: Book) -> None:
    wrong = [
        code
        for code in book
        if code in book[code].ancestors or any(book[child].parent != code for child in book[code].children)
    ]
    assert wrong == []


def test_instructions_are_inherited_from_category_block_and_chapter(book: Book) -> None:
    origins = [i.origin for i in book.instructions_for("E11.9")]
    assert list(dict.fromkeys(origins)) == ["E11.9", "E11", "4"]
    supervision = [i for i in book.instructions_for("O10.011") if i.kind == "excludes1" and i.origin == "15"]
    assert [r.first for i in supervision for r in i.references] == ["Z34"]


def test_headings_beside_a_block_hold_for_it(book: Book) -> None:
    burns = [i for i in book.instructions_for("T20.011A") if i.origin == "T20-T32"]
    assert "sunburn (L55.-)" in [i.text for i in burns]
    assert [i.origin for i in book.instructions_for("T20-T25") if i.origin == "T20-T32"]
    assert [i for i in book.instructions_for("T33.011A") if i.origin == "T20-T32"] == []
    transport = {i.origin for i in book.instructions_for("V43.52XA")}
    assert {"V40-V49", "V00-V99"} <= transport


def test_a_heading_beside_blocks_has_its_notes_once(book: Book) -> None:
    own = book.instructions_for("T20-T32")
    assert [i.text for i in own if i.origin == "T20-T32" and i.kind == "excludes2"].count(
        "sunburn (L55.-)"
    ) == 1
    assert len(own) == len(set(own))


def test_only_the_nearest_7th_character_definition_holds(book: Book) -> None:
    torus = book.seventh_characters("S52.011A")
    shaft = book.seventh_characters("S52.301A")
    assert torus is not None
    assert shaft is not None
    assert sorted(torus) == ["A", "D", "G", "K", "P", "S"]
    assert len(shaft) == 16
    assert {i.origin for i in book.instructions_for("S52.011A") if i.kind == "seventh_character"} == {
        "S52.01"
    }
    assert {i.origin for i in book.instructions_for("S52.301A") if i.kind == "seventh_character"} == {"S52"}
    assert book.seventh_characters("E11.9") is None


def test_the_table_of_visual_impairment_stands_at_its_category(book: Book) -> None:
    (table,) = [i for i in book["H54"].instructions if "Maximum less than:" in i.text]
    assert table.kind == "note"
    assert "9 | Undetermined or unspecified" in table.text
    assert table in book.instructions_for("H54.8")


def test_an_instruction_as_json_calls_its_origin_from(book: Book) -> None:
    insulin = next(i for i in book.instructions_for("E11.9") if i.text.startswith("insulin ("))
    assert insulin.to_json() == {
        "kind": "use_additional",
        "text": "insulin (Z79.4)",
        "from": "E11",
        "references": [{"text": "Z79.4", "first": "Z79.4", "last": None, "condition": None}],
    }


def test_the_cache_of_concepts_is_bounded(book_path: Path) -> None:
    book = Book(BookFile(book_path), in_force=True)
    for code in book:
        assert book[code].code == code
    assert len(book.file.kept) == CACHED == 4096


def test_concepts_are_equal_by_release_and_code(book: Book, book_path: Path) -> None:
    again = Book(BookFile(book_path), in_force=True)
    assert book["E11.9"] == again["e119"]
    assert hash(book["E11.9"]) == hash(again["E11.9"])
    assert book["E11.9"] != book["E11"]
    assert book["E11.9"] != "E11.9"


def test_files_of_another_edition_are_refused(april: Packaged, sources: tuple[Path, Path]) -> None:
    with pytest.raises(LoaderError, match=r"is not the file of icd10cm-2026-04-01"):
        compile_book(april.release, *sources, ("0" * 64, april.digests[1]))

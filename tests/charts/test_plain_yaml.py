"""The plain reading of YAML, that of lessons: two booleans, and texts that begin like one are texts."""

from __future__ import annotations

import pytest

from codeward.charts.yamlfile import read_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("false claim", "false claim"),
        ("trueish", "trueish"),
        ("yes", "yes"),
        ("[false, false claim]", [False, "false claim"]),
    ],
)
def test_only_true_and_false_are_booleans(text: str, value: object) -> None:
    assert read_yaml(text, plain=True) == value

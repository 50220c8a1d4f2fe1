"""docs/reference/limits.md says what costs and its limit; here it is held against the code, in both directions."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from codeward.charts import limits as answers
from codeward.web import bodies, limits, quotas
from codeward.web.accounts import tokens, tries

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/reference/limits.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("| ").split(" | ")]
    for line in PAGE.splitlines()
    if line.startswith("| ")
]
SOURCE = ROOT / "src" / "codeward"
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCE.rglob("*.py")}


def module_of(path: Path) -> str:
    """The dotted name below codeward."""
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts)


def calls(*names: str) -> list[tuple[Path, ast.Call]]:
    """Every call of a function or class of one of the names."""
    return [
        (path, node)
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
    ]


def constants(prefix: str) -> list[tuple[str, str, Any]]:
    """(module, name, value) of every constant at module level whose name begins so."""
    found = []
    for path, tree in TREES.items():
        for node in tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            for target in targets:
                if isinstance(target, ast.Name) and target.id.lstrip("_").startswith(prefix):
                    module = module_of(path)
                    held = getattr(importlib.import_module(f"codeward.{module}"), target.id)
                    found.append((module, target.id, held))
    return found


@pytest.mark.parametrize("rate", limits.RATES, ids=lambda rate: rate.name)
def test_every_rate_has_its_line(rate: limits.Rate) -> None:
    assert [row[1:3] for row in ROWS if row[0] == f"`{rate.name}`"] == [[str(rate.most), f"{rate.seconds} s"]]


def test_every_line_has_its_rate() -> None:
    table = PAGE.partition("## How often")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `([\w-]+)`", table, re.MULTILINE) == [rate.name for rate in limits.RATES]


def test_whatever_is_counted_is_a_rate_of_the_one_place() -> None:
    named = {name for name in limits.__all__ if isinstance(getattr(limits, name), limits.Rate)}
    assert named == {name for name in vars(limits) if isinstance(getattr(limits, name), limits.Rate)}
    asked = calls("allowed", "spent")
    assert len(asked) >= 9
    used = set()
    for path, call in asked:
        rate = call.args[1]
        assert isinstance(rate, ast.Starred), f"{path}: the rate is not one of web.limits"
        assert isinstance(rate.value, ast.Name)
        assert rate.value.id in named, f"{path}: {rate.value.id}"
        used.add(rate.value.id)
    assert used == named - {"LOOKUPS"}  # which the pace counts


@pytest.mark.parametrize("name", tries.RATES)
def test_every_rate_of_passwords_has_its_line(name: str) -> None:
    assert [row[1] for row in ROWS if row[0] == f"`{name}`"] == [tries.RATES[name]]


@pytest.mark.parametrize("name", settings.ACCOUNT_RATE_LIMITS)
def test_every_rate_of_allauths_has_its_line(name: str) -> None:
    assert [row[1] for row in ROWS if row[0] == f"`{name}`"] == [settings.ACCOUNT_RATE_LIMITS[name]]


def test_every_body_has_its_line() -> None:
    table = PAGE.partition("## How long a body may be")[2].partition("\n## ")[0]
    told = dict(re.findall(r"^\| (?:`(\S+)…`|every other) \| (\d+) \|", table, re.MULTILINE))
    assert told == {**{path: str(most) for path, most in bodies.LIMITS.items()}, "": str(bodies.FORM)}


def test_every_quota_has_its_line() -> None:
    table = PAGE.partition("## How much is stored")[2].partition("\n## ")[0]
    told = re.findall(r"\| (\d+) \| `(\w+)` \|", table)
    expected = []
    for name, held in vars(quotas).items():
        if isinstance(held, quotas.Quota):
            expected += [(str(held.guest), name), (str(held.account), name)]
        elif name.isupper() and isinstance(held, int):
            expected.append((str(held), name))
    assert sorted(told) == sorted(expected)


def test_every_budget_has_its_line() -> None:
    made = calls("Budget")
    assert len(made) >= 2
    for path, call in made:
        assert isinstance(call.args[0], ast.Name)
        module, name = module_of(path), call.args[0].id
        value = getattr(importlib.import_module(f"codeward.{module}"), name)
        assert [row[1] for row in ROWS if row[-1] == f"`{module}.{name}`"] == [str(value)]


@pytest.mark.parametrize(("module", "name", "value"), constants("MAX_"), ids=str)
def test_every_ceiling_has_its_line(module: str, name: str, value: object) -> None:
    assert [row[1] for row in ROWS if row[-1] == f"`{module}.{name}`"] == [str(value)]


@pytest.mark.parametrize("name", [n for n in answers.__all__ if f"charts.limits.{n}`" in PAGE])
def test_what_an_answer_may_hold_is_as_told(name: str) -> None:
    assert [row[1] for row in ROWS if row[-1] == f"`charts.limits.{name}`"] == [str(getattr(answers, name))]


def test_lines_of_things_that_are_gone_fail() -> None:
    for row in ROWS:
        match = re.fullmatch(r"`([a-z_.]+)\.([A-Z_]+)`", row[-1])
        if match:
            module = importlib.import_module(f"codeward.{match[1]}")
            assert str(getattr(module, match[2])) == row[1]


def test_links_live_as_long_as_told() -> None:
    assert f"{int(tokens.LIFETIME.total_seconds() // 3600)} hours after it was made" in PAGE

"""The mutation script: what it changes, and that it leaves alone what is no behaviour."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[1] / "bench" / "mutation.py"


@pytest.fixture(scope="module")
def mutation() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mutation", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = found  # a NamedTuple looks its module up
    spec.loader.exec_module(found)
    return found


def changes(mutation: ModuleType, tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "some.py"
    file.write_text(text)
    return [mutant.change for mutant in mutation.mutants(file)]


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("a < b", "a < b  →  a <= b"),
        ("a in b", "a in b  →  a not in b"),
        ("a and b", "a and b  →  a or b"),
        ("not a", "not a  →  a"),
        ("a + b", "a + b  →  a - b"),
        ("f(2)", "2  →  3"),
        ("f(True)", "True  →  False"),
        ("a if b else c", "a if b else c  →  c if b else a"),
        ("any(a)", "any(a)  →  all(a)"),
        ("a -= b", "a -= b  →  a += b"),
        ("for a in b:\n    continue", "continue  →  break"),
        ("if a:\n    f()", "if a  →  if not a"),
    ],
)
def test_one_thing_is_changed(mutation: ModuleType, tmp_path: Path, text: str, change: str) -> None:
    assert changes(mutation, tmp_path, text) == [change]


@pytest.mark.parametrize(
    "text",
    [
        '"""Words 1 < 2."""',
        "def f(a: A | B) -> C | D: ...",
        "Alias = A | B",
        '__all__ = ["a"] + ["b"]',
        "@decorated(frozen=True)\ndef f(): ...",
    ],
)
def test_words_types_and_decorators_are_left_alone(mutation: ModuleType, tmp_path: Path, text: str) -> None:
    assert changes(mutation, tmp_path, text) == []


def test_every_mutant_is_a_whole_file_with_one_change(mutation: ModuleType, tmp_path: Path) -> None:
    file = tmp_path / "some.py"
    file.write_text("def f(a, b):\n    return a < b and b > 1\n")
    texts = [mutant.text for mutant in mutation.mutants(file)]
    assert len(texts) == len(set(texts)) == 4
    assert all(compile(text, "some.py", "exec") for text in texts)

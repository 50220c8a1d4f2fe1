"""What apps register has one shape: a name is taken once, and the second is told to whoever wrote it."""

from __future__ import annotations

import pytest

from codeward.web.registry import Registry, TakenTwice


def test_a_name_is_taken_once() -> None:
    held: Registry[int] = Registry("numbers")
    assert held.add("one", 1) == 1
    with pytest.raises(TakenTwice, match="two numbers are named 'one'"):
        held.add("one", 2)
    assert held == {"one": 1}


def test_the_same_again_changes_nothing() -> None:
    held: Registry[str] = Registry("words")
    held.add("b", "x")
    held.add("a", "y")
    held.add("b", "x")
    assert list(held) == ["b", "a"]

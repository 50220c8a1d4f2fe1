"""Every endpoint of the school is attacked: bench/attack.py has a row for each."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture(scope="module")
def attack() -> Iterator[ModuleType]:
    """The script, as it finds its own parts when it runs."""
    sys.path.insert(0, str(BENCH))
    yield importlib.import_module("attack")
    sys.path.remove(str(BENCH))


def test_every_endpoint_has_a_row_and_every_row_an_endpoint(attack: ModuleType) -> None:
    """A new address is attacked before it is open: name its fields in bench/attack_rows.py."""
    there = set(attack.addresses())
    assert there - set(attack.ROWS) == set()
    assert set(attack.ROWS) - there == set()


def test_every_part_of_an_address_is_filled(attack: ModuleType) -> None:
    state = {"chart": ["a", "b"], "attempt": ["0" * 16], "result": ["0" * 16], "mark": ["m"]}
    for name, route in attack.addresses().items():
        row = attack.ROWS[name]
        sent = list(attack.attacks(name, route, row, state))
        assert sent, name
        for one in sent:
            assert "<" not in one.path, (name, one.path)
            assert one.path.startswith("/")
            assert one.path.isascii()
            assert len(one.path) < 4_094 or not row.path, (name, one.label)


def test_a_row_asks_more_than_what_is_lawful(attack: ModuleType) -> None:
    """Each field gets every hostile value of its kind."""
    row = attack.ROWS["codebook:anesthesia"]
    labels = [one.label for one in attack.attacks("x", "/codebook/tools/anesthesia", row, {})]
    assert sum(label.startswith("base ") for label in labels) > 20
    assert any("1e-99999999" in label for label in labels)

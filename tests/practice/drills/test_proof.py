"""The proof of drills in bulk: 20,000 over all generators, at least 500 of each; 1,000 of each beside each other."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest

from codeward.codesets import Shelf
from codeward.practice import drills, prove
from tests.practice.drills.conftest import alike, threes

pytestmark = pytest.mark.proof

ALL = 20_000
LEAST = 500
BESIDE = 1_000
READY = drills.ready()
EACH = max(LEAST, -(-ALL // len(READY)))
DIGEST = """
import hashlib, sys
from datetime import date
from codeward.codesets import Shelf
from codeward.practice import drills
shelf = Shelf.on(date(2026, 6, 1))
drawn = [drills.draw(name, seed, shelf=shelf, level=2) for name in drills.ready() for seed in range(5)]
made = "".join(item.model_dump_json() for item in drawn)
sys.stdout.write(hashlib.sha256(made.encode()).hexdigest())
"""


@pytest.mark.parametrize("name", READY)
def test_every_key_is_lawful_and_every_wrong_option_wrong_as_it_says(name: str, shelf: Shelf) -> None:
    unproved = []
    for seed in range(EACH):
        item = drills.draw(name, seed, shelf=shelf, level=seed % 3 + 1)  # type: ignore[arg-type]
        if found := prove(item, shelf):
            unproved.append((seed, item.stem, found))
    assert unproved == []


@pytest.mark.parametrize("name", READY)
def test_a_thousand_of_a_generator_are_less_than_eighty_percent_alike(name: str, shelf: Shelf) -> None:
    texts = [threes(drills.draw(name, seed, shelf=shelf, level=seed % 3 + 1).stem) for seed in range(BESIDE)]  # type: ignore[arg-type]
    most = max(alike(a, b) for place, a in enumerate(texts) for b in texts[:place])
    assert most < 0.8


def test_a_seed_gives_the_same_drill_in_every_process() -> None:
    digests = set()
    for salt in ("0", "1", "4242"):
        done = subprocess.run(
            [sys.executable, "-c", DIGEST],
            env={**os.environ, "PYTHONHASHSEED": salt},
            capture_output=True,
            check=True,
            timeout=600,
        )
        digests.add(done.stdout.decode())
    assert len(digests) == 1
    assert len(digests.pop()) == hashlib.sha256().digest_size * 2

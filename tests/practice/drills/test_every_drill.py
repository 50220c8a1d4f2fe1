"""What holds of the drills of every generator: a sample here, 20,000 in test_proof."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

import pytest

from codeward.codesets import Shelf
from codeward.curriculum import program
from codeward.practice import drills, prove
from tests.practice.drills.conftest import DAY, alike, threes

SAMPLE = 15
# Whose every reason quotes the words of the record that decide.
QUOTING = {
    "path",
    "specific",
    "side",
    "seventh",
    "excludes",
    "demand",
    "with",
    "integral",
    "neoplasm",
    "drugs",
}
READY = drills.ready()


@lru_cache(maxsize=32)
def sample(name: str) -> tuple[drills.Drill, ...]:
    shelf = Shelf.on(DAY)
    return tuple(drills.draw(name, seed, shelf=shelf, level=seed % 3 + 1) for seed in range(SAMPLE))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", READY)
def test_key_and_wrong_options_are_proved_by_edits_and_grading(name: str, shelf: Shelf) -> None:
    unproved = [(item.id, found) for item in sample(name)[:9] if (found := prove(item, shelf))]
    assert unproved == []


@pytest.mark.parametrize("name", READY)
def test_a_seed_gives_the_same_drill_again(name: str) -> None:
    again = Shelf.on(DAY)
    for seed, item in enumerate(sample(name)[:3]):
        assert drills.draw(name, seed, shelf=again, level=seed % 3 + 1) == item  # type: ignore[arg-type]


@pytest.mark.parametrize("name", READY)
def test_options_stand_in_order_and_differ(name: str) -> None:
    for item in sample(name):
        shown = [option.shown for option in item.options]
        assert shown == sorted(shown)
        assert len(set(shown)) == len(shown)


@pytest.mark.parametrize("name", READY)
def test_the_key_is_not_always_in_one_place(name: str) -> None:
    places = Counter(
        next(place for place, option in enumerate(item.options) if option.right)
        for item in sample(name)
        if item.kind == "sba"
    )
    assert not places or max(places.values()) < sum(places.values()) or sum(places.values()) < 4


@pytest.mark.parametrize("name", READY)
def test_the_stem_names_no_code_of_its_options(name: str) -> None:
    for item in sample(name):
        codes = {line.code for option in item.options for line in option.lines or ()}
        assert not [
            code for code in codes if re.search(rf"(?<![A-Z0-9.]){re.escape(code)}(?![A-Z0-9.])", item.stem)
        ]


@pytest.mark.parametrize("name", READY)
def test_the_stem_is_short_enough(name: str) -> None:
    assert max(len(item.stem.split()) for item in sample(name)) <= 120


@pytest.mark.parametrize("name", [name for name in READY if name in QUOTING])
def test_every_reason_quotes_the_record(name: str) -> None:
    for item in sample(name):
        for option in item.options:
            quotes = re.findall(r'"([^"]+)"', option.why)
            assert any(quote.lower() in item.stem.lower() for quote in quotes), (item.stem, option.why)


@pytest.mark.parametrize("name", READY)
def test_drills_are_not_alike(name: str) -> None:
    texts = [threes(item.stem) for item in sample(name)]
    assert max(alike(a, b) for place, a in enumerate(texts) for b in texts[:place]) < 0.8


def test_every_generator_that_a_skill_names_is_known() -> None:
    named = {name for skill in program().skills.values() for name in skill.generators}
    assert named <= set(drills.GENERATORS)


def test_every_generator_serves_the_skill_that_it_names() -> None:
    skills = program().skills
    for name, entry in drills.GENERATORS.items():
        assert name in skills[entry.skill].generators, (name, entry.skill)

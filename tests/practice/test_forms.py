"""Forms: every seed satisfies its blueprint exactly, forms are disjoint, and what a bank lacks is named."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.curriculum import blueprint_of
from codeward.practice import Paper, Piece, Size, assemble
from codeward.practice.forms import PLACES, TOLERANCE, slots_of
from tests.practice.made_bank import DAY, made_bank

BANKS = {exam: made_bank(exam) for exam in ("CPC", "CCS")}


def drawn(exam: str, seed: int, **more: object) -> Paper:
    return assemble(blueprint_of(exam), BANKS[exam], seed, day=DAY, **more)  # type: ignore[arg-type]


def foul(paper: Paper, bank: list[Piece]) -> list[str]:
    """Return what of the blueprint a whole form does not hold."""
    by_id = {piece.id: piece for piece in bank}
    mine = [by_id[item.id] for item in paper.items]
    edition = blueprint_of(paper.exam).on(DAY).edition
    found = [] if not paper.lacking else ["lacking"]
    for part in edition.sections:
        here = [item for item in paper.items if item.domain == part.domain]
        if sum(item.parts for item in here if item.scored) != part.scored:
            found.append(f"scored {part.domain}")
        if sum(not item.scored for item in here) != part.unscored:
            found.append(f"unscored {part.domain}")
        skills = Counter(by_id[item.id].skill for item in here)
        if skills and max(skills.values()) > 1:
            found.append(f"skill twice {part.domain}")
    ids = {piece.id for piece in mine}
    if len(ids) != len(mine):
        found.append("twice")
    if any(piece.enemies & ids for piece in mine):
        found.append("enemies")
    settings_ = Counter(piece.setting for piece in mine if piece.setting)
    plan = edition.scenarios
    if plan and settings_ != {
        "inpatient": plan.inpatient, "outpatient": plan.outpatient, "emergency": plan.emergency
    }:  # fmt: skip
        found.append("settings")
    places = Counter(piece.place for piece in mine if piece.place is not None)
    count = sum(places.values())
    if any(not PLACES[0] * count <= places[place] <= PLACES[1] * count for place in range(4)):
        found.append(f"places {dict(places)}")
    if abs(sum(piece.difficulty for piece in mine)) > TOLERANCE * len(mine) + 1e-9:
        found.append("difficulty")
    return found


@pytest.mark.parametrize("exam", ["CPC", "CCS"])
def test_a_thousand_seeds_satisfy_the_blueprint_exactly(exam: str) -> None:
    assert {seed: wrong for seed in range(1_000) if (wrong := foul(drawn(exam, seed), BANKS[exam]))} == {}


def test_the_same_seed_draws_the_same_form_whatever_the_order_of_the_bank() -> None:
    one = drawn("CPC", 7)
    assert assemble(blueprint_of("CPC"), BANKS["CPC"][::-1], 7, day=DAY) == one
    assert drawn("CPC", 8) != one
    assert Paper.model_validate_json(one.model_dump_json(by_alias=True)) == one
    assert (one.version, one.exact, one.scored, one.minutes) == ("2026", True, 100, 240)


@pytest.mark.parametrize("exam", ["CPC", "CCS"])
def test_six_times_a_form_gives_four_that_share_nothing(exam: str) -> None:
    seen: set[str] = set()
    for seed in range(4):
        paper = drawn(exam, seed, seen=seen)
        assert foul(paper, BANKS[exam]) == []
        assert seen.isdisjoint(item.id for item in paper.items)
        seen |= {item.id for item in paper.items}


def test_what_was_shown_least_is_drawn_first() -> None:
    shown: Counter[str] = Counter()
    for seed in range(60):  # ten times the bank
        shown.update(item.id for item in drawn("CPC", seed, shown=shown).items)
    counts = [shown[piece.id] for piece in BANKS["CPC"]]
    assert sum(counts) / len(counts) == 10
    assert max(counts) <= 11
    assert sum(9 <= count <= 11 for count in counts) >= 0.98 * len(counts)


def test_what_is_lacking_is_named_by_section() -> None:
    bank = [piece for piece in BANKS["CCS"] if not piece.id.startswith(("iii-", "i-emergency"))]
    paper = assemble(blueprint_of("CCS"), bank, 1, day=DAY)
    told = {(lack.domain, lack.what): (lack.wanted, lack.drawn) for lack in paper.lacking}
    assert told == {("iii", "questions"): (11, 0), ("i", "emergency"): (2, 0)}


def test_a_skill_comes_twice_only_where_no_other_is_left() -> None:
    bank = [
        piece._replace(skill=f"skill.{number % 3}") if piece.id.startswith("s1-") else piece
        for number, piece in enumerate(BANKS["CPC"])
    ]
    skills = {piece.id: piece.skill for piece in bank}
    for seed in range(50):
        paper = assemble(blueprint_of("CPC"), bank, seed, day=DAY)
        assert paper.lacking == ()
        mine = Counter(skills[item.id] for item in paper.items if item.domain == "s1")
        assert sorted(mine.values()) == [2, 2, 2]


@pytest.mark.parametrize(
    ("size", "count", "minutes"),
    [
        (Size(kind="half"), 50, 120),
        (Size(kind="domain", domain="k"), 10, 24),
        (Size(kind="minutes", minutes=25), 10, 25),
    ],
)
def test_a_part_of_an_examination_keeps_its_proportions(size: Size, count: int, minutes: int) -> None:
    paper = drawn("CPC", 3, size=size)
    assert (paper.scored, paper.minutes, paper.lacking) == (count, minutes, ())
    if size.kind == "half":
        assert Counter(item.domain for item in paper.items)["k"] == 5


def test_half_of_the_ccs_has_half_of_its_scenarios() -> None:
    paper = drawn("CCS", 3, size=Size(kind="half"))
    assert sum(item.parts > 1 for item in paper.items) == 4
    assert paper.scored == 48
    assert sum(not item.scored for item in paper.items) == 5


def test_a_section_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        drawn("CPC", 1, size=Size(kind="domain", domain="zz"))


@settings(max_examples=60, deadline=None)
@given(
    minutes=st.integers(5, 600),
    exam=st.sampled_from(["CPC", "CCS"]),
    seed=st.integers(0, 2**63),
    lost=st.sets(st.integers(0, 599), max_size=200),
)
def test_whatever_is_asked_nothing_is_drawn_twice_and_every_want_is_told(
    minutes: int, exam: str, seed: int, lost: set[int]
) -> None:
    bank = [piece for number, piece in enumerate(BANKS[exam]) if number not in lost]
    size = Size(kind="minutes", minutes=minutes)
    paper = assemble(blueprint_of(exam), bank, seed, day=DAY, size=size)
    ids = [item.id for item in paper.items]
    assert len(set(ids)) == len(ids)
    wanted = sum(slot.wanted for slot in slots_of(blueprint_of(exam).on(DAY).edition, size))
    assert len(ids) + sum(lack.wanted - lack.drawn for lack in paper.lacking) == wanted
    by_id = {piece.id: piece for piece in bank}
    assert not any(by_id[name].enemies & set(ids) for name in ids)

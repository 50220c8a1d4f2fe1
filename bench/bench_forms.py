"""Forms drawn from a made bank of 600, with enemies and spread difficulties, on one core.

    python bench/bench_forms.py [--seeds 1000]

Wanted: 20 ms at most at the pace of the run. The peer draws at random until all holds; where scipy is at hand, an
integer program (HiGHS) stands beside too. Drawing at random wins where little binds, and
knows nothing of exposure; it is shown twice: on a bank of distinct skills, and on one where two items share each.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.practice.made_bank import DAY, made_bank

from codeward.curriculum import blueprint_of
from codeward.practice import Piece, assemble
from codeward.practice.forms import TOLERANCE, slots_of
from measure import Row, pace, show

WANTED = 0.020
MOST_RESTARTS = 2_000


def at_random(bank: list[Piece], seed: int) -> tuple[list[Piece], int]:
    """Return a form drawn at random again and again until nothing is against it, and how often that took."""
    chance = random.Random(seed)
    blueprint = blueprint_of("CPC")
    edition = blueprint.on(DAY).edition
    pools = []
    for slot in slots_of(edition):
        served = blueprint.takes(edition.part(slot.domain))
        pools.append((slot.wanted, [piece for piece in bank if piece.domains & served]))
    for restart in range(1, MOST_RESTARTS):
        form = [piece for wanted, pool in pools for piece in chance.sample(pool, wanted)]
        ids = {piece.id for piece in form}
        skills = {(piece.domains, piece.skill) for piece in form}
        even = len(skills) == len(form) and abs(sum(piece.difficulty for piece in form)) <= TOLERANCE * len(
            form
        )
        if even and not any(piece.enemies & ids for piece in form):
            return form, restart
    return [], MOST_RESTARTS


def by_program(bank: list[Piece], seed: int) -> bool:
    """Draw the form by an integer program; False where scipy is not at hand."""
    try:
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp
    except ImportError:
        return False
    chance = random.Random(seed)
    blueprint = blueprint_of("CPC")
    edition = blueprint.on(DAY).edition
    place = {piece.id: n for n, piece in enumerate(bank)}
    rows, low, high = [], [], []
    for slot in slots_of(edition):
        served = blueprint.takes(edition.part(slot.domain))
        rows.append([float(bool(piece.domains & served)) for piece in bank])
        low.append(slot.wanted)
        high.append(slot.wanted)
    for piece in bank:
        for enemy in piece.enemies:
            row = [0.0] * len(bank)
            row[place[piece.id]] = row[place[enemy]] = 1.0
            rows.append(row)
            low.append(0)
            high.append(1)
    rows.append([piece.difficulty for piece in bank])
    low.append(-TOLERANCE * 100)
    high.append(TOLERANCE * 100)
    cost = np.array([chance.random() for _ in bank])
    found = milp(
        cost,
        integrality=np.ones(len(bank)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(np.array(rows), low, high),
    )
    return bool(found.success)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seeds", type=int, default=1_000)
    seeds = arguments.parse_args().seeds
    rows: list[Row] = []
    for exam in ("CPC", "CCS"):
        bank = made_bank(exam)
        took = [_seconds(lambda seed=seed, bank=bank, exam=exam: assemble(blueprint_of(exam), bank, seed, day=DAY))
                for seed in range(seeds)]  # fmt: skip
        worst, middle, limit = max(took), statistics.median(took), WANTED * pace()
        print(
            f"{exam}: {len(bank)} items, {seeds} forms: median {middle * 1e3:.2f} ms, worst {worst * 1e3:.2f} ms"
        )
        rows.append(
            (
                f"a form of the {exam}, the worst of {seeds}",
                _ms(worst),
                f"{_ms(limit)} allowed",
                limit / worst,
                1,
            )
        )
    bank = made_bank("CPC")
    ours = _median(lambda seed: assemble(blueprint_of("CPC"), bank, seed, day=DAY), 20)
    restarts = []
    peer = _median(lambda seed: restarts.append(at_random(bank, seed)[1]), 20)
    print(f"at random: {statistics.median(restarts):.0f} draws until one holds")
    rows.append(("a form of the CPC, beside drawing at random", _ms(ours), _ms(peer), peer / ours, 0.25))
    shared = [piece._replace(skill=f"{piece.id[:-3]}{int(piece.id[-3:]) // 2}") for piece in bank]
    restarts.clear()
    ours = _median(lambda seed: assemble(blueprint_of("CPC"), shared, seed, day=DAY), 20)
    peer = _median(lambda seed: restarts.append(at_random(shared, seed)[1]), 5)
    failed = sum(one == MOST_RESTARTS for one in restarts)
    print(
        f"two items a skill: at random {statistics.median(restarts):.0f} draws, {failed} of {len(restarts)} given up"
    )
    rows.append(("the same, two items a skill", _ms(ours), _ms(peer), peer / ours, 1))
    if by_program(bank, 0):
        solver = _median(lambda seed: by_program(bank, seed), 5)
        rows.append(
            ("a form of the CPC, beside an integer program", _ms(ours), _ms(solver), solver / ours, 1)
        )
    return show("Forms, one core", rows)


def _median(call: Callable[[int], object], count: int) -> float:
    return statistics.median(_seconds(lambda seed=seed: call(seed)) for seed in range(count))


def _seconds(call: object) -> float:
    begun = time.process_time()
    call()  # type: ignore[operator]
    return time.process_time() - begun


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:.2f} ms"


if __name__ == "__main__":
    sys.exit(main())

"""A bank made for tests: each section has so many times what a form asks, each item with a skill of its own."""

from __future__ import annotations

import random
from datetime import date

from codeward.curriculum import blueprint_of
from codeward.practice import Piece
from codeward.practice.forms import slots_of

__all__ = ["DAY", "made_bank"]

DAY = date(2026, 6, 15)


def made_bank(exam: str = "CPC", times: int = 6, *, foes: float = 0.05, seed: int = 0) -> list[Piece]:
    """Return the bank: difficulties of a normal distribution, and so many of it with an enemy."""
    found = blueprint_of(exam)
    edition = found.on(DAY).edition
    chance = random.Random(seed)
    bank = []
    for slot in slots_of(edition):
        domain = min(found.takes(edition.part(slot.domain)))
        for number in range(slot.wanted * times):
            name = f"{slot.domain}-{slot.setting or 'q'}-{number:03}"
            kind = "scenario" if slot.setting else "sba"
            hard = chance.gauss(0, 1)
            place = None if slot.setting else chance.randrange(4)
            served = frozenset({domain})
            skill = f"skill.{name}"
            bank.append(Piece(name, "0" * 16, kind, skill, served, hard, frozenset(), slot.setting, place))
    names = [piece.id for piece in bank]
    return [
        piece._replace(enemies=frozenset(chance.sample(names, 1)) - {piece.id})
        if chance.random() < foes
        else piece
        for piece in bank
    ]

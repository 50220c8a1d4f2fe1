"""A slip of paper around the words that a drill asks about, where who is seen does not matter."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import get_args

from codeward.practice.drills.datafiles import DataFile, Lines, read
from codeward.practice.drills.scenes import Setting, pieces

__all__ = ["slip"]

_SETTINGS: tuple[Setting, ...] = get_args(Setting)


class _Slips(DataFile):
    frames: Lines
    papers: Lines
    readers: Lines


@lru_cache(maxsize=1)
def _slips() -> _Slips:
    return read("slips.yaml", _Slips)


def slip(random: Random, said: str, ask: str, setting: Setting | None = None) -> str:
    """Return a stem: the words *said* on some piece of a record, and the question *ask* about them."""
    data, scenes = _slips(), pieces()
    paper = random.choice(data.papers)
    where: Setting = random.choice(_SETTINGS) if setting is None else setting
    text = random.choice(data.frames).format(
        paper=paper,
        paper_low=paper[0].lower() + paper[1:],
        place=random.choice(scenes.places[where]),
        day=random.choice(scenes.days),
        author=random.choice(scenes.authors),
        reader=random.choice(data.readers),
        rest=random.choice(scenes.rest),
        said=said if said[-1:] in '.!?"' else f"{said}.",
        ask=ask,
    )
    return " ".join(text.split())

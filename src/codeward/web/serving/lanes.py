"""Which addresses have been dear lately: they stand in a queue of their own, so that they delay only their like.

What is dear is measured and not listed: the seconds of processor time that an address took, by the beginning of its
path, the dearest remembered and slowly forgotten as cheaper ones come (ASVS 15.2.2).
"""

from __future__ import annotations

from typing import Final

__all__ = ["DEAR", "Lanes"]

DEAR: Final = 0.25
"""Seconds of processor time from which on an address is dear."""
_SEGMENTS: Final = 4  # "/fhir/R4/ValueSet", "/codebook/own/carry"
_FORGET: Final = 0.9  # of what is remembered, with each cheaper request
_MOST: Final = 2_000  # beginnings remembered


class Lanes:
    """What addresses took, by the beginnings of their paths."""

    def __init__(self) -> None:
        self._taken: dict[str, float] = {}

    def note(self, path: str, seconds: float) -> None:
        """Remember what a request took."""
        beginning = _beginning(path)
        before = self._taken.pop(beginning, 0.0)
        taken = max(seconds, _FORGET * before)
        if taken >= DEAR:  # the others need no room
            self._taken[beginning] = taken
            if len(self._taken) > _MOST:
                self._taken.pop(next(iter(self._taken)), None)

    def dear(self, path: str) -> bool:
        """Say whether an address has been dear lately."""
        return _beginning(path) in self._taken


def _beginning(path: str) -> str:
    return "/".join(path.split("/", _SEGMENTS)[:_SEGMENTS])

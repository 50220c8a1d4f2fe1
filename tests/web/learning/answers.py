"""Answers as whoever asks would hand them over."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from codeward.practice.mastery import Source
from codeward.web.learning.api import Given

__all__ = ["SKILL", "answer"]

SKILL = "dx.with"


def answer(item: str = "with:1", right: bool = True, **more: Any) -> Given:
    """One answer to a drill, with a key of its own."""
    fields = {"skill": SKILL, "source": Source.DRILL, "generator": "with", "seed": 1, "client_key": uuid4()}
    return Given(**{**fields, "item": item, "right": right, **more})

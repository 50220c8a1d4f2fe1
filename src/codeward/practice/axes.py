"""Axes of wrong answers in a learner's words: "system" is the wrong code book, "negated" that the record says no."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from codeward.charts import parse_yaml

__all__ = ["axis_in_words"]


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    told = parse_yaml((files("codeward.practice") / "axes.yaml").read_text(encoding="utf-8"), "axes.yaml")
    return {str(axis): str(words) for axis, words in told.items()}


def axis_in_words(axis: str) -> str:
    """Return what is shown of an axis; the axis itself where its name is plain."""
    return _words().get(axis, axis)

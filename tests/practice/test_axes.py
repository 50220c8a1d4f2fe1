"""What a learner reads of an axis: plain words, for axes that questions really name."""

from __future__ import annotations

import pytest

from codeward.curriculum import program
from codeward.practice import axis_in_words
from codeward.practice.axes import _words
from tests.test_plain_english import EVERYWHERE, banned, said_in


def named() -> set[str]:
    """Every axis that a question of lessons or of the bank names."""
    items = [*program().items.values(), *program().form_items.values()]
    options = [option for item in items for option in getattr(item, "options", ())]
    return {axis for option in options if getattr(option, "wrong", None) for axis in option.wrong.axis}


@pytest.mark.parametrize(
    ("axis", "said"),
    [("system", "the wrong code book"), ("negated", "the record says no"), ("side", "side")],
)
def test_jargon_is_said_plainly_and_plain_names_stay(axis: str, said: str) -> None:
    assert axis_in_words(axis) == said


def test_the_words_are_short_and_plain() -> None:
    for axis, words in _words().items():
        assert axis != words
        assert len(words) <= 60, axis
        assert not said_in(words, banned(EVERYWHERE)), axis


def test_the_commonest_axes_are_named() -> None:
    assert {"missing line", "system", "path", "specificity", "unsupported line"} <= named()

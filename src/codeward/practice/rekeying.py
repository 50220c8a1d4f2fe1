"""A question whose key was corrected: what that means for answers to the version that had the old key.

An answer keeps places among the options of its own version. Another version may have other options, so an answer is
carried over by what was chosen, never by its place.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Sequence
from typing import Literal

from codeward.curriculum import (
    CodeItem,
    Item,
    MatchItem,
    Option,
    PicklistItem,
    QueryItem,
    SbaItem,
    ScenarioItem,
)
from codeward.practice.sitting_answers import ChoiceAnswer, PairsAnswer, PicksAnswer, SittingAnswer

__all__ = ["Rekeyed", "alike", "carried", "rekeyed"]

Rekeyed = Literal["stands", "other key", "no right answer", "another question"]
"""What a later version is to answers of an earlier one; `no right answer`: none was among the options that it had."""


def rekeyed(before: Item, now: Item) -> Rekeyed:
    """Say what version *now* of a question means for answers to version *before*.

    Words alone change no key. Where what was to be coded or marked is another text, the answer was given to another
    question, and its key stays: as with charts.
    """
    if before.version == now.version:
        return "stands"
    if before.kind != now.kind or _asked(before) != _asked(now):
        return "another question"
    if isinstance(before, MatchItem) and isinstance(now, MatchItem):
        return _pairs(before, now)
    options, others = _options_of(before), _options_of(now)
    if options and others:
        return _options(options, others)
    return "stands" if _typed_key(before) == _typed_key(now) else "other key"


def _options_of(item: Item) -> tuple[Option, ...]:
    """Those to choose from."""
    return item.options if isinstance(item, SbaItem | PicklistItem | QueryItem) else ()


def alike(before: Item, now: Item) -> bool:
    """Say whether two versions asked the same: the same key, and each option at the same place."""
    if before.version == now.version:
        return True
    shown = [[_held(option) for option in _options_of(one)] for one in (before, now)]
    return rekeyed(before, now) == "stands" and shown[0] == shown[1]


def _asked(item: Item) -> object:
    """What of an item makes it another question where it differs, beside its words."""
    if isinstance(item, ScenarioItem):
        return item.record
    if isinstance(item, QueryItem):
        return (item.mode, item.draft)
    return None


def _typed_key(item: Item) -> object:
    """The key of what is typed or marked, words left out."""
    if isinstance(item, ScenarioItem):
        lines = [line.model_dump(mode="json", exclude={"why", "cite"}) for line in item.answer.lines]
        rest = [sorted(item.answer.first), sorted(map(list, item.answer.order))]
        return json.dumps([sorted(lines, key=lambda one: str(one["id"])), rest], sort_keys=True)
    if isinstance(item, QueryItem):
        return frozenset((fault.at, fault.fault) for fault in item.faults)
    if isinstance(item, CodeItem):
        return frozenset(_held(option) for option in item.options if option.right)
    return None


def _held(option: Option) -> Hashable:
    """An option by what it says."""
    if option.text is not None:
        return " ".join(option.text.split())
    return json.dumps([line.model_dump(mode="json") for line in option.lines or ()], sort_keys=True)


def _moved(before: Sequence[Option], now: Sequence[Option]) -> dict[int, int]:
    """Where each option stands now; those that are gone are left out. One that was alone reworded is the same."""
    places = {_held(option): place for place, option in enumerate(now)}
    found = {n: places[_held(option)] for n, option in enumerate(before) if _held(option) in places}
    if len(before) == len(now) == len(found) + 1:
        old = next(n for n in range(len(before)) if n not in found)
        new = next(n for n in range(len(now)) if n not in found.values())
        if before[old].text is not None and now[new].text is not None and before[old].right == now[new].right:
            found[old] = new
    return found


def _options(before: Sequence[Option], now: Sequence[Option]) -> Rekeyed:
    moved = _moved(before, now)
    right = {place for place, option in enumerate(now) if option.right}
    if not right <= set(moved.values()):
        # In words, an option that stands in both and turned is a corrected key; otherwise they were only reworded.
        worded = all(option.text is not None for option in (*before, *now))
        turned = any(before[old].right != now[new].right for old, new in moved.items())
        return "no right answer" if not worded or turned else "stands"
    was = {place for place, option in enumerate(before) if option.right}
    return "stands" if {old for old, new in moved.items() if new in right} == was else "other key"


def _pairs(before: MatchItem, now: MatchItem) -> Rekeyed:
    key = {pair.left: pair.right for pair in now.pairs}
    if {pair.left: pair.right for pair in before.pairs} == key:
        return "stands"
    if sorted(pair.left for pair in before.pairs) != sorted(key):
        return "another question"
    return "other key" if set(key.values()) <= set(before.options) else "no right answer"


def carried(before: Item, now: Item, answer: SittingAnswer) -> SittingAnswer | None:
    """Return an answer to *before* as one to *now*; None where all that was chosen is no option any more.

    Such an answer is wrong: what was taken out of a corrected question was never right.
    """
    if isinstance(answer, PairsAnswer) and isinstance(before, MatchItem) and isinstance(now, MatchItem):
        said = dict(zip((pair.left for pair in before.pairs), answer.pairs, strict=False))
        return PairsAnswer(pairs=tuple(said.get(pair.left) for pair in now.pairs))
    if not isinstance(answer, ChoiceAnswer | PicksAnswer):
        return answer
    moved = _moved(_options_of(before), _options_of(now))
    if isinstance(answer, ChoiceAnswer):
        return ChoiceAnswer(option=moved[answer.option]) if answer.option in moved else None
    picks = tuple(sorted(moved[one] for one in answer.options if one in moved))
    return PicksAnswer(options=picks) if picks else None

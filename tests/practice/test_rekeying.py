"""A corrected key: what it means for answers to the version before, and how they are carried over."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from codeward.curriculum import Item
from codeward.practice import ChoiceAnswer, LinesAnswer, PairsAnswer, PicksAnswer, carried, rekeyed
from tests.web.exams import bank

ITEM: TypeAdapter[Item] = TypeAdapter(Item)
SBA = bank.sba("made-s1-000", {"cpc": "s1"})


def item(told: dict[str, Any], **more: Any) -> Item:
    return ITEM.validate_python({**told, **more}, strict=False)


def other_right(code: str, *, drop: str = "", add: str = "") -> Item:
    """The choice with another right code, one option left out and another put in, in the order of their codes."""
    options = []
    for one in SBA["options"]:
        mine = one["lines"][0]["code"]
        if mine == drop:
            continue
        told = {key: value for key, value in one.items() if key not in {"right", "wrong"}}
        options.append({**told, **({"right": True} if mine == code else {"wrong": {"axis": "side"}})})
    if add:
        right = {"right": True} if add == code else {"wrong": {"axis": "side"}}
        options.append(
            {"lines": [{"system": "icd10cm", "code": add}], "why": "So.", "cite": ["I.B.13"], **right}
        )
    return item(SBA, options=sorted(options, key=lambda one: one["lines"][0]["code"]))


def test_words_change_no_key() -> None:
    assert rekeyed(item(SBA), item(SBA)) == "stands"
    assert rekeyed(item(SBA), item(SBA, stem=SBA["stem"] + " Say it.")) == "stands"


def test_another_right_option_is_another_key() -> None:
    assert rekeyed(item(SBA), other_right("T22.211A")) == "other key"


def test_a_right_option_that_was_not_there_leaves_no_right_answer() -> None:
    now = other_right("T22.012A", drop="T22.112A", add="T22.012A")
    assert rekeyed(item(SBA), now) == "no right answer"


def test_an_answer_goes_by_what_was_chosen_and_not_by_its_place() -> None:
    # T22.112A gone, T22.411A new: every place but the last has moved by one.
    now = other_right("T22.211A", drop="T22.112A", add="T22.411A")
    assert rekeyed(item(SBA), now) == "other key"
    assert carried(item(SBA), now, ChoiceAnswer(option=1)) == ChoiceAnswer(option=0)
    assert carried(item(SBA), now, ChoiceAnswer(option=0)) is None


def test_picks_are_carried_each() -> None:
    told = bank.picklist("made-pick-001")
    options = [dict(one) for one in told["options"]]
    gone = options.pop(0)
    assert gone["lines"][0]["code"] == "E11.9"
    options[0] = {"lines": options[0]["lines"], "why": "So.", "cite": ["I.B.13"], "right": True}
    before = item({**told, "options": [*told["options"], {**gone, "lines": [{"system": "icd10cm", "code": "Z79.4"}],
                                                       "right": False, "wrong": {"axis": "unsupported"}}]})  # fmt: skip
    now = item(
        {**told, "options": [*options, before.model_dump(mode="json", exclude_none=True)["options"][-1]]}
    )
    assert rekeyed(before, now) == "other key"
    assert carried(before, now, PicksAnswer(options=(0, 1, 2))) == PicksAnswer(options=(0, 1))
    assert carried(before, now, PicksAnswer(options=(0,))) is None


def test_pairs_go_by_their_task() -> None:
    told = bank.match("made-match-001")
    before = item(told)
    pairs = [dict(one) for one in told["pairs"]]
    pairs[0]["right"], pairs[1]["right"] = pairs[1]["right"], pairs[0]["right"]
    now = item({**told, "pairs": pairs[::-1]})
    assert rekeyed(before, now) == "other key"
    said = PairsAnswer(pairs=("Answer two", None, "Answer three", None))
    assert carried(before, now, said) == PairsAnswer(pairs=(None, "Answer three", None, "Answer two"))


def test_what_is_typed_has_its_key_in_the_lines() -> None:
    told = bank.scenario("made-scenario-001")
    lines = [dict(one) for one in told["answer"]["lines"]]
    lines[1]["code"] = "E11.65"
    other = item({**told, "answer": {**told["answer"], "lines": lines}, "foreseen": []})
    worded = [{**one, "why": "Other words."} for one in told["answer"]["lines"]]
    assert rekeyed(item(told), other) == "other key"
    assert rekeyed(item(told), item({**told, "answer": {**told["answer"], "lines": worded}})) == "stands"
    assert rekeyed(item(told), item({**told, "record": told["record"] + "More.\n"})) == "another question"
    assert carried(item(told), other, LinesAnswer(lines=())) == LinesAnswer(lines=())


@pytest.mark.parametrize("turned", [True, False])
def test_options_in_words_that_were_reworded_keep_their_key_unless_one_turned(turned: bool) -> None:
    told = bank.sba("made-s1-000", {"cpc": "s1"})
    words = ["Alpha", "Beta", "Gamma", "Delta"]
    base = [{"text": word, "why": "So.", "cite": ["I.B.13"], "right": n == 2} for n, word in enumerate(words)]
    later = [{**one, "text": "Gamma, said better"} if n == 2 else one for n, one in enumerate(base)]
    if turned:
        later = [{**one, "right": n == 0} for n, one in enumerate(base)]
    assert rekeyed(item({**told, "options": base}), item({**told, "options": later})) == (
        "other key" if turned else "stands"
    )

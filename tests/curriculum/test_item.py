# ruff: noqa: E501
"""Questions of all six kinds: what each must have, and what it may not."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from codeward.curriculum import ITEM_KINDS, Item, MatchItem, PicklistItem, QueryItem, ScenarioItem

ITEM: TypeAdapter[Any] = TypeAdapter(Item)
BASE = {"id": "q-1", "skill": "dx.side", "level": 1, "stem": "Which?"}
LINE = {"id": "d1", "system": "icd10cm", "code": "I10", "why": "It is said.", "cite": ["I.B.1"]}


def option(n: int, *, right: bool = False, coded: bool = False) -> dict[str, Any]:
    lines = {"lines": [{"system": "icd10cm", "code": f"E11.{n}"}]} if coded else {"text": f"Answer {n}"}
    return {**lines, "why": "So.", **({"right": True} if right else {"wrong": {"axis": "side"}})}


def options(count: int, *, coded: bool = False) -> list[dict[str, Any]]:
    return [option(n, right=n == 0, coded=coded) for n in range(count)]


SCENARIO = {**BASE, "kind": "scenario", "record": "A note.", "answer": {"lines": [LINE], "first": ["d1"]},
            "foreseen": [{"change": {"line": "d1", "code": "I11.9"}, "axis": "type", "why": "No heart."}]}  # fmt: skip
MARK = {**BASE, "kind": "query", "mode": "mark", "draft": "[s1] Do you agree?", "model": "Please state.",
        "faults": [{"at": "s1", "fault": "leading", "why": "It leads."}], "sound": [{"at": "s2", "why": "Fine."}]}  # fmt: skip
MATCH = {**BASE, "kind": "match", "options": list("ABCDEF"),
         "pairs": [{"left": name.lower(), "right": name, "why": "So."} for name in "ABCD"],
         "spare": [{"right": name, "why": "No."} for name in "EF"]}  # fmt: skip
SOUND = {
    "sba": {**BASE, "kind": "sba", "options": options(3)},
    "code": {**BASE, "kind": "code", "options": options(1, coded=True)},
    "scenario": SCENARIO,
    "picklist": {**BASE, "kind": "picklist", "options": options(6, coded=True)},
    "query": {**BASE, "kind": "query", "mode": "choose", "options": options(4)},
    "match": MATCH,
}


@pytest.mark.parametrize("kind", ITEM_KINDS)
def test_a_sound_item_is_read_and_has_a_version(kind: str) -> None:
    item = ITEM.validate_python(SOUND[kind])
    assert item.kind == kind
    assert len(item.version) == 16
    assert item.texts[0] == "Which?"
    assert ITEM.validate_python(item.model_dump(by_alias=True)).version == item.version


def test_marking_the_faults_of_a_draft_is_a_query_too() -> None:
    item = ITEM.validate_python(MARK)
    assert isinstance(item, QueryItem)
    assert item.faults[0].fault == "leading"


BAD: list[tuple[dict[str, Any], str]] = [
    ({**SOUND["sba"], "options": options(2)}, "3 to 4 options, not 2"),
    ({**SOUND["sba"], "use": "form"}, "4 to 4 options, not 3"),
    ({**SOUND["sba"], "options": [option(0), option(1), option(2)]}, "1 option is right, not 0"),
    (
        {**SOUND["sba"], "options": [*options(2), {**option(2), "lines": option(2, coded=True)["lines"]}]},
        "one of them",
    ),
    ({**SOUND["sba"], "options": [*options(2), {**option(2), "right": True}]}, "wrong on no axis"),
    ({**SOUND["code"], "options": options(1)}, "every option of a code item has lines"),
    ({**SOUND["picklist"], "options": options(5, coded=True)}, "6 to 10"),
    ({**SOUND["picklist"], "options": [option(n, right=True, coded=True) for n in range(6)]}, "some options"),
    ({**SOUND["picklist"], "options": options(6)}, "one line"),
    ({**SOUND["query"], "options": options(3)}, "four drafts"),
    ({**MARK, "faults": []}, "a draft, its faults and a model"),
    ({**MATCH, "options": list("ABCDEX")}, "the two spare ones"),
    ({**MATCH, "spare": [{"right": "A", "why": "x"}, {"right": "F", "why": "x"}]}, "stands in two pairs"),
    ({**SCENARIO, "answer": {"lines": [LINE, LINE], "first": ["d1"]}}, "two lines have one id"),
    ({**SCENARIO, "answer": {"lines": [LINE], "first": ["d9"]}}, "no line 'd9'"),
    (
        {**SCENARIO, "foreseen": [{"change": {"line": "d9", "code": "I10"}, "axis": "a", "why": "x"}]},
        "changes 'd9'",
    ),
    (
        {**SCENARIO, "foreseen": [{"change": {"add": "I10", "remove": "d1"}, "axis": "a", "why": "x"}]},
        "one of these",
    ),
    ({**SOUND["sba"], "level": 4}, "less than or equal to 3"),
    ({**SOUND["sba"], "level": True}, "valid integer"),
    ({**SOUND["sba"], "colour": "red"}, "Extra inputs"),
    ({**SOUND["sba"], "domains": {"cpc": "z"}}, "Input should be"),
    ({**SOUND["sba"], "kind": "essay"}, "does not match any of the expected tags"),
]


@pytest.mark.parametrize(("raw", "said"), BAD)
def test_what_an_item_may_not_be(raw: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said.replace("(", "\\(")):
        ITEM.validate_python(raw)


def test_domains_are_read_in_either_case_one_or_several() -> None:
    item = ITEM.validate_python({**SOUND["sba"], "domains": {"cpc": "S4", "ccs": ["i", "iv"]}})
    assert (item.domains.cpc, item.domains.ccs) == (("s4",), ("i", "iv"))


def test_options_of_the_same_codes_are_told_apart_by_modifiers_and_units() -> None:
    lines = [{"system": "cpt", "code": "11042", "modifiers": ["59"], "units": n} for n in (1, 2)]
    raw = {
        **SOUND["code"],
        "options": [{"lines": [line], "why": "So.", "right": line["units"] == 1} for line in lines],
    }
    assert [one.shown for one in ITEM.validate_python(raw).options] == ["11042 59 × 1", "11042 59 × 2"]


def test_the_kinds_have_their_own_classes() -> None:
    assert isinstance(ITEM.validate_python(SCENARIO), ScenarioItem)
    assert isinstance(ITEM.validate_python(MATCH), MatchItem)
    assert isinstance(ITEM.validate_python(SOUND["picklist"]), PicklistItem)

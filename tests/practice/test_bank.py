"""The bank's lint and proof: a sound item has no fault, and each rule finds what it is for, by its id."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from codeward.curriculum import ITEM_KINDS, Item, LessonError, items_folder, load_program, place_of
from codeward.practice import Found, bank, begin_item, item_lines
from codeward.practice.check_between import LEAST, between, key_places
from codeward.practice.check_items import lint

ITEM: TypeAdapter[Any] = TypeAdapter(Item)
Change = Callable[[dict[str, Any]], None]


def coded(code: str, *, axis: str | None = None) -> dict[str, Any]:
    wrong = {"wrong": {"axis": axis}} if axis else {"right": True}
    return {
        "lines": [{"system": "icd10cm", "code": code}],
        "why": 'The note has the words "second degree" and "right".',
        "cite": ["I.B.13"],
        **wrong,
    }


BURN: dict[str, Any] = {
    "schema": 1, "id": "cpc-d-001", "kind": "sba", "skill": "dx.side", "domains": {"cpc": "d"}, "level": 2,
    "use": "form", "coding_date": "2026-06-01",
    "claim": {"type": "professional", "setting": "office", "payer": "commercial"},
    "stem": "A cook spilled oil an hour ago: second degree burn of the right forearm. Which code is reported?",
    "options": [coded("T22.111A", axis="severity"), coded("T22.112A", axis="laterality"), coded("T22.211A"),
                coded("T22.212A", axis="laterality")],
    "quality": {"state": "draft"},
}  # fmt: skip
TEXT: dict[str, Any] = {
    **BURN, "id": "cpc-t-001", "skill": "term.parts", "domains": {"cpc": "t"}, "claim": None,
    "stem": "A report speaks of arthralgia in both knees. What does the patient feel there?",
    "options": [
        {"text": text, "why": 'In "arthralgia" the ending tells it.', "cite": ["I.B.1"], "wrong": {"axis": "word part"}}
        for text in ("Heat in the joint", "Looseness of it", "Pain in the joint", "Swelling there")
    ],
    "sources": [{"fact": "-algia means pain", "address": "a dictionary", "seen": "2026-11-30"}],
}  # fmt: skip
TEXT["options"][2].pop("wrong")
TEXT["options"][2]["right"] = True
SCENARIO: dict[str, Any] = {
    "schema": 1, "id": "ccs-i-001", "kind": "scenario", "skill": "dx.with", "domains": {"ccs": "i"}, "level": 3,
    "use": "form", "coding_date": "2026-06-01",
    "claim": {"type": "professional", "setting": "office", "payer": "commercial"},
    "stem": "Code the visit from the record below.",
    "record": "Type 2 diabetes with kidney disease, stage 4.",
    "answer": {
        "lines": [
            {"id": "d1", "system": "icd10cm", "code": "E11.22", "why": 'Linked by "with".', "cite": ["I.A.15"]},
            {"id": "d2", "system": "icd10cm", "code": "N18.4", "why": 'It says "stage 4".', "cite": ["I.C.4.a"]},
        ],
        "first": ["d1"], "order": [["d1", "d2"]], "proof": ["before E11.22 N18.4", "edit lines none"],
    },
    "foreseen": [{"change": {"line": "d1", "code": "E11.9"}, "axis": "link", "why": 'The "with" is not silence.',
                  "cite": ["I.A.15"]}],
}  # fmt: skip


def lay(folder: Path, *items: dict[str, Any]) -> Path:
    for item in items:
        exam, section = next(iter(item["domains"].items()))
        path = folder / "items" / "form" / exam / section / f"{item['id']}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(item, sort_keys=False))
    return folder / "items"


def checked(folder: Path, *items: dict[str, Any]) -> list[Found]:
    return bank.check_bank((lay(folder, *items),))[1]


@pytest.mark.parametrize("item", [BURN, TEXT, SCENARIO], ids=lambda item: item["id"])
def test_a_sound_item_has_no_fault(item: dict[str, Any], tmp_path: Path) -> None:
    assert [str(one) for one in checked(tmp_path, item)] == []


def _set(name: str, value: Any) -> Change:
    return lambda item: item.update({name: value})


def _option(place: int, **fields: Any) -> Change:
    def change(item: dict[str, Any]) -> None:
        item["options"][place].update(fields)

    return change


def _no(place: int, name: str) -> Change:
    return lambda item: item["options"][place].pop(name)


def _right(**fields: Any) -> Change:
    def change(item: dict[str, Any]) -> None:
        item["options"][2]["lines"][0].update(fields)

    return change


def _key_first(item: dict[str, Any]) -> None:
    item["options"].insert(0, item["options"].pop(2))


def _two_lines(item: dict[str, Any]) -> None:
    item["options"][2]["lines"].append({"system": "icd10cm", "code": "X10.2XXA"})


def _majority(item: dict[str, Any]) -> None:
    for option, place in zip(item["options"], ("X10.2XXA", "X10.2XXA", "X10.2XXA", "X12.XXXA"), strict=True):
        option["lines"].append({"system": "icd10cm", "code": place})
    item["options"][0]["lines"][0]["code"] = item["options"][1]["lines"][0]["code"] = "T22.211A"


LONG = "Pain in the joint, and in whatever else of the leg is near to it and may hurt as well"
SPOILED: dict[str, tuple[str, str, dict[str, Any], Change]] = {
    "S1 asks nothing": ("S1", "asks nothing", BURN, _set("stem", "A cook with a second degree burn, right.")),
    "S1 points to its options": (
        "S1", "points to its options", BURN, _set("stem", "Second degree, right: which of the following holds?")),
    "S2": ("S2", "not so", BURN, _set("stem", "Second degree, right. Which is NOT reported?")),
    "S3 modifiers": ("S3", "no claim", BURN, lambda item: (_right(modifiers=["RT"])(item), _set("claim", None)(item))),
    "S3 record": ("S3", "a record to be coded", SCENARIO, _set("claim", None)),
    "S3 payer": ("S3", "no payer", BURN, lambda item: (
        _right(modifiers=["RT"])(item), _set("claim", {"type": "professional", "setting": "office"})(item))),
    "S4 stem": ("S4", "words", BURN, _set("stem", "Which? Second degree, right. " + "so " * 120)),
    "S4 record": ("S4", "words", SCENARIO, _set("record", "word " * 601)),
    "S5": ("S5", "XQZ", SCENARIO, _set("record", "XQZ. Type 2 diabetes with kidney disease, stage 4.")),
    "S6": ("S6", "teaches", BURN, _set("stem", "Remember the side. Second degree, right. Which code?")),
    "S7": ("S7", "arthralgia", TEXT, _option(2, text="Arthralgia is pain")),
    "S8 stem": ("S8", "T22.211A", BURN, _set("stem", "Second degree, right, T22.211A. Which code is it?")),
    "S8 record": ("S8", "N18.4", SCENARIO, _set("record", "Diabetes with kidney disease, stage 4 (N18.4).")),
    "O1": ("O1", "4 to 4 options", BURN, lambda item: item["options"].pop()),
    "O2": ("O2", "on average", TEXT, _option(2, text=LONG)),
    "O3": ("O3", "all, none or both", TEXT, _option(3, text="None of the above")),
    "O4": ("O4", "always", TEXT, _option(3, text="Swelling, always")),
    "O5 systems": ("O5", "several systems", BURN, lambda item: item["options"][0]["lines"][0].update(
        system="cpt", code="16020")),
    "O5 counts": ("O5", "only the key", BURN, _two_lines),
    "O6 article": ("O6", "article", BURN, _set("stem", "Second degree and right? Then it is a")),
    "O6 stops": ("O6", "sentences", TEXT, _option(3, text="Swelling there.")),
    "O7 same": ("O7", "the same", TEXT, _option(3, text="Pain in the joint")),
    "O7 nested": ("O7", "whole in another", TEXT, _option(3, text="Pain in the joint and skin")),
    "O8": ("O8", "order", BURN, _key_first),
    "O9": ("O9", "most options", BURN, _majority),
    "O10 none": ("O10", "states no axis", BURN, _no(0, "wrong")),
    "O10 unknown": ("O10", "nobody knows", BURN, _option(0, wrong={"axis": "moonshine"})),
    "O10 another": ("O10", "is called wrong on 'poa'", BURN, _option(0, wrong={"axis": "poa"})),
    "R1 option": ("R1", "cites nothing", BURN, _no(0, "cite")),
    "R1 line": ("R1", "cites nothing", SCENARIO, lambda item: item["foreseen"][0].pop("cite")),
    "R2": ("R2", "quotes nothing", BURN, _option(0, why="It is the wrong depth.")),
    "R3": ("R3", "letter", BURN, _option(0, why='Obviously "second degree".')),
    "B2": ("B2", "descriptors", BURN, _option(
        0, why='"Right": list separately in addition to code for primary procedure.')),
    "key": ("key", "7th character", BURN, _right(code="T22.211")),
    "key is not better": ("O7", "same as a right one", BURN, _option(0, lines=BURN["options"][2]["lines"])),
    "foreseen": ("O10", "is called wrong on 'order'", SCENARIO, lambda item: item["foreseen"][0].update(axis="order")),
    "claim": ("claim", "the book says", BURN, _option(2, proof=["title T22.211A 'left forearm'"])),
    "citation": ("citation", "not citable", BURN, _option(0, cite=["Nowhere 7"])),
    "citation of a code": ("citation", "has no", BURN, _option(0, cite=["CPT 00001"])),
    "skill": ("skill", "is no skill", BURN, _set("skill", "dx.moonshine")),
    "enemy": ("enemy", "no item cpc-d-999", BURN, _set("enemies", ["cpc-d-999"])),
    "ground": ("ground", "rests on nothing", TEXT, _set("sources", [])),
    "settlement": ("quality", "no settlement.md", BURN, _set("quality", {"state": "solved-blind"})),
    "reviewed by nobody": ("quality", "by nobody", BURN, _set("quality", {"state": "reviewed"})),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILED)
def test_what_is_spoiled_is_found_by_its_id(name: str, tmp_path: Path) -> None:
    rule, said, item, change = SPOILED[name]
    spoiled = copy.deepcopy(item)
    change(spoiled)
    told = [one for one in checked(tmp_path, spoiled) if one.rule == rule and said in one.message]
    assert told, [str(one) for one in checked(tmp_path, spoiled)]
    assert told[0].path.endswith(f"/{item['id']}.yaml")
    assert told[0].way_out


def test_a_file_is_called_as_its_item_and_lies_where_the_item_belongs(tmp_path: Path) -> None:
    folder = lay(tmp_path, BURN)
    path = folder / "form/cpc/d/cpc-d-001.yaml"
    path.rename(folder / "form/cpc/d/cpc-d-777.yaml")
    (told,) = bank.check_bank((folder,))[1]
    assert (told.rule, told.severity) == ("name", "error")
    moved = folder / "form/cpc/s1/cpc-d-001.yaml"
    moved.parent.mkdir(parents=True)
    (folder / "form/cpc/d/cpc-d-777.yaml").rename(moved)
    (told,) = bank.check_bank((folder,))[1]
    assert told.rule == "place"
    assert "cpc/s1" in told.message
    (folder / "practice/d").mkdir(parents=True)
    moved.rename(folder / "practice/d/cpc-d-001.yaml")
    (told,) = bank.check_bank((folder,))[1]
    assert "lies among those of practice" in told.message
    assert place_of("items/form/ccs/iv/x.yaml") == ("form", "ccs", "iv")


def test_a_settlement_names_the_items_that_a_second_person_answered(tmp_path: Path) -> None:
    folder = lay(tmp_path, {**BURN, "quality": {"state": "solved-blind"}})
    settlement = folder / "form/cpc/d/settlement.md"
    settlement.write_text("Nothing yet.")
    (told,) = bank.check_bank((folder,))[1]
    assert (told.rule, told.severity) == ("quality", "warn")
    settlement.write_text("cpc-d-001: the same answer.")
    assert bank.check_bank((folder,))[1] == []


def test_one_item_is_checked_by_itself_and_still_against_its_likes(tmp_path: Path) -> None:
    folder = lay(
        tmp_path, BURN, {**copy.deepcopy(BURN), "id": "cpc-d-002"}, {**TEXT, "skill": "dx.moonshine"}
    )
    count, found = bank.check_bank((folder,), "cpc-d-002")
    assert count == 1
    assert [one.rule for one in found] == ["B1"]


def test_a_key_that_other_books_refuse_is_told_as_changed(tmp_path: Path) -> None:
    ended = copy.deepcopy(TEXT)
    ended.update(id="cpc-d-003", domains={"cpc": "d"}, skill="dx.side", coding_date="2025-09-01", kind="code")
    ended["stem"] = (
        "Relapses for years, plaques on the film: multiple sclerosis. Which code did the office report?"
    )
    ended["options"] = [{**coded("G35"), "why": 'It says "multiple sclerosis".'}]
    folder = lay(tmp_path, ended)
    told = [one for one in bank.check_bank((folder,), "", [date(2026, 6, 1)])[1] if one.rule == "changed"]
    assert [one.severity for one in told] == ["warn"]
    assert "on 2026-06-01" in told[0].message
    assert [
        one for one in bank.check_bank((folder,), "", [date(2025, 9, 1)])[1] if one.rule == "changed"
    ] == []


def _many(count: int) -> list[Any]:
    return [
        ITEM.validate_python(
            {**TEXT, "id": f"x-{n}", "stem": f"Ward {n * 7919} writes {n * 31}: what is meant?"}
        )
        for n in range(count)
    ]


def test_the_place_of_the_key_is_looked_at_over_the_questions_of_forms() -> None:
    (*told,) = key_places(_many(LEAST))
    assert {one.rule for one in told} == {"O11"}
    assert any(f"place 3 in {LEAST} of {LEAST}" in one.message for one in told)
    assert list(key_places(_many(LEAST - 1))) == []


def test_a_key_that_is_mostly_the_longest_is_told_over_the_bank() -> None:
    items = [ITEM.validate_python({**item.model_dump(by_alias=True)}) for item in _many(LEAST)]
    told = [one for _, one in between(items) if one.rule == "O2"]
    assert told == []  # two options of the made item are as long
    longer = [copy.deepcopy(item.model_dump(by_alias=True)) for item in _many(LEAST)]
    for item in longer:
        item["options"][2]["text"] = "Pain in the joints"
    told = [one for _, one in between([ITEM.validate_python(item) for item in longer]) if one.rule == "O2"]
    assert len(told) == 2  # over all, and over forms


@pytest.mark.parametrize("kind", ITEM_KINDS)
def test_a_new_item_is_read_as_soon_as_it_is_begun(kind: str, tmp_path: Path) -> None:
    path = begin_item(kind, "ccs-i-007", tmp_path, date(2026, 12, 1))
    assert path == tmp_path / "form/ccs/i/ccs-i-007.yaml"
    found = bank.read_bank((tmp_path,))
    raw = path.read_text().replace("SKILL ", "dx.side ").replace("AXIS", "side")
    path.write_text(raw)
    found = bank.read_bank((tmp_path,))
    assert [str(one) for one in found.faults] == []
    assert found.items["ccs-i-007"][0].kind == kind
    with pytest.raises(LessonError, match="there already"):
        begin_item(kind, "ccs-i-007", tmp_path, date(2026, 12, 1))


def test_a_new_item_has_a_kind_and_an_id_of_the_bank(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match="no kind of item"):
        begin_item("essay", "ccs-i-007", tmp_path, date(2026, 12, 1))
    for name in ("seven", "ccs-s4-007", "cpc-d-7", "pr-012"):
        with pytest.raises(LessonError, match="no id of an item"):
            begin_item("sba", name, tmp_path, date(2026, 12, 1))
    assert begin_item("sba", "pr-d-012", tmp_path, date(2026, 12, 1)).parent == tmp_path / "practice/d"


@pytest.mark.parametrize("item", [BURN, SCENARIO], ids=lambda item: item["id"])
def test_an_item_is_shown_without_its_key_and_with_it(item: dict[str, Any]) -> None:
    read = ITEM.validate_python(item)
    without, beside = "\n".join(item_lines(read)), "\n".join(item_lines(read, key=True))
    assert " *" not in without
    assert '"' not in without  # no reason
    assert " * " in beside
    assert "I.A.15" in beside or "I.B.13" in beside


def test_items_of_forms_are_kept_apart_from_what_is_practiced(tmp_path: Path) -> None:
    lay(tmp_path, BURN)
    loaded = load_program((tmp_path,), strict=False)
    assert set(loaded.form_items) & {"cpc-d-001"} == {"cpc-d-001"}
    assert "cpc-d-001" not in loaded.items
    assert items_folder(tmp_path) == tmp_path / "items"


def test_the_lint_needs_no_books() -> None:
    assert list(lint(ITEM.validate_python(BURN))) == []


def _shown_in_order(*options: dict[str, Any]) -> bool:
    item = ITEM.validate_python({**BURN, "options": [dict(one) for one in options]})
    return not [told for told in lint(item) if told.rule in {"O8", "O7"}]


def _of(*lines: dict[str, Any], right: bool = False) -> dict[str, Any]:
    return {**coded("x", axis=None if right else "units"), "lines": list(lines)}


def test_units_and_further_lines_tell_options_apart_and_put_them_in_order() -> None:
    drug = [{"system": "hcpcs", "code": "J1100", "units": units} for units in (1, 2, 5, 10)]
    assert _shown_in_order(*(_of(line, right=line["units"] == 10) for line in drug))
    assert not _shown_in_order(*(_of(line, right=line["units"] == 10) for line in drug[::-1]))
    scope, biopsy = {"system": "cpt", "code": "45385"}, {"system": "cpt", "code": "45380"}
    apart = {**biopsy, "modifiers": ["59"]}
    assert _shown_in_order(_of(biopsy), _of(scope), _of(scope, biopsy), _of(scope, apart, right=True))


def test_numbers_are_in_the_order_of_their_size() -> None:
    texts = [{**one, "lines": None, "text": text} for one, text in zip(
        copy.deepcopy(TEXT["options"]), ("9 days", "14 days", "30 days", "100 days"), strict=True)]  # fmt: skip
    assert _shown_in_order(*texts)
    assert not _shown_in_order(*texts[::-1])

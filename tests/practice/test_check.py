# ruff: noqa: E501
"""The proof of lessons: the made lesson is sound, and each thing that is spoiled is found at its file and line."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from codeward.curriculum import Program, program
from codeward.practice import Found, check_lesson, check_program, count
from tests.curriculum import made

RECORD = "lessons/z1/lesson.md"


def found(folder: Path, text: str | None = None, **files: str) -> list[Found]:
    loaded = made.load(made.write(folder, text, **files))
    assert [str(error) for error in loaded.errors] == []
    return check_lesson(loaded.lessons["z1"], loaded)


def line_with(text: str, words: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if words in line)


def block(name: str, **changed: Any) -> dict[str, Any]:
    return {name: {**copy.deepcopy(made.blocks()[name]), **changed}}


def checked(number: int, change: Any) -> dict[str, Any]:
    """A check of the made lesson, changed by a function."""
    item = copy.deepcopy(made.blocks()[f"check{number}"])
    change(item)
    return {f"check{number}": item}


def test_the_made_lesson_is_sound(tmp_path: Path) -> None:
    loaded = made.load(made.write(tmp_path))
    assert [str(one) for one in check_program(loaded)] == []


def test_the_program_that_ships_is_sound() -> None:
    assert [str(one) for one in check_program(program()) if one.severity == "error"] == []


def _long(item: dict[str, Any]) -> None:
    item["stem"] = "Which arm? " + "word " * 130


def _not(item: dict[str, Any]) -> None:
    item["stem"] = "Which of these is NOT what you do, where the side is missing?"


def _no_cite(item: dict[str, Any]) -> None:
    item["options"][0].pop("cite")


def _no_axis(item: dict[str, Any]) -> None:
    item["options"][1].pop("wrong")


def _all(item: dict[str, Any]) -> None:
    item["options"][2]["text"] = "None of the above"


def _letters(item: dict[str, Any]) -> None:
    item["options"][1]["why"] = "Option A is better."


def _twice(item: dict[str, Any]) -> None:
    item["options"][2]["text"] = "Choose the left arm."


def _same(item: dict[str, Any]) -> None:
    item["options"][1]["lines"] = item["options"][0]["lines"]


def _turned(item: dict[str, Any]) -> None:
    item["options"].reverse()


def _unbillable(item: dict[str, Any]) -> None:
    item["options"][0]["lines"][0]["code"] = "T22.211"


def _not_poa(item: dict[str, Any]) -> None:
    item["options"][1]["wrong"]["axis"] = "poa"


def _names(item: dict[str, Any]) -> None:
    item["stem"] = "The note says T22.211A. Which code?"


def _poa(item: dict[str, Any]) -> None:
    item["options"][0]["lines"][0]["poa"] = "Y"


def _proof(item: dict[str, Any]) -> None:
    item["options"][0]["proof"] = "title T22.211A 'left forearm'"


def _bad_proof(item: dict[str, Any]) -> None:
    item["options"][0]["proof"] = "shines T22.211A"


def _refused(item: dict[str, Any]) -> None:
    item["options"][0]["lines"].append({"system": "icd10cm", "code": "T22.211A"})


def _marked(item: dict[str, Any]) -> None:
    for name in ("options",):
        item.pop(name)
    item.update(
        kind="query", mode="mark", draft="Is it a burn? Please say yes.", model="What is it?",
        faults=[{"at": "s2", "fault": "leading", "why": "It says what to answer.", "cite": ["I.B.13"]}],
    )  # fmt: skip


SPOILED: dict[str, tuple[Any, str, str, str]] = {
    "a question that takes a whole draft": (
        lambda: made.lesson_text(**checked(4, _marked)), "kind", "z1-k4", "a lesson does not ask a query that takes a whole"),
    "too few checks": (lambda: made.lesson_text(check1=None, check4=None), "holds", "---", "checks"),
    "no compare": (lambda: made.lesson_text(compare=None), "holds", "---", "0 compare"),
    "no chart": (lambda: made.lesson_text(chart=None), "holds", "---", "no chart"),
    "no drill of a skill with a generator": (lambda: made.lesson_text(drill=None), "holds", "id: z1.1", "no drill of the skill made.side"),
    "an objective that no check asks": (
        lambda: made.lesson_text(check2=None, check3=None), "holds", "id: z1.2", "no check asks for the objective z1.2"),
    "a section of too many words": (lambda: made.lesson_text(prose="It was so. " * 30), "holds", "## The arm", "has"),
    "a section that ends in prose": (lambda: made.lesson_text(check4=None, check1=None, example=None, picture=None), "holds", "## The arm", "ends in prose"),
    "something after the recall": (lambda: made.lesson_text(claims=None).rstrip() + "\n\n" + made.fence("drill", made.blocks()["drill"]), "holds", "", "after the recall"),
    "a short recall": (lambda: made.lesson_text(recall={"ask": made.blocks()["recall"]["ask"][:1]}), "holds", "```recall", "a recall of 1"),
    "a picture without words": (lambda: made.lesson_text(**block("picture", long="An arm, 1.")), "holds", "```picture", "short"),
    "a label that the words leave out": (lambda: made.lesson_text(**block("picture", labels=[{"n": 7, "term": "hand"}])), "holds", "```picture", "what 7 is"),
    "no claims": (lambda: made.lesson_text(claims=None), "claim", "---", "no claims"),
    "a claim that the book denies": (
        lambda: made.lesson_text(claims=[{"billable": ["T22.211A"]}, {"excludes1": ["E11.9", "I10"]}]), "claim", "- excludes1", "the book says"),
    "a claim that is none": (lambda: made.lesson_text(claims=[{"shines": ["I10"]}]), "claim", "- shines", "is not known"),
    "a code that is in no book": (lambda: made.lesson_text(prose="See [[T22.999A]]."), "code", "T22.999A", "is not in icd10cm"),
    "a heading with nothing below": (lambda: made.lesson_text(prose="See [[T22.211A-]]."), "code", "T22.211A-", "nothing stands below"),
    "a section that is not citable": (lambda: made.lesson_text(prose="So it is {I.A.99}."), "citation", "I.A.99", "is not citable"),
    "an instruction that is not there": (lambda: made.lesson_text(prose="So {Tabular I10 code_first}."), "citation", "Tabular I10 code_first", "no such instruction"),
    "a word that the glossary lacks": (lambda: made.lesson_text(prose="A [t:zyzzyx]."), "term", "zyzzyx", "the glossary has no"),
    "an example that is not billable": (lambda: made.lesson_text(**block("example", code="T22.211", path=[])), "code", "```example", "7th character"),
    "a trap that cites nothing real": (lambda: made.lesson_text(**block("trap", cite=["Nowhere"])), "citation", "```trap", "not citable"),
    "British words": (lambda: made.lesson_text(prose="The colour was grey."), "spelling", "", "is British"),
    "hard prose": (lambda: made.lesson_text(prose="Notwithstanding considerable institutional heterogeneity, multidisciplinary documentation "
                                            "necessitates extraordinarily comprehensive familiarity. " * 20), "reading", "---", "reads at grade"),
    "hollow words": (lambda: made.lesson_text(prose="It is important to read."), "voice", "", "says nothing"),
    "a figure without a source": (lambda: made.lesson_text(prose="It cost $4,711 then."), "figure", "", "neither claim nor source"),
    "a chart that is not there": (lambda: made.lesson_text(chart={"id": "no-such", "mode": "alone"}), "block", "```chart", "there is no chart no-such"),
    "a generator that is not there": (lambda: made.lesson_text(drill={"generator": "magic"}), "block", "```drill", "no generator magic"),
    "a look-up that ends nowhere": (lambda: made.lesson_text(**block("lookup", end="T22.9Z9")), "block", "```lookup", "in no book"),
    "a table of nothing": (
        lambda: made.lesson_text(table={"caption": "x", "from": {"book": "icd10cm", "below": "T22.211A", "columns": ["code"]}}), "block", "```table", "nothing stands below"),
    "a long stem": (lambda: made.lesson_text(**checked(4, _long)), "S4", "id: z1-k4", "words"),
    "a stem that asks for what is not so": (lambda: made.lesson_text(**checked(4, _not)), "S2", "id: z1-k4", "not so"),
    "a stem that names the key": (lambda: made.lesson_text(**checked(1, _names)), "S8", "id: z1-k1", "names T22.211A"),
    "POA without a claim": (lambda: made.lesson_text(**checked(1, _poa)), "S3", "id: z1-k1", "no claim"),
    "an option without citation": (lambda: made.lesson_text(**checked(4, _no_cite)), "R1", "id: z1-k4", "cites nothing"),
    "an option without axis": (lambda: made.lesson_text(**checked(4, _no_axis)), "O10", "id: z1-k4", "states no axis"),
    "none of the above": (lambda: made.lesson_text(**checked(4, _all)), "O3", "id: z1-k4", "all, none or both"),
    "a reason with letters": (lambda: made.lesson_text(**checked(4, _letters)), "R3", "id: z1-k4", "names a letter"),
    "the same option twice": (lambda: made.lesson_text(**checked(4, _twice)), "O7", "id: z1-k4", "the same"),
    "a wrong option that is the key": (lambda: made.lesson_text(**checked(2, _same)), "O7", "id: z1-k2", "same as a right one"),
    "options out of order": (lambda: made.lesson_text(**checked(1, _turned)), "O8", "id: z1-k1", "not in the order"),
    "a key that is not billable": (lambda: made.lesson_text(**checked(2, _unbillable)), "key", "id: z1-k2", "7th character"),
    "a wrong option on another axis": (lambda: made.lesson_text(**checked(2, _not_poa)), "O10", "id: z1-k2", "is called wrong on 'poa'"),
    "a key that the edits refuse": (lambda: made.lesson_text(**checked(2, _refused)), "key", "id: z1-k2", "edits refuse"),
    "a proof that the book denies": (lambda: made.lesson_text(**checked(2, _proof)), "claim", "id: z1-k2", "the book says"),
    "a proof that is none": (lambda: made.lesson_text(**checked(2, _bad_proof)), "claim", "id: z1-k2", "is no predicate"),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILED)
def test_what_is_spoiled_is_found_at_its_place(name: str, tmp_path: Path) -> None:
    make, rule, words, said = SPOILED[name]
    text = make()
    told = [one for one in found(tmp_path, text) if one.rule == rule and said in one.message]
    assert told, [str(one) for one in found(tmp_path, text)]
    assert told[0].path == RECORD
    assert told[0].way_out
    if words:
        assert abs(told[0].line - line_with(text, words)) <= 1, str(told[0])
    assert f"[{rule}]" in str(told[0])
    assert told[0].to_json()["rule"] == rule


def test_a_card_is_told_at_its_own_line(tmp_path: Path) -> None:
    cards = made.cards()
    cards["cards"][3]["front"] = "What is [[T22.999A]]?"
    cards["cards"][4]["cite"] = ["I.A.99"]
    text = yaml.safe_dump(cards, sort_keys=False)
    told = {one.rule: one for one in found(tmp_path) if one.path.endswith("cards.yaml")}
    assert told == {}
    (tmp_path / "lessons/z1/cards.yaml").write_text(text)
    loaded = made.load(tmp_path)
    told = {one.rule: one for one in check_lesson(loaded.lessons["z1"], loaded)}
    assert told["code"].line == line_with(text, "id: z1-c04")
    assert told["citation"].line == line_with(text, "id: z1-c05")


def test_a_chart_that_is_worked_through_is_not_practiced(tmp_path: Path) -> None:
    step = {
        "show": {"document": "visit-note"},
        "ask": "Which?",
        "kind": "pick",
        "options": ["a", "b"],
        "answer": "a",
        "why": "So.",
    }
    worked = {"chart": "walk-in-cough", "fade": 1, "steps": [step, step]}
    text = made.lesson_text(prose=made.fence("worked", worked))
    said = [one.message for one in found(tmp_path, text) if one.rule == "block"]
    assert any("walk-in-cough is worked through in z1" in one for one in said)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"show": {"document": "no-note"}}, "no document no-note"),
        ({"show": {"document": "DOC", "quote": "Never written"}}, "is not in"),
        ({"line": "d9"}, "the key has no line d9"),
        ({"kind": "code", "options": [], "answer": "I10", "line": "LINE"}, "the key's line"),
        ({"kind": "order", "options": [], "answer": "OTHER"}, ""),
    ],
)  # fmt: skip
def test_a_worked_step_cannot_drift_from_the_key(change: dict[str, Any], said: str, tmp_path: Path) -> None:
    chart = program().charts.charts["walk-in-cough"]
    names = {"DOC": chart.documents[0].id, "LINE": chart.key.lines[0].id, "OTHER": chart.key.lines[-1].id}
    step = {
        "show": {"document": chart.documents[0].id},
        "ask": "Which?",
        "kind": "pick",
        "options": ["a", "b"],
        "answer": "a",
        "why": "So.",
    }
    raw = yaml.safe_load(yaml.safe_dump({**step, **change}))
    for old, new in names.items():
        raw = yaml.safe_load(yaml.safe_dump(raw).replace(old, new))
    text = made.lesson_text(
        chart=None, prose=made.fence("worked", {"chart": "walk-in-cough", "fade": 1, "steps": [raw, step]})
    )
    told = [one for one in found(tmp_path, text) if one.rule == "block" and "step 1" in one.message]
    if said:
        assert any(said in one.message for one in told), told
        assert abs(told[0].line - line_with(text, "```worked")) <= 1


def _program(folder: Path, *items: dict[str, Any]) -> Program:
    made.write(folder)
    (folder / "items").mkdir(exist_ok=True)
    for item in items:
        (folder / "items" / f"{item['id']}.yaml").write_text(
            yaml.safe_dump({"schema": 1, **item}, sort_keys=False)
        )
    loaded = made.load(folder)
    assert [str(error) for error in loaded.errors] == []
    return loaded


def test_items_of_the_bank_are_proved_at_their_file(tmp_path: Path) -> None:
    item = made.item(
        "b-1",
        "made.side",
        kind="code",
        coding_date="2026-06-01",
        stem="A new burn of the right forearm, second degree. Type it.",
    )
    item["options"][0]["lines"][0]["code"] = "T22.211"
    (told, *_) = [one for one in check_program(_program(tmp_path, item)) if one.rule == "key"]
    assert told.path == "items/b-1.yaml"
    undated = {key: value for key, value in item.items() if key != "coding_date"}
    assert any("has no coding date" in one.message for one in check_program(_program(tmp_path, undated)))


def test_two_questions_that_are_alike_are_told(tmp_path: Path) -> None:
    one = made.item(
        "b-1",
        "made.side",
        kind="code",
        coding_date="2026-06-01",
        stem="Ada burned her right forearm at the stove this morning, second degree. Type the code.",
    )
    two = {**copy.deepcopy(one), "id": "b-2"}
    (told,) = [one for one in check_program(_program(tmp_path, one, two)) if one.rule == "B1"]
    assert "b-2 is more than 80 parts of 100 like b-1" in told.message


SCENARIO: dict[str, Any] = {
    "id": "b-s", "kind": "scenario", "skill": "made.side", "level": 3, "coding_date": "2026-06-01",
    "claim": {"type": "professional", "setting": "office", "payer": "commercial"},
    "stem": "Code the visit from the record below.",
    "record": "Type 2 diabetes with kidney disease, stage 4.",
    "answer": {
        "lines": [
            {"id": "d1", "system": "icd10cm", "code": "E11.22", "why": "With.", "cite": ["I.A.15"]},
            {"id": "d2", "system": "icd10cm", "code": "N18.4", "why": "Stage 4.", "cite": ["I.C.4.a"]},
        ],
        "first": ["d1"], "order": [["d1", "d2"]], "proof": ["before E11.22 N18.4", "edit lines none"],
    },
    "foreseen": [
        {"change": {"line": "d1", "code": "E11.9"}, "axis": "link", "why": "With presumes it."},
        {"change": {"remove": "d2"}, "axis": "missing line", "why": "The stage is asked for."},
        {"change": {"add": "I10"}, "axis": "unsupported line", "why": "Nobody says so."},
        {"change": {"first": "d2"}, "axis": "order", "why": "The note puts it second."},
    ],
}  # fmt: skip


def test_a_scenario_is_graded_with_each_foreseen_error(tmp_path: Path) -> None:
    assert [str(one) for one in check_program(_program(tmp_path, SCENARIO)) if one.severity == "error"] == []
    wrong = copy.deepcopy(SCENARIO)
    wrong["foreseen"][2]["axis"] = "poa"
    wrong["foreseen"][3]["axis"] = "missing line"
    said = [one.message for one in check_program(_program(tmp_path, wrong)) if one.rule == "O10"]
    assert [one.split("called wrong on ")[1].split(";")[0] for one in said] == ["'poa'", "'missing line'"]


def test_a_foreseen_error_that_costs_nothing_is_told(tmp_path: Path) -> None:
    wrong = copy.deepcopy(SCENARIO)
    wrong["foreseen"] = [{"change": {"line": "d1", "code": "E11.22"}, "axis": "link", "why": "x"}]
    assert any("grades 100" in one.message for one in check_program(_program(tmp_path, wrong)))


def test_a_key_that_stands_out_in_length_is_told_over_the_whole_bank(tmp_path: Path) -> None:
    items = []
    for number in range(42):
        item = made.text_item(
            f"b-{number}", "made.side", f"Note {number * 7919}: which arm burned, says ward {number * 31}?"
        )
        items.append({**item, "coding_date": "2026-06-01"})
    (told,) = [
        one for one in check_program(_program(tmp_path, *items)) if one.rule == "O2" and one.path == "items"
    ]
    assert "42 of" in told.message or "longest option in" in told.message


def test_what_there_is_is_counted(tmp_path: Path) -> None:
    counted = count(_program(tmp_path, SCENARIO))
    assert counted["lessons"] == 1
    assert counted["skills"] == 3
    assert counted["items"] == {"form": 0, "practice": 8}
    assert counted["scenarios"] == 1
    assert (counted["cards"], counted["pictures"], counted["word_parts"]) == (12, 1, 0)

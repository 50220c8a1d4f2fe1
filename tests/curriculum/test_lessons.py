"""Lessons as files: what a sound one gives, and each bad one told with file, line and way out."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from codeward.curriculum import (
    Check,
    Claims,
    CodeItem,
    LessonError,
    Pretest,
    Program,
    load_lesson,
    load_program,
    read_lesson,
)
from tests.curriculum import made


def told(folder: Path) -> list[LessonError]:
    return list(made.load(folder).errors)


def line_with(text: str, words: str) -> int:
    """The line of a text on which the words stand."""
    return next(n for n, line in enumerate(text.splitlines(), 1) if words in line)


@pytest.fixture
def sound(tmp_path: Path) -> Program:
    return made.load(made.write(tmp_path))


def test_a_sound_lesson_is_read_whole(sound: Program) -> None:
    assert sound.errors == ()
    lesson = sound.lessons["z1"]
    assert [section.slug for section in lesson.sections] == [
        "opening",
        "the-arm",
        "the-depth",
        "both-together",
    ]
    assert list(lesson.items) == ["z1-p1", "z1-p2", "z1-k1", "z1-k4", "z1-k2", "z1-k3", "z1-k5"]
    assert isinstance(lesson.items["z1-k2"], CodeItem)
    assert lesson.of(Pretest)[0].answered == ("The arm", "The depth")
    assert len(lesson.cards) == 12
    assert list(lesson.pictures) == ["arm.svg"]
    assert lesson.skills == ("made.side", "made.depth")


def test_blocks_and_items_know_their_line(sound: Program) -> None:
    lesson = sound.lessons["z1"]
    text = lesson.files["lesson.md"]
    assert lesson.of(Check)[0].line == line_with(text, "id: z1-k1") - 1
    assert lesson.line_of("z1-k3") == line_with(text, "id: z1-k3")
    claim = lesson.of(Claims)[0].claims[1]
    assert claim.line == line_with(text, "- title:")
    assert lesson.line_of("z1-k") == 0


def test_what_is_not_written_is_planned_and_the_path_is_that_of_the_modules(sound: Program) -> None:
    assert list(sound.planned) == ["z2"]
    assert sound.path == ("z1", "z2")
    assert sound.needs_of("z2") == ("z1",)
    assert sound.title_of("z2") == "Not written yet"
    module = sound.module_of("z2")
    assert module is not None
    assert module.id == "one"
    assert [skill.id for skill in sound.skills_of("z1")] == ["made.side", "made.depth"]


def test_a_version_is_a_digest_of_what_is_taught_and_not_of_the_settlement(tmp_path: Path) -> None:
    before = made.load(made.write(tmp_path)).lessons["z1"].version
    made.write(tmp_path, lessons__z1__settlement_md="x")
    (tmp_path / "lessons/z1/settlement.md").write_text("# Settlement\n")
    assert made.load(tmp_path).lessons["z1"].version == before
    (tmp_path / "lessons/z1/arm.svg").write_text(made.PICTURE.replace("#111", "#222"))
    assert made.load(tmp_path).lessons["z1"].version != before


def test_a_lesson_is_built_again_from_the_files_that_an_attempt_pinned(sound: Program) -> None:
    lesson = sound.lessons["z1"]
    again = read_lesson(lesson.files, lesson.folder)
    assert (again.version, again.sections, again.cards) == (lesson.version, lesson.sections, lesson.cards)


def test_an_item_has_a_version_of_its_own(tmp_path: Path) -> None:
    before = made.load(made.write(tmp_path)).items
    other = made.item("z1-k1", "made.side")
    other["options"][0]["why"] = "Because *right* and *second degree* stand there."
    after = made.load(made.write(tmp_path, made.lesson_text(check1=other))).items
    assert before["z1-k1"].version != after["z1-k1"].version
    assert before["z1-k2"].version == after["z1-k2"].version


def changed(**more: Any) -> str:
    return made.lesson_text(**more)


BAD = {
    "an unknown block": (lambda: changed(prose="```poll\nask: x\n```"), "```poll", "the block 'poll' is not known"),
    "an unknown field": (
        lambda: changed(trap={**made.blocks()["trap"], "colour": "red"}),
        "colour:",
        '"colour" is not known',
    ),
    "a field that is missing": (
        lambda: changed(trap={k: v for k, v in made.blocks()["trap"].items() if k != "right"}),
        "name: Both arms",
        '"right" is missing',
    ),
    "HTML in the text": (lambda: changed(prose="A <b>bold</b> word."), "<b>bold", "HTML in the text"),
    "a script in the text": (lambda: changed(prose="<script>x()</script>"), "<script>", "HTML in the text"),
    "a code outside its mark": (
        lambda: changed(prose="The code is T22.211A here."),
        "The code is T22",
        "the code T22.211A stands outside its mark",
    ),
    "a mark without a code": (lambda: changed(prose="See [[forearm]]."), "[[forearm]]", "is no code"),
    "a mark that does not end": (lambda: changed(prose="See [[T22.211A]."), "[[T22.211A].", "does not end"),
    "a picture in the text": (lambda: changed(prose="![arm](arm.svg)"), "![arm]", "a picture in the text"),
    "a link that is not https": (lambda: changed(prose="[here](http://a.b)"), "[here]", "no https address"),
    "a title as heading": (lambda: changed(prose="# Title"), "# Title", "a heading of the first rank"),
    "a fence in a list": (
        lambda: changed(prose="- one\n\n  ```trap\n  name: x\n  ```"),
        "  ```trap",
        "a fence inside a list",
    ),
    "YAML that is none": (lambda: changed(drill="{generator: side, level: [1}"), "level: [1}", "not readable as YAML"),
    "a key given twice": (
        lambda: changed(drill="generator: side\ngenerator: side\nlevel: 1"),
        "generator: side\ngenerator",
        "given twice",
    ),
    "an alias": (lambda: changed(drill="generator: &a side\ntopic: *a\nlevel: 1"), "&a side", "an anchor or an alias"),
    "a number out of bounds": (
        lambda: changed(drill={"generator": "side", "level": 9}),
        "level: 9",
        "less than or equal to 3",
    ),
    "an example whose path ends elsewhere": (
        lambda: changed(example={**made.blocks()["example"], "path": ["Burn", "T22.212A"]}),
        "quote: R forearm",
        "the path ends in",
    ),
    "two right answers": (
        lambda: changed(check4=_two_right()),
        "id: z1-k4",
        "1 option is right, not 2",
    ),
    "a picture that is not there": (
        lambda: changed(picture={**made.blocks()["picture"], "file": "leg.svg"}),
        "```picture",
        "there is no picture leg.svg",
    ),
    "a heading that answers nothing": (
        lambda: changed(pretest={**made.blocks()["pretest"], "answered": ["The leg"]}),
        "```pretest",
        "which is no heading",
    ),
    "a card that is not there": (lambda: changed(cards=["z1-c99"]), "```cards", "there is no card z1-c99"),
    "a skill that is none": (
        lambda: changed(check1=made.item("z1-k1", "made.nose")),
        "id: z1-k1",
        "made.nose is no skill",
    ),
    "a date out of bounds": (lambda: changed(head={"coding_date": "1999-01-01"}), "coding_date:", "should be greater"),
    "a coding date that is none": (lambda: changed(head={"coding_date": "soon"}), "coding_date:", "valid date"),
    "an objective of another lesson": (
        lambda: changed(head={"objectives": [{"id": "y9.1", "can": "x", "skill": "made.side"}]}),
        "---",
        "not called after the lesson",
    ),
    "no head": (lambda: changed().removeprefix("---\n"), "schema: 1", "the head is missing"),
}  # fmt: skip


def _two_right() -> dict[str, Any]:
    item = made.text_item("z1-k4", "made.side", made.STEMS[2])
    item["options"][1] = {**copy.deepcopy(item["options"][0]), "text": "Ask twice"}
    return item


@pytest.mark.parametrize("name", BAD)
def test_a_bad_lesson_is_told_with_file_line_and_way_out(name: str, tmp_path: Path) -> None:
    make, words, said = BAD[name]
    text = make()
    errors = told(made.write(tmp_path, text))
    assert errors
    assert any(said in str(error) for error in errors), [str(error) for error in errors]
    error = next(error for error in errors if said in str(error))
    assert error.path == "lessons/z1/lesson.md"
    assert abs(error.line - line_with(text, words.splitlines()[0])) <= 1, str(error)
    assert error.way_out
    assert str(error).startswith(f"lessons/z1/lesson.md:{error.line}")


def test_yes_is_a_word_and_no_boolean(tmp_path: Path) -> None:
    item = made.text_item("z1-k4", "made.side", made.STEMS[2])
    text = changed(check4=yaml.safe_dump(item, sort_keys=False).replace("right: true", "right: yes"))
    (error,) = (error for error in told(made.write(tmp_path, text)) if "boolean" in str(error))
    assert error.line == line_with(text, "right: yes")


def test_every_fault_of_a_lesson_is_told_at_once(tmp_path: Path) -> None:
    text = changed(drill={"generator": "side", "level": 9}, chart={"id": "walk-in-cough"}, lookup=None)
    said = [str(error) for error in told(made.write(tmp_path, text))]
    assert len([one for one in said if "lesson.md" in one]) == 2
    with pytest.raises(LessonError) as raised:
        load_lesson(tmp_path / "lessons" / "z1")
    assert len(raised.value.every) == 2


def test_an_absent_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match="holds no lesson"):
        load_lesson(tmp_path)
    made.write(tmp_path)
    (tmp_path / "program.yaml").unlink()
    assert str(told(tmp_path)[0]).startswith("program.yaml: the file is missing")


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"\xff\xfe", "not UTF-8"), (b"x" * 200_001, "larger than")],
)
def test_a_file_that_is_no_text_or_too_large(tmp_path: Path, data: bytes, said: str) -> None:
    made.write(tmp_path)
    (tmp_path / "lessons/z1/lesson.md").write_bytes(data)
    assert any(said in str(error) and error.path == "lessons/z1/lesson.md" for error in told(tmp_path))


def test_two_lessons_of_one_id(tmp_path: Path) -> None:
    made.write(tmp_path / "a")
    made.write(tmp_path / "b")
    found = load_program([tmp_path / "b"], base=tmp_path / "a", strict=False)
    said = [str(error) for error in found.errors]
    assert any(
        "the lesson z1 is there twice: lessons/z1/lesson.md:" in one and one.startswith("b/lessons")
        for one in said
    )
    assert any("the skill made.side is there twice" in one for one in said)


def test_two_items_and_two_cards_of_one_id(tmp_path: Path) -> None:
    cards = made.cards()
    cards["cards"][1]["id"] = "z1-c01"
    text = changed(check4=made.text_item("z1-k1", "made.side", made.STEMS[2]))
    made.write(tmp_path, text)
    (tmp_path / "lessons/z1/cards.yaml").write_text(yaml.safe_dump(cards, sort_keys=False))
    said = [str(error) for error in told(tmp_path)]
    assert any("the item z1-k1 is there twice" in one for one in said)
    assert any("the card z1-c01 is there twice" in one for one in said)


def test_an_item_of_the_bank_may_not_have_a_lessons_id(tmp_path: Path) -> None:
    made.write(tmp_path)
    (tmp_path / "items").mkdir()
    item = {"schema": 1, "use": "form", **made.text_item("z1-k1", "made.side", "Which arm is it?")}
    item["options"].append({"text": "Code both", "why": "No.", "cite": ["I.B.13"], "wrong": {"axis": "side"}})
    (tmp_path / "items" / "one.yaml").write_text(yaml.safe_dump(item, sort_keys=False))
    assert any("the item z1-k1 is there twice: items/one.yaml" in str(error) for error in told(tmp_path))


def test_a_circle_of_needs(tmp_path: Path) -> None:
    errors = told(made.write(tmp_path, changed(head={"needs": ["z2"]})))
    (error,) = (error for error in errors if "circle" in str(error))
    assert "z1 needs z2 needs z1" in str(error) or "z2 needs z1 needs z2" in str(error)
    assert error.path == "lessons/z1/lesson.md"


def test_a_need_that_is_no_lesson(tmp_path: Path) -> None:
    errors = told(made.write(tmp_path, changed(head={"needs": ["y7"]})))
    assert any("needs y7, which is no lesson" in str(error) for error in errors)


def test_a_skill_without_a_lesson_and_one_near_nothing(tmp_path: Path) -> None:
    made.write(tmp_path)
    skills = [*made.SKILLS, {"id": "made.lost", "title": "x", "lesson": "y7", "near": ["made.nothing"]}]
    text = yaml.safe_dump(skills, sort_keys=False)
    (tmp_path / "skills.yaml").write_text(text)
    errors = [error for error in told(tmp_path) if error.path == "skills.yaml"]
    assert [error.line for error in errors] == [line_with(text, "id: made.lost")] * 2
    assert "is of the lesson y7, which is not there" in str(errors[0])
    assert "is near made.nothing, which is no skill" in str(errors[1])


def test_a_lesson_in_the_folder_of_another(tmp_path: Path) -> None:
    made.write(tmp_path)
    (tmp_path / "lessons/z1").rename(tmp_path / "lessons/z2")
    assert any("lies in a folder called z2" in str(error) for error in told(tmp_path))


def test_strict_raises_the_first(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match="poll"):
        load_program(base=made.write(tmp_path, changed(prose="```poll\nx: 1\n```")))


def test_a_record_of_another_lesson_or_with_a_fault_is_told_at_its_file(tmp_path: Path) -> None:
    made.write(tmp_path, lessons__z1__record__key="")
    record = tmp_path / "lessons/z1/record"
    (record / "key").unlink()
    (record / "chart.yaml").write_text("schema: 2\n")
    (record / "key.yaml").write_text("schema: 2\n")
    errors = [error for error in told(tmp_path) if "record" in error.path]
    assert errors
    assert errors[0].path.startswith("lessons/z1/record/")

"""What single generators ask, checked by another way than the one that made the question."""

from __future__ import annotations

import re

import pytest

from codeward.codesets import Shelf
from codeward.edits import excludes1_note
from codeward.index import open_index
from codeward.practice import drills
from codeward.practice.drills.path import heads
from codeward.practice.drills.saying import bare, detail
from codeward.practice.drills.scenes import narrow, person
from codeward.practice.drills.shorthand import explained
from codeward.practice.drills.tables import below, topic_of
from tests.practice.drills.conftest import DAY

SEEDS = range(12)


def key(item: drills.Drill) -> list[str]:
    return [line.code for line in item.right[0].lines or ()]


def test_the_side_of_the_key_is_the_side_of_the_record(shelf: Shelf) -> None:
    for seed in SEEDS:
        item = drills.draw("side", seed, shelf=shelf, level=1)
        title = shelf.title("icd10cm", key(item)[0]).lower()
        said = re.search(r'says "([^"]+)"', item.right[0].why)
        assert said is not None
        side = "right" if re.search(r"(?i)right|\br\b|rt|OD", said[1]) else "left"
        assert side in title


def test_a_seventh_character_stands_in_the_seventh_place(shelf: Shelf) -> None:
    for seed in SEEDS:
        (code,) = key(drills.draw("seventh", seed, shelf=shelf, level=2))
        assert len(code.replace(".", "")) == 7


def test_the_placeholder_is_drilled_where_there_is_one(shelf: Shelf) -> None:
    for seed in SEEDS:
        item = drills.draw("seventh", seed, shelf=shelf, skill="dx.placeholder")
        assert "X" in key(item)[0]


def test_a_sequela_is_drilled_as_one(shelf: Shelf) -> None:
    for seed in SEEDS:
        assert key(drills.draw("seventh", seed, shelf=shelf, skill="dx.sequela"))[0].endswith("S")


def test_pairs_that_may_stand_have_no_excludes1_note_and_the_others_have(shelf: Shelf) -> None:
    book = shelf.book("icd10cm")
    seen = 0
    for seed in range(40):
        item = drills.draw("excludes", seed, shelf=shelf, level=2)
        for option in item.options:
            if option.lines:
                a, b = (line.code for line in option.lines)
                barred = bool(excludes1_note(a, b, book) or excludes1_note(b, a, book))
                assert barred != option.right
                seen += 1
    assert seen > 20


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cell_of_the_neoplasm_table_stands_in_its_column(seed: int, shelf: Shelf) -> None:
    item = drills.draw("neoplasm", seed, shelf=shelf, skill="dx.neoplasm_table")
    (code,) = key(item)
    rows = [entry.table or {} for entry in open_index(DAY).leading_to(code, "neoplasm")]
    rows += [entry.table or {} for entry in open_index(DAY).leading_to(code[:-1], "neoplasm")]
    column = re.search(r"the column (.+)\.$", item.right[0].why)
    assert column is not None
    name = column[1].replace(" ", "_")
    assert any((row.get(name) or "").rstrip("-.") in (code, code[:-1], code[:-2]) for row in rows) or not rows


def test_a_poisoning_comes_first_and_the_drug_of_an_adverse_effect_does_not(shelf: Shelf) -> None:
    for seed in range(30):
        item = drills.draw("drugs", seed, shelf=shelf, skill="dx.poisoning")
        codes = key(item)
        drug = next(code for code in codes if code[0] == "T")
        assert (codes[0] == drug) == (drug[-2] in "1234")


def test_hypertension_with_heart_failure_is_one_combination_until_the_record_parts_them(shelf: Shelf) -> None:
    found = set()
    for seed in range(60):
        item = drills.draw("with", seed, shelf=shelf, skill="dx.hypertension", level=2)
        codes = key(item)
        if any(code.startswith("I50") for code in codes):
            parted = bool(re.search(r"unrelated|not related|another cause|cause is not", item.stem))
            found.add(parted)
            assert (codes[0] == "I10") == parted or ("I10" in codes) == parted
    assert found == {True, False}


def test_what_the_record_does_not_say_is_never_the_key_of_the_fullest_code(shelf: Shelf) -> None:
    for seed in SEEDS:
        item = drills.draw("specific", seed, shelf=shelf, level=1)
        assert "unspecified" not in shelf.title("icd10cm", key(item)[0]).lower()


def test_words_are_bare_of_what_only_sorts_codes() -> None:
    assert bare("Other [x] disorders (acute), NEC (E11.-)") == "Other disorders"
    assert bare("toe(s) injury, not elsewhere classified") == "toe injury"


def test_a_detail_is_the_part_that_the_other_title_leaves_out() -> None:
    assert (
        detail("Type 2 diabetes mellitus with foot ulcer", "Type 2 diabetes mellitus with skin complications")
        == "foot ulcer"
    )
    assert detail("Paratyphoid fever B", "Paratyphoid fever A") == "B"
    assert detail("Cough", "Cough") == ""


def test_a_topic_is_codes_and_ranges(shelf: Shelf) -> None:
    topic = topic_of("e11.2, S50-S52, C7A", shelf.book("icd10cm").file)
    inside, outside = (
        ["E11.21", "E11.22", "S50.01XA", "S52.501A", "C7A.010"],
        ["E11.9", "S53.0", "C79.1", "E1"],
    )
    assert all(topic.holds(code) for code in inside)
    assert not any(topic.holds(code) for code in outside)


def test_what_lies_below_a_code_is_what_the_book_has_there(shelf: Shelf) -> None:
    book = shelf.book("icd10cm")

    def walked(code: str) -> list[str]:
        concept = book[code]
        found = [concept.code] if concept.billable else []
        return found + [leaf for child in concept.children if len(child) < 8 for leaf in walked(child)]

    for code in ("E11", "M17.1", "I10", "C50", "S52"):
        assert [leaf.code for leaf in below(book.file, code)] == walked(code)


def test_nobody_is_a_pregnant_man(shelf: Shelf) -> None:
    file = shelf.book("icd10cm").file
    assert person(file, "O24.410").sexes == ("female",)
    assert person(file, "N40.1").sexes == ("male",)
    assert narrow([person(file, "O24.410"), person(file, "N40.1")]) is None
    assert person(file, "P07.30").ages == (0, 0)


def test_no_brother_has_what_only_women_can_have() -> None:
    from codeward.practice.drills.mentions import _data, _sayings

    data = _data()
    family = next(way for way in data.ways if way.answer == "family")
    limited = {one.x: one for one in data.conditions if one.of}
    assert {one.of for one in limited.values()} == {"women", "men"}
    for one in limited.values():
        said = " ".join(_sayings(family, one)).lower()
        assert said
        for kin in ("brother", "father", "uncle") if one.of == "women" else ("sister", "mother", "aunt"):
            assert not re.search(rf"\b{kin}\b", said), (one.x, said)


def paths(**asked: object) -> list[drills.Drill]:
    shelf = Shelf.on(DAY)
    return [drills.draw("path", seed, shelf=shelf, typed=False, **asked) for seed in range(30)]  # type: ignore[arg-type]


@pytest.mark.parametrize("topic", ["H60-H95", "G50-G59, M60-M79", "J00-J39"])
def test_the_right_way_never_begins_with_a_part_of_the_body_a_side_or_an_adjective(topic: str) -> None:
    parts = r"ear|eye|eyelid|finger|toe|hand|foot|joint|thumb|chest|nose|neck|throat|lung|sinus|septum|body|tissue"
    kinds = r"right|left|unilateral|bilateral|acute|chronic"
    for item in paths(topic=topic, level=1):
        head = (item.right[0].shown).split(" > ")[0].lower()
        assert head in {one.lower() for one in heads("index")}
        assert not re.fullmatch(rf"{parts}|{kinds}", head)


def test_the_shape_of_a_way_does_not_give_the_right_one_away() -> None:
    drawn = paths(level=2) + paths(topic="H60-H95, M00-M79", level=1)
    same_head = same_length = 0
    for item in drawn:
        right = item.right[0].shown.split(" > ")
        others = [option.shown.split(" > ") for option in item.options if not option.right]
        same_head += any(one[0] == right[0] and len(one) >= len(right) for one in others)
        same_length += max(map(len, others)) >= len(right)
    assert same_head > len(drawn) / 2
    assert same_length > len(drawn) * 0.9


def test_level_1_writes_words_out_and_level_2_explains_its_short_forms(shelf: Shelf) -> None:
    for seed in range(40):
        plain = drills.draw("specific", seed, shelf=shelf, level=1).stem.split(" (")[0]
        assert not re.search(r"(?<!\w)(?:w/o?|d/t|2/2|fx|bilat)(?!\w)", plain)
        for short in ("w/o", "d/t", "2/2", "fx", "bilat", "rt", "lt", "Dx"):
            stem = drills.draw("specific", seed, shelf=shelf, level=2).stem
            if re.search(rf"(?<![\w/]){re.escape(short)}(?![\w/])", stem.rpartition(" (")[0]):
                assert f"{short}: " in stem


def test_short_forms_are_explained_as_the_record_means_them() -> None:
    assert explained("Pain d/t a fx, R.") == "Pain d/t a fx, R. (R: right; fx: fracture; d/t: due to.)"
    assert explained("Seen by R. Castellano MD in room 3.") == "Seen by R. Castellano MD in room 3."
    assert (
        explained("Seen by L. Marchetti PA-C.") == "Seen by L. Marchetti PA-C. (PA-C: physician assistant.)"
    )


def test_level_3_and_the_drill_on_short_forms_leave_them_to_the_learner(shelf: Shelf) -> None:
    hard = [drills.draw("path", seed, shelf=shelf, level=3).stem for seed in range(20)]
    short = [drills.draw("abbr", seed, shelf=shelf, level=1).stem for seed in range(20)]
    assert not [stem for stem in hard + short if re.search(r"\((?:[\w/-]+: [a-z ,]+(?:; )?)+\.\)$", stem)]

"""`codeward drill`: drills as JSON, asked in the terminal, and what cannot be drilled."""

from __future__ import annotations

import re

from tests.cli.conftest import Run, validator

ON = ("--on", "2026-06-01")


def test_drills_as_json_fit_their_schema_and_are_the_same_for_a_seed(run: Run) -> None:
    asked = ("drill", "dx.side", "--seed", "3", "-n", "3", "--json", *ON)
    first, again = run(*asked), run(*asked)
    assert first.code == 0, first.err
    assert first.out == again.out
    shape = first.json
    assert list(validator("drill").iter_errors(shape)) == []
    assert [row["seed"] for row in shape["drills"]] == [3, 4, 5]
    assert {row["item"]["skill"] for row in shape["drills"]} == {"dx.side"}


def test_a_choice_is_answered_by_letter_and_told_right_or_wrong(run: Run) -> None:
    done = run("drill", "dx.side", "--seed", "1", "-n", "4", "--chosen", *ON, stdin="a\nb\nc\nA\n")
    assert done.code == 0, done.err
    told = re.findall(r"^  (right|no): ", done.out, re.MULTILINE)
    assert len(told) == 4
    assert f"{told.count('right')} of 4 right" in done.err
    assert "I.B.13" in done.out


def test_typed_codes_are_read_as_people_type_them(run: Run) -> None:
    one = run("drill", "dx.side", "--seed", "5", "-n", "1", "--typed", "--topic", "M17", "--json", *ON).json
    right = next(option for option in one["drills"][0]["item"]["options"] if option["right"])
    typed = " ".join(line["code"].lower().replace(".", "") for line in right["lines"])
    done = run(
        "drill", "dx.side", "--seed", "5", "-n", "1", "--typed", "--topic", "M17", *ON, stdin=f"{typed}\n"
    )
    assert "right: " in done.out
    assert "1 of 1 right" in done.err


def test_an_empty_line_passes_and_the_end_of_input_stops(run: Run) -> None:
    done = run("drill", "dx.side", "--seed", "1", "-n", "9", *ON, stdin="\n")
    assert "passed: not answered" in done.out
    assert "0 of 1 right" in done.err


def test_a_letter_that_no_option_has_is_wrong(run: Run) -> None:
    done = run("drill", "dx.excludes1", "--seed", "1", "-n", "1", *ON, stdin="z\n")
    assert "no: no foreseen answer" in done.out


def test_the_list_names_skills_that_can_be_drilled(run: Run) -> None:
    rows = run("drill", "--list", "--json").json
    assert {"skill", "title", "generators"} == set(rows[0])
    assert "dx.side" in {row["skill"] for row in rows}
    assert "dx.side" in run("drill", "--list").out


def test_an_unknown_skill_names_the_nearest(run: Run) -> None:
    done = run("drill", "dx.sied")
    assert done.code == 2
    assert done.err.startswith('codeward: There is no skill "dx.sied". Nearest: dx.side')


def test_a_skill_without_a_generator_sends_to_its_lesson(run: Run) -> None:
    done = run("drill", "dx.acute")
    assert done.code == 2
    assert "has no drill. Read the lesson d4" in done.err


def test_a_planned_generator_says_so(run: Run) -> None:
    done = run("drill", "pcs.root.out")
    assert done.code == 2
    assert "planned, not yet written" in done.err


def test_no_skill_and_a_topic_that_is_none_are_refused(run: Run) -> None:
    assert "No skill is named" in run("drill").err
    done = run("drill", "dx.side", "--topic", "nowhere", "--json", *ON)
    assert done.code == 2
    assert "is no topic" in done.err
    assert done.out == ""


def test_too_many_drills_are_refused(run: Run) -> None:
    assert run("drill", "dx.side", "-n", "100000").code == 2

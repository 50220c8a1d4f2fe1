"""Parts that ask, and those of the exam room: every state in words, the fields they send, each word translatable."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from codeward.web.ui.api import (
    Cell,
    Choice,
    Cite,
    Compare,
    Day,
    DayState,
    Example,
    Figure,
    Flashcard,
    Gloss,
    Grid,
    Hints,
    Label,
    Match,
    NodeState,
    Option,
    Pair,
    PathNode,
    Rating,
    Recall,
    Review,
    Stat,
    Timer,
    TypedCode,
    Verdict,
)
from tests.web.conftest import pseudo
from tests.web.pseudo import untranslated
from tests.web.ui.parts import EVIL, render, words

TYPED = TypedCode("q7", "Which code?", shape="Three to seven characters.", give_up=True)
WRONG = replace(
    TYPED,
    value=f'"{EVIL}',
    verdict=Verdict.WRONG,
    headline="the stage",
    why="Nobody saw.",
    cites=(Cite("I.C.12"),),
)


def test_an_open_question_has_a_label_its_format_and_one_button() -> None:
    html = render("{% typed_code asked %}", asked=TYPED)
    assert re.search(r'<label[^>]*for="ask-q7">Which code\?', html)
    assert 'aria-describedby="ask-q7-shape"' in html
    assert re.findall(r'<button[^>]*value="(\w+)"', html) == ["check"]
    assert "aria-invalid" not in html


def test_a_wrong_code_stays_in_the_open_field_with_its_reason() -> None:
    html = render("{% typed_code asked %}", asked=WRONG)
    assert 'value="&quot;&lt;script&gt;' in html
    assert 'aria-describedby="ask-q7-shape ask-q7-why"' in html
    assert 'aria-invalid="true"' in html
    assert "readonly" not in html
    assert re.findall(r'<button[^>]*value="(\w+)"', html) == ["check", "show"]
    assert "Not this one: the stage Nobody saw. I.C.12" in words(html)


def test_a_right_code_ends_the_question() -> None:
    html = render("{% typed_code asked %}", asked=replace(WRONG, value="E11.22", verdict=Verdict.RIGHT))
    assert "<button" not in html
    assert "readonly" in html
    assert "Right" in words(html)


def test_an_exam_asks_without_a_button() -> None:
    assert "<button" not in render("{% typed_code asked %}", asked=replace(TYPED, exam=True))


def test_the_answer_is_on_the_page_once_it_may_be_seen() -> None:
    html = render(
        "{% typed_code asked %}", asked=replace(WRONG, answer="L89.620", answer_title="Pressure ulcer")
    )
    assert "The code L89.620 Pressure ulcer" in words(html)
    assert 'value="show"' not in html


LEG = (Option("a", "L03.115", "right"), Option("b", "L03.116", f"left {EVIL}"), Option("c", "L03.90"))
CHOICE = Choice("q8", "Which leg?", LEG)


def test_an_open_choice_is_one_group_with_a_legend_and_nothing_of_the_answer() -> None:
    html = render("{% choice asked %}", asked=CHOICE)
    assert '<legend class="ask-stem" translate="no">Which leg?</legend>' in html
    assert re.findall(r'type="radio" name="q8" value="(\w)"', html) == ["a", "b", "c"]
    assert "checked" not in html
    assert "ask-why" not in html
    assert EVIL not in html


def test_a_wrong_choice_has_its_reason_and_all_options_stay_open() -> None:
    mine = replace(LEG[0], chosen=True, verdict=Verdict.WRONG, headline="the side", why="The note says left.")
    asked = replace(CHOICE, options=(mine, *LEG[1:]), verdict=Verdict.WRONG, reasons=True)
    html = render("{% choice asked %}", asked=asked)
    first, *others = html.split('<li class="option')[1:]
    assert 'checked aria-describedby="ask-q8-why-1"' in first
    assert 'id="ask-q8-why-1" data-verdict' in first
    assert "Not this one: the side The note says left." in words(first)
    assert "disabled" not in html
    assert not any("ask-why" in one.split("</ul>")[0] for one in others)
    assert re.findall(r'name="act" value="(\w+)"', html) == ["check", "reasons"]


def test_a_right_choice_takes_no_more_answers() -> None:
    mine = replace(LEG[1], chosen=True, verdict=Verdict.RIGHT, why="Left.")
    html = render("{% choice asked %}", asked=replace(CHOICE, options=(LEG[0], mine), verdict=Verdict.RIGHT))
    assert "<fieldset disabled>" in html
    assert 'value="check"' not in html


def test_a_reason_of_an_option_not_chosen_is_not_told_as_ones_own() -> None:
    other = replace(LEG[1], verdict=Verdict.RIGHT, why="Left.")
    html = render("{% choice asked %}", asked=replace(CHOICE, options=(LEG[0], other), verdict=Verdict.WRONG))
    assert "The right one" in words(html)
    assert "data-verdict" not in html


def test_letters_are_for_the_eye_and_striking_is_a_field_of_its_own() -> None:
    options = (replace(LEG[0], struck=True), LEG[1])
    html = render(
        "{% choice asked %}", asked=replace(CHOICE, options=options, letters=True, strike=True, exam=True)
    )
    assert [html.count(f'aria-hidden="true">{letter}<') for letter in "ABC"] == [1, 1, 0]
    assert re.findall(r'name="q8-struck" value="(\w)"( checked)?', html) == [("a", " checked"), ("b", "")]
    assert "Strike out L03.115 right" in words(html)
    assert "<button" not in html


def test_a_pick_list_takes_several() -> None:
    html = render("{% choice asked %}", asked=replace(CHOICE, many=True))
    assert html.count('type="checkbox"') == 3
    assert "Choose every code that fits" in html


@pytest.mark.parametrize(("shown", "button"), [(0, "1"), (1, "2"), (2, None)])
def test_hints_are_counted_and_the_button_asks_for_the_next(shown: int, button: str | None) -> None:
    html = render("{% hints given %}", given=Hints(("Look <here>", "Then there")[:shown], 2))
    assert re.findall(r'name="hint" value="(\d)"', html) == ([button] if button else [])
    assert words(html).count(" of 2") == shown
    assert "<here>" not in html


def test_no_hints_show_nothing() -> None:
    assert words(render("{% hints given %}", given=Hints((), 0))) == ""


CARD = Flashcard("c1", "nephr/o", f"kidney {EVIL}", (Rating(1, "Again", "in 10 min"), Rating(3, "Good")))


def test_a_card_is_turned_without_script_and_sends_its_rating() -> None:
    html = render("{% flashcard card %}", card=CARD)
    assert html.index("nephr/o") < html.index("<details") < html.index("kidney")
    assert "<details open" not in html.replace(' class="flash-turn"', "")
    assert re.findall(r'name="rating" value="(\d)" aria-keyshortcuts="(\d)"', html) == [
        ("1", "1"),
        ("3", "3"),
    ]
    assert EVIL not in html
    turned = render("{% flashcard card %}", card=replace(CARD, turned=True, focus=True))
    assert ("open>" in turned, "autofocus" in turned) == (True, True)


def test_time_left_is_told_to_people_and_machines() -> None:
    html = render("{% timer left %}", left=Timer(3 * 3600 + 61))
    assert '<time class="timer-time" role="timer" datetime="PT3H1M1S">3:01:01</time>' in html
    assert "0:00:00" in render("{% timer left %}", left=Timer(-5))
    assert "aria-live" not in html
    assert "data-paused" not in html
    assert "data-paused" in render("{% timer left %}", left=Timer(9, paused=True))


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (1501, "25 minutes left."),
        (1800, "30 minutes left."),
        (119, "119 seconds left."),
        (1, "1 second left."),
    ],
)
def test_a_warning_that_is_due_says_what_is_left_now(left: int, told: str) -> None:
    html = render("{% timer_warning left %}", left=Timer(left, warn=1800, warning="6 open."))
    assert f"{told} 6 open." in words(html)
    assert "<template>" not in html


def test_a_warning_to_come_waits_in_a_template() -> None:
    html = render("{% timer_warning left %}", left=Timer(1801, warn=1800))
    assert re.search(r"<template>.*30 minutes left\..*</template>", html, re.S)


GRID = Grid((Cell(1, "#1", answered=True), Cell(2, "#2", flagged=True, here=True), Cell(3, "#3", True, True)))


def test_every_cell_says_what_its_look_says() -> None:
    html = render("{% question_grid grid %}", grid=GRID)
    assert re.findall(r'aria-label="(Question[^"]*)"', html) == [
        "Question 1, answered",
        "Question 2, not answered, flagged",
        "Question 3, answered, flagged",
    ]
    assert re.findall(r'class="cell([^"]*)" href="(#\d)"', html) == [
        (" cell-answered", "#1"),
        (" cell-flagged", "#2"),
        (" cell-answered cell-flagged", "#3"),
    ]
    assert html.count('aria-current="step"') == 1
    assert "Answered 2 Not answered 1 Flagged 2" in words(html)


def test_a_review_names_what_is_open_and_going_back_comes_first() -> None:
    html = render("{% review_summary review %}", review=Review(GRID, "/sitting/2", minutes=1))
    assert words(html).startswith("No answer 1 2 Flagged 2 2 3 Time left 1 minute")
    assert html.index('href="/sitting/2"') < html.index('value="submit"')
    assert "Submit with 1 question unanswered" in html
    done = Review(Grid((Cell(1, "#1", answered=True),)), "/")
    assert "Every question has an answer." in render("{% review_summary review %}", review=done)


def test_a_pick_list_can_be_right_in_part_and_says_so_of_the_whole() -> None:
    asked = replace(CHOICE, many=True, verdict=Verdict.PARTIAL, headline="one of two", why="One is missing.")
    html = render("{% choice asked %}", asked=asked)
    assert "Partly right: one of two One is missing." in words(html)
    assert 'value="check"' in html


@pytest.mark.usefixtures("pseudo_locale")
@pytest.mark.parametrize("verdict", Verdict)
def test_every_word_of_the_parts_can_be_translated(verdict: Verdict) -> None:
    said = pseudo("Words of the app")
    option = Option("a", "L03.115", "right", verdict=verdict, chosen=True, headline="the side", why="Left.")
    parts = {
        "typed_code": replace(
            WRONG, verdict=verdict, answer="L89.620", answer_title="x", note=said, shape=said
        ),
        "choice": replace(
            CHOICE, options=(option,), verdict=verdict, strike=True, letters=True, reasons=True
        ),
        "hints": Hints(("Look here",), 2, cost=said),
        "flashcard": Flashcard("c", "nephr/o", "kidney", (Rating(1, said, said),)),
        "timer": Timer(90),
        "timer_warning": Timer(90, warning=said),
        "question_grid": GRID,
        "review_summary": Review(GRID, "/", 29, said),
        "example": Example("Diabetes", ("with",), "E11.22", "Type 2", "One code.", "Note"),
        "figure": Figure("f1", "Skin", "", "Two layers.", (Label(1, "dermis", "inner"),), ask=True),
        "match": Match(
            "m", "Which?", (Pair("x", "left", verdict=verdict, why="So."),), (("a", "one"),), verdict
        ),
        "compare": Compare("Two", "one", "other", (("words", "a", "b"),), "cue"),
        "recall": Recall("r", "Which?", model="" if verdict is Verdict.OPEN else "These.", note=said),
        "gloss": Gloss("eschar", "Dead tissue", "ES-kar", ("scab",), ("I96",), "/g", "Skin", "/l"),
        "path_node": PathNode(
            "Cough", "/", list(NodeState)[list(Verdict).index(verdict)], 8, 1, 90, "Clinic", said
        ),
        "stat_tile": Stat(said),
    }
    left = {name: untranslated(render(f"{{% {name} part %}}", part=part)) for name, part in parts.items()}
    assert {name: found for name, found in left.items() if found} == {}
    week = [Day(date(2026, 6, 1 + n), state, n) for n, state in enumerate(DayState)]
    body = render(
        "{% stepper steps %}{% week_strip week %}{% callout 'tip' %}{% endcallout %}", steps=[], week=week
    )
    assert (
        untranslated(
            re.sub(r"(Mon|Tues|Wednes|Thurs|Mon|Tue|Wed|Thu)(day)?, ?|June \d|>(Mon|Tue|Wed|Thu)<", "", body)
        )
        == []
    )


def test_the_model_comes_once_something_was_written() -> None:
    asked = Recall("r1", "Which <three>?", note="Nobody grades this.")
    html = render("{% recall asked %}", asked=asked)
    assert re.search(r'<label[^>]*for="ask-r1"[^>]*>Which &lt;three&gt;\?', html)
    assert re.findall(r'name="act" value="(\w+)"', html) == ["check"]
    shown = render("{% recall asked %}", asked=replace(asked, value=EVIL, model="0, 6, 9."))
    assert "Compare it with this 0, 6, 9." in words(shown)
    assert ("<button" in shown, EVIL in shown, "readonly" in shown) == (False, False, True)


def test_a_flag_is_a_checkbox_with_one_name() -> None:
    html = render("{% flag_toggle 'flag' True %}")
    assert 'type="checkbox" name="flag" value="1" checked' in html
    assert words(html) == "Flag"


MATCH = Match(
    "m1", "Which ending?", (Pair("itis", "-itis"), Pair("emia", "-emia")), (("b", "blood"), ("i", EVIL))
)


def test_a_match_asks_each_row_by_its_own_labeled_list() -> None:
    html = render("{% match asked %}", asked=MATCH)
    assert re.findall(r'<select class="input" id="([^"]+)" name="([^"]+)"', html) == [
        ("ask-m1-1", "m1-itis"),
        ("ask-m1-2", "m1-emia"),
    ]
    assert re.search(r'<label for="ask-m1-1"[^>]*>-itis', html)
    assert html.count('<option value="b"') == 2
    assert ("selected" in html, EVIL in html) == (False, False)


def test_a_matched_row_keeps_its_choice_and_has_its_reason() -> None:
    rows = (Pair("itis", "-itis", "b", Verdict.WRONG, "the part", "That is -emia."), MATCH.rows[1])
    html = render("{% match asked %}", asked=replace(MATCH, rows=rows, verdict=Verdict.PARTIAL))
    assert html.count(" selected") == 1
    assert 'aria-describedby="ask-m1-why-1"' in html
    assert "Not this one: the part That is -emia." in words(html)
    assert 'value="check"' in html
    assert "<fieldset disabled>" in render("{% match asked %}", asked=replace(MATCH, verdict=Verdict.RIGHT))

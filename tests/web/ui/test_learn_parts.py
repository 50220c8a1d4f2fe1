"""Parts that say where one is and that tell: every state in words, whatever an app hands over escaped."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils.safestring import mark_safe

from codeward.web.ui import api, learn
from codeward.web.ui.api import (
    Compare,
    Day,
    DayState,
    Example,
    Figure,
    Gloss,
    Label,
    NodeState,
    PathNode,
    Stat,
    StepState,
    Trend,
    steps,
)
from codeward.web.ui.templatetags import ui_learn
from tests.web.ui.parts import EVIL, render, words


def test_steps_know_where_one_is() -> None:
    assert [one.state for one in steps(["a", "b", "c"], 1)] == [
        StepState.DONE,
        StepState.NOW,
        StepState.LATER,
    ]
    assert {one.state for one in steps(["a", "b"], 2)} == {StepState.DONE}
    with pytest.raises(ValueError, match="step 3 of 2"):
        steps(["a", "b"], 3)


def test_a_stepper_says_what_is_done_and_what_is_at_hand() -> None:
    html = render("{% stepper steps 'Guided chart' %}", steps=steps(["Read", "Find", EVIL], 1))
    assert 'aria-label="Guided chart"' in html
    assert "Read , done" in words(html)
    assert html.count('aria-current="step"') == 1
    assert html.index('aria-current="step"') < html.index("Find")
    assert "stepper-many" not in html
    assert EVIL not in html


def test_a_stepper_of_many_steps_says_so_for_the_phone() -> None:
    assert "stepper-many" in render("{% stepper steps %}", steps=steps("abcdef", 0))


@pytest.mark.parametrize("state", NodeState)
def test_every_state_of_a_place_on_a_path_has_its_word(state: NodeState) -> None:
    node = PathNode("Cough & fever", "/charts/x/", state, minutes=8, level=2)
    html = render("{% path_node node 3 %}", node=node)
    assert str(ui_learn.NODE_WORDS[state]) in words(html)
    assert "Cough &amp; fever" in html
    assert ("Level 2" in html, "8 min" in html) == (True, True)
    assert ('href="/charts/x/"' in html) is (state is not NodeState.PLANNED)
    assert len(set(map(str, ui_learn.NODE_WORDS.values()))) == len(NodeState)


def test_a_score_of_zero_is_a_score_and_none_is_none() -> None:
    node = PathNode("Cough", "/x", NodeState.DONE, score=0)
    assert "0 of 100" in render("{% path_node node %}", node=node)
    assert "92.5 of 100" in render("{% path_node node %}", node=replace(node, score=92.5))
    assert "of 100" not in render("{% path_node node %}", node=replace(node, score=None))


def test_a_path_is_a_list_in_its_order() -> None:
    html = render("{% path nodes 'Charts' %}", nodes=[PathNode("First", "/1"), PathNode("Second", "/2")])
    assert html.startswith('<ol class="path" aria-label="Charts">')
    assert html.index("First") < html.index("Second")


def test_a_missing_figure_is_words_and_never_a_zero() -> None:
    html = render("{% stat_tile tile %}", tile=Stat("Chance to pass", note="After your first exam"))
    assert words(html) == "Chance to pass none yet After your first exam"
    assert "none yet" not in render("{% stat_tile tile %}", tile=Stat("Charts", "0"))


def test_a_trend_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="a trend needs its words"):
        Stat("Charts", "3", trend=Trend.UP)
    html = render("{% stats tiles %}", tiles=[Stat("Charts", "3", trend=Trend.UP, change="2 more")])
    assert "2 more" in words(html)


def test_each_day_of_a_week_is_told_with_its_date_and_what_became_of_it() -> None:
    days = [
        Day(date(2026, 6, 1), DayState.DONE, 64),
        Day(date(2026, 6, 2), DayState.MISSED),
        Day(date(2026, 6, 3), DayState.PLANNED, today=True),
        Day(date(2026, 6, 4), DayState.FREE),
    ]
    html = render("{% week_strip days %}", days=days)
    told = words(html)
    assert "Monday, June 1: practiced 64 min" in told
    assert "Tuesday, June 2: planned, not practiced" in told
    assert "Wednesday, June 3: planned today" in told
    assert "Thursday, June 4: free" in told
    assert html.count('aria-current="date"') == 1


def test_a_term_opens_its_meaning_without_script_and_is_described_by_it() -> None:
    html = render(
        "{% gloss entry 'eschars' %}", entry=Gloss("eschar", f"Dead tissue {EVIL}", confused=("scab",))
    )
    shut, opened = re.findall(r'popovertarget="([^"]+)"', html)
    assert shut == opened
    assert f'id="{shut}" popover' in html
    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described
    assert f'id="{described[1]}"' in html
    assert ">eschars</button>" in html
    assert "Not the same as: scab ." in words(html)
    assert EVIL not in html


def test_a_term_may_stand_in_a_paragraph() -> None:
    html = render(
        "<p>{% gloss entry %}</p>", entry=Gloss("eschar", "Dead tissue", "ES-kar", href="/g", codes=("I96",))
    )
    assert set(re.findall(r"<(\w+)", html)) <= {"p", "span", "b", "button", "svg", "path", "a"}


def test_the_same_term_twice_has_two_ids_also_when_one_comes_later(rf: RequestFactory) -> None:
    entry = Gloss("eschar", "Dead tissue")

    def ids(request: Any) -> list[str]:
        html = render("{% gloss entry %}{% gloss entry %}", entry=entry, request=request)
        return re.findall(r' id="(gloss-eschar[^"]*?)" popover', html)

    page, late = ids(rf.get("/lesson")), ids(rf.get("/lesson/part", HTTP_HX_REQUEST="true"))
    assert len({*page, *late}) == 4
    assert page == ids(rf.get("/lesson"))


@pytest.mark.parametrize("kind", ui_learn.CALLOUTS)
def test_a_callout_says_its_kind(kind: str) -> None:
    source = "{% callout kind title %}<p>{{ text }}</p>{% endcallout %}"
    html = render(source, kind=kind, title="A & B", text=EVIL)
    assert str(ui_learn.CALLOUTS[kind][1]) in words(html)
    assert "A &amp; B" in html
    assert '<div class="callout-body"><p>&lt;script&gt;' in html


def test_an_unknown_kind_of_callout_fails_loudly() -> None:
    with pytest.raises(KeyError):
        render("{% callout 'shout' %}x{% endcallout %}")


def test_the_way_of_an_example_ends_in_the_code() -> None:
    shown = Example("Diabetes & CKD", ("Diabetes", "type 2"), "E11.22", "Type 2", "One code.", href="/e11-22")
    html = render("{% example shown %}", shown=shown)
    assert "Diabetes type 2 E11.22 Type 2" in words(html)
    assert html.count("<li") == 3
    assert "Diabetes &amp; CKD" in html


def test_a_definition_is_a_term_and_its_meaning() -> None:
    html = render('{% definition "eschar" "ES-kar" %}<p>Dead {{ x }}</p>{% enddefinition %}', x="<tissue>")
    assert '<dt><dfn translate="no">eschar</dfn> <span class="gloss-say">' in html
    assert "Dead &lt;tissue&gt;" in html


DRAWN = mark_safe('<svg><g data-n="1"></g></svg>')
FIGURE = Figure("f1", "Skin", DRAWN, "Two layers.", (Label(1, "dermis", "inner"), Label(2, "fat")))


def test_a_figure_is_told_in_words_and_its_parts_are_listed() -> None:
    html = render("{% figure shown %}", shown=FIGURE)
    assert 'role="img" aria-label="Skin" aria-describedby="f1-long"' in html
    assert 'id="f1-long" translate="no">Two layers.' in html
    assert "Part 1 dermis inner Part 2 fat" in words(html)
    assert html.count("<details") == 1


def test_asked_labels_are_covered_until_asked() -> None:
    html = render("{% figure shown %}", shown=replace(FIGURE, ask=True))
    assert "What is part 1? dermis inner What is part 2? fat" in words(html)
    assert html.count("<details") == 3
    assert "<details open" not in html


def test_a_drawing_that_nobody_vouches_for_is_text() -> None:
    assert EVIL not in render("{% figure shown %}", shown=replace(FIGURE, svg=EVIL))


def test_a_walk_tells_the_body_of_the_steps_so_far_and_marks_the_one_at_hand() -> None:
    html = render(
        "{% walk 'Record' %}{% walk_step 'Read' 'done' %}<p>{{ x }}</p>{% endwalk_step %}"
        "{% walk_step 'Find' 'now' 'here' %}Ask{% endwalk_step %}"
        "{% walk_step 'Add' 'later' %} {% endwalk_step %}{% endwalk %}",
        x="<b>",
    )
    assert html.startswith('<ol class="walk" aria-label="Record">')
    assert words(html) == "Read , done &lt;b&gt; Find Ask Add"
    assert re.findall(r'<h3 class="walk-head"([^>]*)>', html) == [
        "",
        ' id="here" tabindex="-1" aria-current="step"',
        "",
    ]
    assert html.count("walk-body") == 2


def test_a_step_in_no_known_state_fails_loudly() -> None:
    with pytest.raises(ValueError, match="soon"):
        render("{% walk_step 'Read' 'soon' %}{% endwalk_step %}")


@pytest.mark.parametrize("name", sorted(set(ui_learn.__all__) - {"register"}))
def test_every_part_stands_in_the_gallery_and_in_the_reference(name: str) -> None:
    house = Path(__file__).resolve().parents[3]
    gallery = house / "src/codeward/web/pages/templates/pages/design/_learn.html"
    alone = {"path_node": "path", "stat_tile": "stats"}
    assert f"{{% {alone.get(name, name)} " in gallery.read_text(encoding="utf-8")
    assert f"`{name}`" in (house / "docs/reference/learning-parts.md").read_text(encoding="utf-8")


def test_what_a_page_imports_for_its_parts_is_the_face() -> None:
    assert set(learn.__all__) <= set(api.__all__)


def test_a_comparison_names_its_sides_in_every_cell() -> None:
    shown = Compare(
        "Two", "one <side>", "other", (("Words", "a", "b"), ("Day", "c", "d")), cue="What decides: the day."
    )
    html = render("{% compare shown %}", shown=shown)
    assert words(html).startswith("Two What decides: the day. one &lt;side&gt; other Words a b Day c d")
    assert html.count('data-label="one &lt;side&gt;"') == 2

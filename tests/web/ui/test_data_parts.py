"""Tables, pages, menus and tooltips as their tags write them."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from codeward.web.pages.gallery_data import data_samples
from codeward.web.ui import api, drawing
from codeward.web.ui.api import Column, MenuItem, Segment, pages_of, sorted_rows, sorting
from codeward.web.ui.templatetags import ui_data

COLUMNS = (
    Column("name", "Name"),
    Column("due", "Due", "due"),
    Column("score", "Score", "num"),
    Column("owner", "Owner", "owner", sortable=False),
)


def render(source: str, **context: Any) -> str:
    """A template with the tags of the data parts."""
    return Template("{% load ui ui_data %}" + source).render(Context(context))


def test_a_head_sorts_and_the_present_one_turns_the_order_around() -> None:
    order = sorting(COLUMNS, QueryDict("sort=due&q=a%26b&page=3"), "name")
    assert (order.key, order.descending, order.asked) == ("due", False, "due")
    hrefs = [head.href for head in order.heads]
    assert hrefs == ["?sort=name&q=a%26b", "?sort=-due&q=a%26b", "?sort=score&q=a%26b", ""]
    back = sorting(COLUMNS, QueryDict("sort=-due"), "name")
    assert (back.heads[1].order, back.heads[1].href) == ("descending", "?sort=due")


@pytest.mark.parametrize("asked", ["", "owner", "-owner", "--due", "\x00", "due,name", "Name"])
def test_what_is_no_column_is_not_asked(asked: str) -> None:
    query = QueryDict(mutable=True)
    query["sort"] = asked
    assert sorting(COLUMNS, query, "-score").asked == "-score"


def test_one_head_says_that_it_has_the_order_and_shows_it() -> None:
    html = render("{% table_head order %}", order=sorting(COLUMNS, QueryDict("sort=-score"), "name"))
    assert re.findall(r'<th scope="col"([^>]*)>', html) == [
        "",
        ' class="cell-due"',
        ' class="num" aria-sort="descending"',
        ' class="cell-owner"',
    ]
    assert html.count("<a ") == 3
    assert html.count("<svg") == 1


@given(st.lists(st.none() | st.integers(0, 5)), st.booleans())
def test_rows_without_a_value_come_last_and_ties_stay(values: list[int | None], backward: bool) -> None:
    rows = list(enumerate(values))
    order = sorting(COLUMNS, QueryDict("sort=-due" if backward else "sort=due"), "name")
    found = sorted_rows(rows, order, {"due": lambda row: row[1]})
    known = [value for _n, value in found if value is not None]
    assert sorted(found) == rows
    assert known == sorted(known, reverse=backward)
    assert all(value is None for _n, value in found[len(known) :])
    for (a, one), (b, other) in itertools.pairwise(found):
        assert one != other or a < b


@given(st.integers(1, 400), st.data())
def test_pages_lead_to_the_ends_and_to_their_neighbors(of: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, of))
    pages = pages_of(number, of, str)
    linked = [one.number for one in pages.links if one.number is not None]
    assert {1, of, number} <= set(linked)
    assert linked == sorted(set(linked))
    assert len(pages.links) <= 7
    assert [one.number for one in pages.links if one.present] == [number]
    assert pages.previous == (str(number - 1) if number > 1 else "")
    assert pages.next == (str(number + 1) if number < of else "")
    for before, gap, after in zip(pages.links, pages.links[1:], pages.links[2:], strict=False):
        if gap.number is None:
            assert before.number is not None
            assert after.number is not None
            assert after.number - before.number > 2


def test_pages_of_a_list_without_a_paginator_keep_the_address(rf: Any) -> None:
    request = rf.get("/list", {"q": "a&b", "page": "2"})
    html = render("{% pages_here 2 3 %}", request=request)
    assert 'href="?q=a%26b&amp;page=1"' in html
    assert 'href="?q=a%26b&amp;page=3"' in html
    assert '<span aria-current="page">2</span>' in html
    assert "Page 2 of 3" in html


def test_a_segment_says_which_is_chosen_and_how_many_there_are() -> None:
    choices = [Segment("All", "?owner=all", present=True, count=0), Segment("<Mine>", "?owner=mine&x=1")]
    html = render("{% segments 'Owner' choices %}", choices=choices)
    assert html.count('aria-current="true"') == 1
    assert '<span class="seg-count">0</span>' in html
    assert 'href="?owner=mine&amp;x=1">&lt;Mine&gt;</a>' in html


def test_a_state_is_icon_word_and_color_and_only_late_and_today_have_a_color() -> None:
    assert re.search(
        r'class="state state-plain"><svg[^>]*aria-hidden', render("{% state '' 'Waits' 'clock' %}")
    )
    shown = [render("{% due 'Tue, Dec 1' kind %}", kind=kind) for kind in ("over", "today", "", "x")]
    assert [("<svg" in one, "due-" in one) for one in shown] == [
        (True, True),
        (True, True),
        (False, False),
        (False, False),
    ]


def test_an_item_of_a_menu_is_a_link_or_a_form_that_carries_the_token() -> None:
    items = [MenuItem("Open", "/open", present=True), MenuItem("Delete", post="/delete", danger=True)]
    html = render("{% menu 'Actions' items %}", items=items, csrf_token="t0k3n")
    assert re.search(r'<a class="menu-item" href="/open" aria-current="true">', html)
    assert re.search(r'<form method="post" action="/delete">\s*<input type="hidden"[^>]*value="t0k3n"', html)
    assert "<summary" in html
    for href, post in (("", ""), ("/a", "/b")):
        with pytest.raises(ValueError, match="not both"):
            MenuItem("Both or none", href, post)


def test_a_tooltip_describes_its_button_and_an_icon_has_a_name() -> None:
    html = render("{% tooltip 'k' 'billable' 'A claim may carry it.' %}")
    assert 'aria-describedby="tip-k"' in html
    assert re.search(r'role="tooltip" id="tip-k">A claim may carry it\.<', html)
    assert "aria-label" not in html
    assert 'aria-label="What is this?"' in render("{% tooltip 'k' 'What is this?' 'More.' 'info' %}")


@pytest.mark.parametrize(("kind", "count"), [("lines", 3), ("rows", 5), ("card", 1)])
def test_a_skeleton_says_that_something_is_loading(kind: str, count: int) -> None:
    html = render("{% skeleton kind count %}", kind=kind, count=count)
    assert html.count('class="skeleton" aria-hidden="true"') == count
    assert "Loading" in html


def test_the_sample_table_is_sorted_as_its_address_says(rf: Any) -> None:
    names = [
        [one.name for one in data_samples(rf.get("/design", {"sort": sort}))["applicants"]]
        for sort in ("name", "-name", "due", "-due")
    ]
    assert names[0] == names[1][::-1] == sorted(names[0])
    assert names[2][-1] == names[3][-1] == "Brooks, Hannah"


@pytest.mark.parametrize("name", sorted({*ui_data.__all__, "pages_here"} - {"register", "table_behind"}))
def test_every_part_stands_in_the_gallery_and_in_the_reference(name: str) -> None:
    house = Path(__file__).resolve().parents[3]
    gallery = (house / "src/codeward/web/pages/templates/pages/design/_data.html").read_text(encoding="utf-8")
    shown = {"pages_here": 'include "ui/pages.html"'}.get(name, name)
    assert f"{{% {shown} " in gallery
    assert f"`{name}`" in (house / "docs/reference/data-parts.md").read_text(encoding="utf-8")


def test_what_a_page_imports_for_its_drawings_is_the_face() -> None:
    assert set(drawing.__all__) <= set(api.__all__)

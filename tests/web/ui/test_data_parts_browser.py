"""The data parts in a browser: their keys, their cards on a phone, and nothing that axe finds in either theme."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.ui.test_look import contrast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

# The gallery has every family; here only ours is looked at.
OURS = [
    *(
        "points-bar",
        "sortable-table",
        "table-and-card-list-empty",
        "pages-of-a-list",
        "menu",
        "tooltip",
        "accordion",
    ),
    *("rows", "letters", "facts", "find", "bars", "grouped-bars", "line-with-band", "heat-map", "sparkline"),
    *("range-bars", "skeleton"),
]
ALONE = (
    "(ours) => { for (const part of document.querySelectorAll('section.part'))"
    " if (!ours.includes(part.id)) part.remove(); }"
)


@pytest.fixture
def gallery(page: Any) -> Any:
    """The gallery with the data parts alone."""
    page.goto("/design")
    page.evaluate(ALONE, OURS)
    assert page.locator("section.part").count() == len(OURS)
    return page


def focused(page: Any) -> str:
    """The text of what has the focus."""
    return str(page.evaluate("document.activeElement.innerText.trim()"))


def test_a_menu_goes_by_keys_alone(gallery: Any) -> None:
    menu = gallery.locator("#menu .menu").first
    menu.locator("summary").focus()
    gallery.keyboard.press("ArrowDown")
    assert menu.get_attribute("open") is not None
    seen = []
    for key in ("ArrowDown", "ArrowDown", "End", "ArrowDown", "ArrowUp", "Home"):
        gallery.keyboard.press(key)
        seen.append(focused(gallery))
    assert seen == ["Copy as text", "Download as CSV", "Delete", "Open", "Delete", "Open"]
    gallery.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert focused(gallery) == "Actions"
    gallery.keyboard.press("ArrowUp")
    assert focused(gallery) == "Delete"
    gallery.keyboard.press("Tab")
    assert menu.get_attribute("open") is None


def test_a_menu_closes_by_a_click_beside_it_and_stays_in_the_window(gallery: Any) -> None:
    gallery.set_viewport_size({"width": 390, "height": 780})
    small = gallery.locator("#menu .menu").nth(1)
    small.locator("summary").click()
    box = small.locator(".menu-list").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert all(item.bounding_box()["height"] >= 44 for item in small.locator(".menu-item").all())
    gallery.locator("#menu h2").click()
    assert small.get_attribute("open") is None


def test_a_tooltip_is_shown_by_hover_and_focus_stays_under_the_pointer_and_goes_by_escape(
    gallery: Any,
) -> None:
    tip = gallery.locator("#tooltip .tip").first
    said = tip.locator(".tip-said")
    expect(said).to_be_hidden()
    tip.locator(".tip-for").hover()
    expect(said).to_be_visible()
    said.hover()
    expect(said).to_be_visible()
    gallery.keyboard.press("Escape")
    expect(said).to_be_hidden()
    gallery.mouse.move(0, 0)
    tip.locator(".tip-for").focus()
    expect(said).to_be_visible()
    gallery.keyboard.press("Escape")
    expect(said).to_be_hidden()


def test_a_tooltip_at_the_edge_of_a_phone_stays_in_the_window(gallery: Any) -> None:
    gallery.set_viewport_size({"width": 390, "height": 780})
    for tip in gallery.locator("#tooltip .tip").all():
        tip.locator(".tip-for").focus()
        box = tip.locator(".tip-said").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390


def test_a_table_is_sorted_by_its_heads_and_says_so(gallery: Any) -> None:
    gallery.goto("/design")
    for expected in ("ascending", "descending"):
        head = gallery.locator("#sortable-table th", has_text="Applicant")
        head.locator("a").focus()
        gallery.keyboard.press("Enter")
        gallery.wait_for_selector(f"#sortable-table th[aria-sort='{expected}'] >> text=Applicant")
        names = gallery.locator("#sortable-table tbody th").all_inner_texts()
        assert names == sorted(names, reverse=expected == "descending")


def test_on_a_phone_a_row_is_a_card_with_name_and_state_above_due_and_owner(gallery: Any) -> None:
    gallery.set_viewport_size({"width": 390, "height": 780})
    row = gallery.locator("#sortable-table tbody tr").nth(2)
    row.evaluate("row => row.scrollIntoView({ block: 'center' })")
    card = row.bounding_box()
    place = {name: row.locator(f".cell-{name}").bounding_box() for name in ("state", "due", "owner")}
    name = row.locator("th").bounding_box()
    assert name["y"] < place["due"]["y"]
    assert place["state"]["x"] > name["x"]
    assert place["owner"]["x"] + place["owner"]["width"] <= card["x"] + card["width"]
    expect(gallery.locator("#sortable-table .sort").first).to_be_visible()
    # The whole card opens the row; the button in it is its own target.
    gallery.mouse.click(card["x"] + card["width"] / 2, card["y"] + card["height"] - 6)
    gallery.wait_for_function("() => location.hash === '#row-3'")


def test_a_folded_table_holds_what_the_drawing_shows_and_is_printed(gallery: Any) -> None:
    line = gallery.locator("#line-with-band figure").first
    expect(line.locator("table")).to_be_hidden()
    line.locator("summary").click()
    expect(line.locator("table")).to_contain_text("68", use_inner_text=True)
    line.locator("summary").click()
    gallery.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(line.locator("table")).to_be_visible()
    gallery.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(line.locator("table")).to_be_hidden()


def test_it_looks(gallery: Any, axe: Callable[[Any], None], screenshot: Any) -> None:
    # As it opens, axe reads the gallery at both widths and in both themes in test_gallery_browser.py.
    gallery.emulate_media(color_scheme="dark")
    gallery.set_viewport_size({"width": 390, "height": 780})
    gallery.evaluate("for (const one of document.querySelectorAll('details:not(.menu)')) one.open = true")
    axe(gallery)
    screenshot(gallery, "parts-data")


PAINTS = """() => {
  const paint = (one, key) => getComputedStyle(one)[key];
  const surface = paint(document.querySelector('#heat-map .card'), 'backgroundColor');
  const tiles = [...document.querySelectorAll('#heat-map .heat-said')].map(
    (text) => [paint(text, 'fill'), paint(text.previousElementSibling, 'fill')]);
  const edges = [...document.querySelectorAll(
    '#grouped-bars .bar, #points-bar .points-kept, #points-bar .hatch-line, #range-bars .dot')].map(
    (one) => [paint(one, 'fill'), surface]);
  const lines = [...document.querySelectorAll(
    '#line-with-band :is(path.series, .reference, .axis), #bars .whisker, #sparkline .series')].map(
    (one) => [paint(one, 'stroke'), surface]);
  return { tiles, edges: [...edges, ...lines] };
}"""


def channels(paint: str) -> str:
    """A computed color as #rrggbb: Chromium gives rgb(…), and color(srgb …) for a mix."""
    numbers = [float(n) for n in re.findall(r"[\d.]+", paint)][:3]
    if paint.startswith("color("):
        numbers = [255 * n for n in numbers]
    return "#" + "".join(f"{round(n):02x}" for n in numbers)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_numbers_on_tiles_can_be_read_and_what_is_drawn_can_be_seen(gallery: Any, scheme: str) -> None:
    gallery.emulate_media(color_scheme=scheme)
    found = gallery.evaluate(PAINTS)
    text = {contrast(channels(one), channels(other)) for one, other in found["tiles"]}
    drawn = {contrast(channels(one), channels(other)) for one, other in found["edges"]}
    assert len(found["tiles"]) == 20
    assert min(text) >= 4.5
    assert min(drawn) >= 3


def test_on_paper_every_number_can_be_read_also_from_a_dark_screen(gallery: Any) -> None:
    gallery.emulate_media(color_scheme="dark", media="print")
    gallery.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    found = gallery.evaluate(PAINTS)
    assert min(contrast(channels(one), channels(other)) for one, other in found["tiles"]) >= 4.5
    wraps = gallery.locator(".behind > .table-wrap").all()
    assert all(one.evaluate("one => one.scrollWidth <= one.clientWidth") for one in wraps)
    assert gallery.locator(".toolbar").first.is_hidden()
    gallery.emulate_media(media="screen")


OVERLAPS = """() => [...document.querySelectorAll('svg:has(> text)')].flatMap((svg) => {
  const boxes = [...svg.querySelectorAll(':scope > text')].map((text) => [text, text.getBoundingClientRect()]);
  return boxes.flatMap(([one, a], n) => boxes.slice(n + 1).filter(([, b]) =>
    a.left < b.right && b.left < a.right && a.top < b.bottom - 2 && b.top < a.bottom - 2)
    .map(([other]) => `${one.textContent} / ${other.textContent}`));
})"""


@pytest.mark.parametrize("width", [390, 1280])
def test_no_text_of_a_drawing_lies_on_another(gallery: Any, width: int) -> None:
    gallery.set_viewport_size({"width": width, "height": 780})
    assert gallery.locator("svg text").count() > 30
    assert gallery.evaluate(OVERLAPS) == []

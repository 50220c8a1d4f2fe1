"""Marking in a browser: by keyboard, by pointer, on a phone; offline, with two tabs, with a dead server."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import expect

from codeward.web.accounts.models import User
from codeward.web.ownbook import book
from codeward.web.ownbook.models import Mark
from tests.web.conftest import SIZES
from tests.web.signed_in import signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PAGE = "/codebook/icd10cm/J20"
NOTE = "COPD with it: J44.0 as well, and the bronchitis"


@pytest.fixture(autouse=True)
def _warm(db: None) -> None:
    """The first page of a process opens books, index and crosswalks: not while a browser waits."""
    Client().get(PAGE)


def open_page(page: Any, url: str = PAGE) -> None:
    page.goto(url)
    page.wait_for_selector("html[data-ob-ready]", state="attached")


def saved(page: Any) -> None:
    page.wait_for_selector("#ob-status[data-state=saved]", state="attached")


def said(page: Any, words: str) -> None:
    page.wait_for_selector(f"#ob-announcer:has-text('{words}')", state="attached")


def button(page: Any, anchor: str) -> Any:
    return page.locator(f'[data-cw-anchor="{anchor}"] .ob-button').first


def note(page: Any, anchor: str, text: str) -> None:
    """Write a margin note, by the button at its place."""
    button(page, anchor).focus()
    page.keyboard.press("Enter")
    page.fill("#ob-note", text)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(f".ob-note:has-text('{text}')")


def on_device(page: Any) -> int:
    return int(
        page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('codeward:ownbook:')).length")
    )


def test_by_keyboard_then_reload_it_is_still_there(page: Any, axe: Any, screenshot: Any) -> None:
    open_page(page)
    page.keyboard.press("m")
    assert page.evaluate("document.activeElement.className") == "ob-button no-print"
    page.keyboard.press("ArrowDown")
    anchor = page.evaluate("document.activeElement.obAnchor")
    assert anchor.startswith("icd10cm/J20#")
    page.keyboard.press("m")
    page.wait_for_selector("#ob-dialog[open]")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    said(page, "Highlighted green")
    assert page.evaluate("document.activeElement.obAnchor") == anchor
    page.keyboard.press("m")
    page.wait_for_selector("#ob-dialog[open]")
    axe(page, "#ob-dialog")
    screenshot(page, "ownbook-dialog", full=False)
    page.fill("#ob-note", NOTE)
    page.keyboard.press("Control+Enter")
    said(page, "Note saved")
    page.keyboard.press("m")
    page.fill("#ob-label", "Bronchitis")
    page.keyboard.press("Enter")
    said(page, "Tab “Bronchitis” added")
    button(page, "icd10cm/J20.1").focus()
    page.keyboard.press("Enter")
    page.click("[data-highlight=pink]")
    note(page, "icd10cm/J20.2", "parainfluenza: J20.4")
    saved(page)
    page.reload()
    page.wait_for_selector(f".ob-margin .ob-note:has-text('{NOTE}')")
    assert page.locator('[data-ob-colour="green"].ob-text').count() >= 1
    assert page.locator(".ob-tabs a").all_inner_texts() == ["Bronchitis"]
    screenshot(page, "ownbook-entry", full=False)
    page.emulate_media(color_scheme="dark")
    axe(page)
    assert {mark.kind for mark in book.marks_of(User.objects.get())} == {"highlight", "note", "tab"}


def test_on_a_phone(page: Any, axe: Any) -> None:
    page.set_viewport_size(SIZES["390"])
    open_page(page)
    note(page, "icd10cm/J20.2", "parainfluenza: J20.4")
    box = page.locator('.cb-line[data-cw-anchor="icd10cm/J20.2"] > .ob-note')
    head = page.locator('.cb-line[data-cw-anchor="icd10cm/J20.2"] > .cb-line-head')
    assert box.bounding_box()["y"] >= head.bounding_box()["y"] + head.bounding_box()["height"]
    button(page, "icd10cm/J20.9").click()
    page.fill("#ob-label", "Unspecified")
    page.click("#ob-dialog [value=pink]")
    page.click("text=Add the tab")
    page.click("#ob-tabs-open")
    page.click("#ob-tabs-sheet a")
    assert page.url.endswith("#c-J20.9")
    axe(page)
    saved(page)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    page.screenshot(path="test-artifacts/ownbook-phone.png")


def test_taken_out_with_undo_and_a_colour_changed(page: Any) -> None:
    open_page(page)
    anchor = "icd10cm/J20.9"
    note(page, anchor, "first")
    page.click(".ob-note >> text=Remove")
    page.wait_for_selector(".ob-note", state="detached")
    page.click(".toasts >> text=Undo")
    page.wait_for_selector(".ob-note:has-text('first')")
    page.click(".ob-note >> text=Edit")
    page.fill("#ob-note", "second")
    page.click("text=Save the note")
    for colour in ("blue", "pink", "pink"):
        button(page, anchor).focus()
        page.keyboard.press("Enter")
        page.click(f"[data-highlight={colour}]")
    saved(page)
    assert [(m.kind, m.text) for m in book.marks_of(User.objects.get())] == [("note", "second")]


def test_offline_and_a_reload_lose_nothing(page: Any, context: Any) -> None:
    context.route("**/own/changes", lambda route: route.abort())
    open_page(page)
    for anchor in ("icd10cm/J20.9", "icd10cm/J20.8", "icd10cm/J20.5"):
        note(page, anchor, f"about {anchor}")
    page.wait_for_selector("#ob-status:has-text('Not sent yet: 3 changes are saved on this device')")
    page.reload()
    page.wait_for_selector(".ob-note:has-text('about icd10cm/J20.5')")
    assert on_device(page) == 3
    assert Mark.objects.count() == 0
    context.unroute("**/own/changes")
    saved(page)
    assert on_device(page) == 0
    assert Mark.objects.count() == 3


def test_an_answer_lost_on_the_way_is_not_counted_twice(page: Any, context: Any) -> None:
    lost = []

    def lose(route: Any) -> None:
        if not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    open_page(page)
    note(page, "icd10cm/J20.8", "before")
    saved(page)
    context.route("**/own/changes", lose)
    note(page, "icd10cm/J20.9", "once")
    saved(page)
    assert lost == [200]
    assert sorted(Mark.objects.values_list("text", flat=True)) == ["before", "once"]


def test_two_tabs_keep_both_wordings(page: Any, context: Any) -> None:
    other = context.new_page()
    open_page(page)
    note(page, "icd10cm/J20.9", "first")
    saved(page)
    open_page(other)
    other.wait_for_selector(".ob-note:has-text('first')")
    context.route("**/own/changes", lambda route: route.abort())
    for tab, text in ((page, "from one tab"), (other, "from the other")):
        tab.bring_to_front()
        tab.evaluate("void (Storage.prototype.setItem = () => { throw new Error('full'); })")
        tab.click(".ob-note >> text=Edit")
        tab.fill("#ob-note", text)
        tab.click("text=Save the note")
    context.unroute("**/own/changes")
    for tab in (page, other):
        saved(tab)
    page.reload()
    page.wait_for_selector(".ob-note:has-text('from one tab')")
    page.wait_for_selector(".ob-note:has-text('from the other')")
    assert sorted(Mark.objects.values_list("text", flat=True)) == ["from one tab", "from the other"]


def test_what_is_refused_can_be_written_again(page: Any, sign_in: Any, alice: User, monkeypatch: Any) -> None:
    sign_in(alice)
    open_page(page)
    monkeypatch.setattr(book, "MAX_MARKS", 0)
    button(page, "icd10cm/J20.9").focus()
    page.keyboard.press("m")
    page.fill("#ob-note", "precious words")
    page.keyboard.press("Control+Enter")
    page.click(".toasts >> text=Write it again")
    assert page.input_value("#ob-note") == "precious words"


def test_marks_of_another_account_wait_for_it(
    page: Any, context: Any, sign_in: Any, alice: User, bob: User
) -> None:
    sign_in(alice)
    open_page(page)
    context.route("**/own/changes", lambda route: route.abort())
    note(page, "icd10cm/J20.9", "hers")
    sign_in(bob)
    context.unroute("**/own/changes")
    open_page(page)
    page.wait_for_selector("#ob-status:has-text('1 change by another person is waiting')")
    expect(page.locator(".ob-note")).to_have_count(0)
    sign_in(alice)
    open_page(page)
    saved(page)
    assert Mark.objects.get().learner == alice


def test_a_term_of_the_index(page: Any) -> None:
    open_page(page, "/codebook/index/B")
    page.locator(".ob-button").nth(3).focus()
    page.keyboard.press("m")
    page.click("[data-highlight=blue]")
    saved(page)
    page.reload()
    page.wait_for_selector(".ob-text[data-ob-colour=blue]")
    mark = Mark.objects.get()
    assert mark.anchor.startswith("icd10cm-index/b")
    assert f"> {page.locator('.ob-text[data-ob-colour=blue]').inner_text()}" in mark.quote


def test_my_book_and_carrying_over(
    page: Any, sign_in: Any, alice: User, axe: Any, screenshot: Any, october: str
) -> None:
    from tests.web.ownbook.conftest import put, send

    client = signed_in(alice)
    send(
        client, put("icd10cm/E11", colour="pink"), put("icd10cm/E11#excludes1-1", colour="green"),
        put("icd10cm/E11#excludes1-1", "note", text="E08 first, then the manifestation.\nSee the guideline I.C.4.a."),
        put("icd10cm/E11.8", "tab", label="split in October"), put("icd10cm/E11.9"), put("icd10cm/I10", "note"),
        put("icd10cm/I10", colour="blue"),
    )  # fmt: skip
    sign_in(alice)
    page.goto("/codebook/own/")
    axe(page)
    screenshot(page, "ownbook-list")
    page.emulate_media(media="print")
    page.screenshot(path="test-artifacts/ownbook-print.png", full_page=True)
    page.emulate_media(media="screen")
    page.click("text=See what changes")
    axe(page)
    screenshot(page, "ownbook-carry")
    page.click("button:text-is('Carry over')")
    page.wait_for_selector("text=5 marks moved.")
    assert len(book.marks_of(alice, release=october)) == 5

"""The guided first chart on a phone: what comes of a step is in sight, without scrolling for it."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


def in_sight(page: Any, what: str) -> None:
    """It has the keyboard and begins within the window; where it fits, it ends there too."""
    page.wait_for_selector(f"{what}:focus")
    box = page.locator(what).bounding_box()
    where = f"{what}: {box}, scrolled to {page.evaluate('scrollY')}"
    assert 0 <= box["y"] < PHONE["height"] - 100, where
    if box["height"] < PHONE["height"]:
        assert box["y"] + box["height"] <= PHONE["height"], where


def in_sight_too(page: Any, what: str) -> None:
    """What a step asks is in sight with its name."""
    box = page.locator(what).bounding_box()
    assert box["y"] >= 0, what
    assert box["y"] + box["height"] <= PHONE["height"], what


def test_what_comes_of_each_step_is_in_sight_on_a_phone(page: Any) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/first-chart/")
    for button, what in (
        ("#guide-hits a[href*='H60.339']", "#now:has-text('Check')"),
        ("button[value=check]", "#said:has-text('not this one')"),
        ("text=Pick another code", "#now:has-text('Find')"),
        ("#guide-hits a[href*='H60.331']", "#now:has-text('Check')"),
        ("button[value=check]", "#said:has-text('correct')"),
        ("button[value=add]", "#now:has-text('Read')"),
        (".guide-choice:has-text('mother')", "#said:has-text('not this one')"),
        (".guide-choice:has-text('Hay fever')", "#said:has-text('Evidence')"),
    ):
        page.click(button)
        in_sight(page, what)
        if button == "button[value=add]":
            in_sight_too(page, ".guide-choices")
    page.fill("#guide-q", "grass pollen")
    for button, what in (
        ("#guide-hits a[href*='J30.1']", "#now:has-text('Check')"),
        ("button[value=check]", "#said:has-text('correct')"),
        ("button[value=add]", "#now:has-text('whole job')"),
        ("text=Do this one again", "#now:has-text('Find')"),
        ("button[value=hide] >> nth=1", "#now:has-text('Find')"),
    ):
        page.click(button)
        in_sight(page, what)

"""The result of a whole claim in a real browser: it reads at both widths and in both themes."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from codeward.web.accounts.models import User
from tests.web.results.claims import OFFICE, STAY, also, handed_in_claim
from tests.web.ui.looking import faults

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
SIZES = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_whole_claim_reads_at_both_widths_and_in_both_themes(
    alice: User,
    sign_in: Callable[[User], None],
    page: Any,
    monkeypatch: pytest.MonkeyPatch,
    size: str,
    theme: str,
) -> None:
    also(monkeypatch, STAY, OFFICE)
    sign_in(alice)
    page.set_viewport_size(SIZES[size])
    page.emulate_media(color_scheme=theme)
    stay = handed_in_claim(alice, STAY, ("p3",), d3={"code": "N17.0", "poa": "Y"}, p2={"code": "0DBA0ZX"})
    sheet = {"problems": "moderate", "data": "limited", "risk": "low", "by": "decision making"}
    office = handed_in_claim(
        alice,
        OFFICE,
        p1={"modifiers": ["RT", "22"], "units": 2},
        p2={"code": "99214", "em": sheet},
        d2={"code": "M75.121"},
    )
    for name, attempt in (("stay", stay), ("office", office)):
        page.goto(f"/attempts/{attempt.public_id}/result")
        page.wait_for_selector("#result.live")
        expect(page.get_by_role("heading", name="What it does")).to_be_visible()
        expect(page.get_by_role("table", name="Details of this line").first).to_be_visible()
        assert faults(page, ".result-lines", phone=size == "phone") == []
        if shots := os.environ.get("CODEWARD_TEST_SHOTS"):
            page.screenshot(path=f"{shots}/{name}-{size}-{theme}.png", full_page=True)

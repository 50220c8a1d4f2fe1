"""The look of a mail, in real Chromium: light and dark, a narrow window and a wide one; nothing is fetched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from codeward.web.accounts.models import User
from codeward.web.mail.letter import read_text
from codeward.web.notices import letters
from codeward.web.notices.kinds import Period, kinds
from codeward.web.notices.models import Notice

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def show(page: Any, html: str, tmp_path: Path) -> list[str]:
    """Open the mail as a mail program would, alone; returns what it asked the network for."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    file = tmp_path / "mail.html"
    file.write_text(html, encoding="utf-8")
    page.goto(file.as_uri())
    return [url for url in asked if not url.startswith("file:")]


def test_a_gathered_mail(page: Any, axe: Any, screenshot: Any, alice: User, tmp_path: Path) -> None:
    notices = [
        Notice(person=alice, kind=kind.name, key="k", context=dict(kind.previews()[0]), url="/charts/")
        for kind in kinds()
        if kind.group.may_be_silent
    ]
    letter, _headers = letters.digest(alice, Period.DAILY, notices)
    assert show(page, letter.html, tmp_path) == []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page)
    screenshot(page, "mail-digest")


def test_a_mail_that_came_as_text(page: Any, axe: Any, screenshot: Any, tmp_path: Path) -> None:
    body = "Somebody gave this address.\n\nhttps://school.example/accounts/confirm-email/MTI:1abc-" + "x" * 60
    assert (
        show(page, read_text("Confirm your address", body + "\n\nIf not, do nothing.").html, tmp_path) == []
    )
    axe(page)
    screenshot(page, "mail-text")

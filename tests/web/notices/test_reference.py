"""The reference has a line for each kind of notice and of mail, and the how-to works as it is written."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.template import engines

from codeward.web.accounts.models import User
from codeward.web.mail.kinds import mail_kinds
from codeward.web.notices import kinds as registry
from codeward.web.notices.api import Notice, words_of
from tests.docs.pages import DOCS, blocks

PAGE = DOCS / "reference" / "notices.md"
HOW_TO = DOCS / "how-to" / "tell-somebody.md"


def lines() -> set[str]:
    """The lines of the page's tables that begin with a name."""
    return {line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")}


def days(span: timedelta) -> str:
    """A whole number of days, or of hours where it is less than one, in words."""
    unit, word = (timedelta(days=1), "day") if span >= timedelta(days=1) else (timedelta(hours=1), "hour")
    assert span % unit == timedelta()
    return f"{span // unit} {word}{'s' if span // unit > 1 else ''}"


def expected() -> set[str]:
    """The lines that the registries ask for."""
    notices = {
        f"| `{one.name}` | {one.label} | {one.group.label} | {one.default.label} "
        f"| {'yes' if one.group.may_be_silent else 'no'} |"
        for one in registry.kinds()
        if not one.name.startswith("tests.")
    }
    return notices | {f"| `{one.name}` | {one.label} | {days(one.lasts)} |" for one in mail_kinds()}


def test_every_kind_has_its_line_and_no_line_is_of_none() -> None:
    assert lines() == expected(), "docs/reference/notices.md"


@pytest.mark.django_db
def test_the_how_to_works_as_it_is_written(alice: User, tmp_path: Path, monkeypatch: Any) -> None:
    engine: Any = engines["django"]
    template = tmp_path / "sessions" / "notices" / "moved.txt"
    template.parent.mkdir(parents=True)
    template.write_text(blocks(HOW_TO, "html")[0][1], encoding="utf-8")
    monkeypatch.setattr(engine.engine, "dirs", [*engine.engine.dirs, str(tmp_path)])
    monkeypatch.setattr(registry, "_kinds", registry._kinds.copy())
    there: dict[str, Any] = {"__name__": "sessions"}
    for _, text in blocks(HOW_TO, "py"):
        exec(compile(text, str(HOW_TO), "exec", dont_inherit=True), there)
    for _ in range(2):
        there["move_session"](alice, "Sepsis, part 2", "Dec. 3, 6 p.m.", 2)
    said = words_of(Notice.objects.get(person=alice))
    assert said.subject == "Sepsis, part 2 is now on Dec. 3, 6 p.m."
    assert str(said.action) == "See the session"

"""The page of acts says every act there is, as it is: whoever adds one adds its line."""

from __future__ import annotations

from pathlib import Path

from django.urls import get_resolver

from codeward.web.audit.acts import Act, Keep, acts, find

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "audit.md"
KEPT = {
    Keep.FLEETING: "90 days",
    Keep.ACCOUNT: "2 years",
    Keep.RECORD: "5 years",
    Keep.MONEY: "7 years",
    Keep.EVER: "for ever",
}


def line(one: Act) -> str:
    """An act's line of the page."""
    kind = f"{one.kind}, failed" if one.failed else str(one.kind)
    return f"| `{one.name}` | {one.label} | {kind} | {KEPT[one.keep]} |"


def test_every_act_has_its_line_and_no_line_is_left_over() -> None:
    said = [row for row in PAGE.read_text(encoding="utf-8").splitlines() if row.startswith("| `")]
    said = [row for row in said if "." in row.split("`")[1]]
    assert get_resolver().url_patterns  # what is registered with the pages is there as well
    right = [line(one) for one in acts() if not one.name.startswith("tests.")]
    assert said == right, "docs/reference/audit.md needs these lines:\n" + "\n".join(right)


def test_acts_are_told_without_who_and_without_a_full_stop() -> None:
    for one in acts():
        label = str(one.label)
        assert label[:1].isupper(), one.name
        assert not label.endswith("."), one.name
        assert len(label) <= 60, one.name


def test_a_name_leads_to_its_act() -> None:
    one = find("accounts.signed_in")
    assert one is not None
    assert str(one.label) == "Signed in"
    assert find("accounts.flown_in") is None

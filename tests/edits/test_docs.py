"""Every finding that a learner may see can be looked up."""

from __future__ import annotations

from pathlib import Path

from codeward.edits import families, rules

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "edits.md"


def test_every_rule_and_family_stands_on_its_page_with_severity_and_citations() -> None:
    listed = {
        line.split("|")[1].strip(): line for line in PAGE.read_text("utf-8").splitlines() if "| CW-" in line
    }
    assert set(listed) == {rule.id for rule in rules()} | {family.id for family in families()}
    assert all(f"| {rule.severity} |" in listed[rule.id] for rule in rules())
    assert all(", ".join(item.citation) in listed[item.id] for item in (*rules(), *families()))

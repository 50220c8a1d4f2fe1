"""What the school talks to is written down: each publisher's host of the catalogue, and no other (ASVS 13.1.1)."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/run-a-school.md").read_text(encoding="utf-8")
CATALOGUE = ROOT / "src/codeward/codesets/install/data"


def test_the_publishers_of_the_catalogue_are_those_of_the_page() -> None:
    texts = [path.read_text(encoding="utf-8") for path in CATALOGUE.rglob("*") if path.is_file()]
    hosts = {host for text in texts for host in re.findall(r"https?://([\w.-]+)", text)}
    section = PAGE.partition("## 8. What it talks to")[2].partition("\n## ")[0]
    assert hosts == set(re.findall(r"`((?:[a-z]+\.)+gov)`", section))
    assert hosts


def test_each_setting_with_an_address_is_there() -> None:
    section = PAGE.partition("## 8. What it talks to")[2].partition("\n## ")[0]
    assert set(re.findall(r"CODEWARD_\w+_URL", section)) == {"CODEWARD_DATABASE_URL", "CODEWARD_SMTP_URL"}

"""The gallery finds its own parts: whoever adds one writes a section and nothing else."""

from __future__ import annotations

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_every_section_is_named_and_stands_in_the_contents(client: Client) -> None:
    page = client.get("/design").content.decode()
    sections = re.findall(r"<section\b[^>]*>\s*<h2>", page)
    contents = re.search(r'<nav class="rail[^>]*>(.*?)</nav>', page, re.S)
    assert contents is not None
    linked = re.findall(r'href="#([a-z0-9-]+)"', contents[1])
    assert len(linked) == len(sections) >= 18
    assert len(set(linked)) == len(linked)
    assert all(f'id="{one}"' in page for one in linked)


def test_no_two_things_of_the_gallery_share_an_id(client: Client) -> None:
    found = re.findall(r'\bid="([^"]+)"', client.get("/design").content.decode())
    assert sorted(one for one in set(found) if found.count(one) > 1) == []

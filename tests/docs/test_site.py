"""The documentation as a whole: it builds, pages are in its navigation, links lead somewhere, nothing is fetched."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from markdown.extensions.toc import slugify

from tests.docs.pages import DOCS, PAGES, ROOT, TOP, headings, links, name

# Where a page may send its reader or name an address: this machine, names made for examples, the publishers.
HOSTS = re.compile(
    r"host|\$host\$request_uri;|…|127\.0\.0\.1|localhost|([\w-]+\.)*example|www\.(cdc|cms)\.gov|hl7\.org|www\.ama-assn\.org|json-schema\.org"
)
_ADDRESS = re.compile(r"\b[a-z][a-z0-9+]*://[^\s`'\"<>)]+")


def in_nav(entry: Any) -> Iterator[str]:
    """Yield the pages of a navigation entry, in order."""
    if isinstance(entry, str):
        yield entry
    for value in entry if isinstance(entry, list) else entry.values() if isinstance(entry, dict) else ():
        yield from in_nav(value)


NAV = list(in_nav(yaml.safe_load((ROOT / "mkdocs.yml").read_text())["nav"]))


def anchors(page: Path) -> set[str]:
    """Return the anchors of the page's headings, as mkdocs makes them."""
    found: set[str] = set()
    for heading in headings(page):
        plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        found.add(slugify(plain, "-"))
    return found


def test_every_page_is_in_the_navigation_once() -> None:
    assert sorted(NAV) == sorted(page.relative_to(DOCS).as_posix() for page in PAGES)


def test_every_page_begins_with_its_only_title() -> None:
    text = {name(page): page.read_text(encoding="utf-8") for page in PAGES}
    assert [page for page, words in text.items() if not words.startswith("# ")] == []


@pytest.mark.parametrize("page", [*TOP, *PAGES], ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    lost = []
    for link in links(page):
        target, _, anchor = link.partition("#")
        if urlsplit(link).scheme:
            continue
        path = (page.parent / target).resolve() if target else page
        outside = DOCS in page.parents and DOCS not in path.parents
        if outside or not path.exists() or (anchor and anchor not in anchors(path)):
            lost.append(link)
    assert lost == []


def test_every_decision_has_a_number_of_its_own_and_is_listed() -> None:
    records = sorted(path.name for path in (DOCS / "decisions").glob("[0-9]*.md"))
    assert records
    assert len({record[:4] for record in records}) == len(records)
    assert [link for link in links(DOCS / "decisions" / "index.md") if link[0].isdigit()] == records
    for record in records:
        title = headings(DOCS / "decisions" / record)[0]
        assert title.startswith(f"{int(record[:4])}. ")


@pytest.mark.parametrize("page", [*TOP, *PAGES, ROOT / "mkdocs.yml"], ids=name)
def test_a_page_names_no_foreign_host_and_no_place_of_a_machine(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    hosts = {urlsplit(address).hostname for address in _ADDRESS.findall(text)}
    assert [host for host in hosts if host and not HOSTS.fullmatch(host)] == []
    places = [str(ROOT) + "/", str(Path.home()) + "/"]
    assert [place for place in places if place in text] == []
    assert re.findall(r"/(?:home|Users|root)/\w+", text) == []


def test_the_locks_name_no_host() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        lines = [line for line in (ROOT / lock).read_text().splitlines() if not line.startswith("#")]
        assert sum("--hash=sha256:" in line for line in lines) > 20
        assert [line for line in lines if "://" in line or "index" in line] == []


def test_it_builds_without_a_warning_and_fetches_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    fetched = re.compile(
        r"""<(?:script|img|iframe)[^>]*\ssrc="(?:https?:)?//|<link[^>]*\shref="(?:https?:)?//"""
    )
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) > len(PAGES)  # the pages, a search page and an error page
    assert [path.name for path in pages if fetched.search(path.read_text(encoding="utf-8"))] == []
    sheets = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.css")]
    assert sheets
    assert [sheet for sheet in sheets if re.search(r"""(?:url\(|@import )["']?(?:https?:)?//""", sheet)] == []

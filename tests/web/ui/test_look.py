"""The tokens keep the contrast of the design brief; dark is the same twice; assets are our own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parents[3] / "src" / "codeward" / "web" / "ui"
STATIC = UI / "static" / "ui"
TOKENS = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
SURFACES = ("canvas", "surface", "sunken")
TEXT = ("ink", "ink2", "ink3", "accent", "right", "partial", "wrong", "info")


def values(start: str) -> dict[str, str]:
    """The colours of the block that begins with `start`."""
    block = TOKENS.split(start, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6})", block))


THEMES = {"light": values(":root {"), "dark": values(':root[data-theme="dark"] {')}


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, WCAG 2.2."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read(theme: str) -> None:
    colours = THEMES[theme]
    pairs = [(text, under) for text in TEXT for under in SURFACES]
    pairs += [("on-accent", "accent"), ("accent", "soft"), ("ink", "soft")]
    pairs += [("ink", f"mark-{kind}") for kind in ("mine", "key", "wrong", "pink")]
    low = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_edges_can_be_seen(theme: str) -> None:
    colours = THEMES[theme]
    low = [under for under in SURFACES if contrast(colours["edge"], colours[under]) < 3]
    assert low == []


def test_dark_by_choice_is_dark_by_device() -> None:
    by_device = values(':root[data-theme="auto"] {')
    assert by_device == THEMES["dark"]
    assert set(by_device) == set(THEMES["light"])


def test_colours_stand_in_the_tokens_alone() -> None:
    web = UI.parent
    found = [
        f"{path.name}: {colour}"
        for path in web.rglob("*.css")
        if path.name != "tokens.css"
        for colour in re.findall(
            r"#[0-9a-fA-F]{3,8}\b", path.read_text(encoding="utf-8").split("@media print")[0]
        )
        if colour.lower() != "#fff"  # the QR code's paper: scanners want it white in the dark too
    ]
    assert found == []


def test_nothing_is_fetched_from_elsewhere() -> None:
    web = UI.parent
    for path in [*web.rglob("*.css"), *web.rglob("*.js"), *web.rglob("*.html")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?:src|href)=[\"']https?:|url\([\"']?https?:|from [\"']https?:", text), path


def test_the_fonts_are_here_with_their_licences() -> None:
    fonts = STATIC / "fonts"
    for name in re.findall(r"fonts/([\w.-]+\.woff2)", TOKENS):
        assert (fonts / name).read_bytes()[:4] == b"wOF2"
    for family in ("source-sans-3", "source-serif-4", "source-code-pro"):
        assert "SIL OPEN FONT LICENSE" in (fonts / f"{family}-OFL.txt").read_text(encoding="utf-8").upper()


def test_the_measures_of_the_brief() -> None:
    for token in (
        "--meta: 400 0.8125rem/1.125rem",
        "--dense: 400 0.875rem/1.25rem",
        "--text: 400 1rem/1.5rem",
    ):
        assert token in TOKENS
    for token in (
        "--record: 400 1.125rem/1.6875rem",
        "--pane: 600 1.375rem/1.75rem",
        "--title: 600 1.75rem/2.125rem",
    ):
        assert token in TOKENS
    assert "--score: 600 2.5rem/2.75rem" in TOKENS
    assert "prefers-reduced-motion" in TOKENS

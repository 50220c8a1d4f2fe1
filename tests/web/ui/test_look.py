"""The tokens keep the contrast of the design brief; dark is the same twice; assets are our own."""

from __future__ import annotations

import itertools
import math
import re
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parents[3] / "src" / "codeward" / "web" / "ui"
STATIC = UI / "static" / "ui"
TOKENS = (STATIC / "css" / "parts" / "tokens.css").read_text(encoding="utf-8")
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


# How people see who lack one kind of cone: Machado, Oliveira and Fernandes 2009, severity 1, on linear light.
EYES = {
    "plain": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def oklab(color: str, eye: str) -> tuple[float, float, float]:
    """Where an `eye` sees `color`: Ottosson's OKLab, in which equal distances look about equal."""
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4
        for p in (int(color[n : n + 2], 16) / 255 for n in (1, 3, 5))
    ]
    r, g, b = (min(1.0, max(0.0, sum(a * c for a, c in zip(row, linear, strict=True)))) for row in EYES[eye])
    cones = (
        0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b,
        0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b,
        0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b,
    )
    x, y, z = (cone ** (1 / 3) for cone in cones)
    return (
        0.2104542553 * x + 0.7936177850 * y - 0.0040720468 * z,
        1.9779984951 * x - 2.4285922050 * y + 0.4505937099 * z,
        0.0259040371 * x + 0.7827717662 * y - 0.8086757660 * z,
    )


def apart(one: str, other: str, eye: str) -> float:
    """How far apart an `eye` sees two colors; 0.02 is about the least that is noticed."""
    return math.dist(oklab(one, eye), oklab(other, eye))


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


@pytest.mark.parametrize("theme", THEMES)
def test_series_of_a_chart_can_be_seen_and_told_apart(theme: str) -> None:
    series = [THEMES[theme][f"series-{n}"] for n in range(1, 7)]
    dim = [one for one in series for under in SURFACES if contrast(one, THEMES[theme][under]) < 3]
    assert dim == []
    near = {(a, b): apart(a, b, "plain") for a, b in itertools.combinations(series, 2)}
    assert {pair: round(far, 3) for pair, far in near.items() if far < 0.1} == {}
    beside = {(a, b, eye): apart(a, b, eye) for a, b in itertools.pairwise(series) for eye in EYES}
    assert {pair: round(far, 3) for pair, far in beside.items() if far < 0.09} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_heat_rises_by_steps_that_are_seen_and_text_on_each_is_read(theme: str) -> None:
    colors = THEMES[theme]
    heat = [colors[f"heat-{n}"] for n in range(1, 7)]
    text = [contrast(colors["ink" if n < 3 else "on-accent"], one) for n, one in enumerate(heat)]
    assert min(text) >= 4.5, text
    steps = [contrast(a, b) for a, b in itertools.pairwise(heat)]
    assert min(steps) >= 1.2, steps
    lights = [luminance(one) for one in heat]
    assert lights in (sorted(lights), sorted(lights, reverse=True))


def test_queries_know_the_breakpoints_of_the_tokens_and_no_others() -> None:
    told = re.search(r"Breakpoints: ([\d, ]+) rem", TOKENS)
    assert told is not None
    known = {float(one) for one in told[1].split(",")}
    used = {
        (path.name, width)
        for path in UI.parent.rglob("*.css")
        for query in re.findall(r"@media[^{]*", path.read_text(encoding="utf-8"))
        for width in re.findall(r"-width: ([\d.]+)rem", query)
    }
    assert {one for one in used if float(one[1]) not in known | {n - 0.01 for n in known}} == set()


def test_what_lies_above_what_is_said_by_a_token() -> None:
    found = [
        f"{path.name}: {line.strip()[:80]}"
        for path in UI.parent.rglob("*.css")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"z-index: (?!var\(--z-)[2-9\d]{1,}", line) and not re.search(r"z-index: 1;", line)
    ]
    assert found == []


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
        "--lead: 400 1.125rem/1.75rem",
        "--section: 600 1.25rem/1.625rem",
        "--lesson: 400 1.1875rem/1.875rem",
        "--s8: 4rem; --s9: 6rem",
        "--pane: 600 1.375rem/1.75rem",
        "--title: 600 1.75rem/2.125rem",
    ):
        assert token in TOKENS
    assert "--score: 600 2.5rem/2.75rem" in TOKENS
    assert "prefers-reduced-motion" in TOKENS

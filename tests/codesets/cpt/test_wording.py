"""The glosses are our own words: no trait of the AMA's descriptors, no copied template, short and plain."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from codeward.codesets.cpt.tables import Contents

KINDS = yaml.safe_load(Path(__file__).with_name("wording.yaml").read_bytes())
RUN = 5
MOST_IN_A_FAMILY = 10


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9.%'–-]+", text.lower())


def top_section(contents: Contents, code: str) -> str:
    """Return the section just below the chapter."""
    path: dict[int, str] = {}
    wanted = contents.glosses[code].section
    for depth, name, _ in contents.sections:
        path[depth] = name
        if name == wanted:
            return path.get(1, name) if depth else name
    raise AssertionError(code)


def forbidden(text: str, code: str = "") -> list[str]:
    """Return the ids of the kinds of wording that *text*, the gloss of *code*, has."""
    return [kind["id"] for kind in KINDS if concerns(kind, code) and has(kind, text)]


def concerns(kind: dict[str, Any], code: str) -> bool:
    ranges = [pair.split("-") for pair in kind.get("codes", ())]
    return not ranges or any(first <= code <= last for first, last in ranges)


def has(kind: dict[str, Any], text: str) -> bool:
    if "fewest_words" in kind:
        return len(words(text)) < int(kind["fewest_words"])
    return re.search(kind["pattern"], text, re.IGNORECASE) is not None


def test_no_gloss_is_written_like_a_descriptor(contents: Contents) -> None:
    glosses = {code: row.gloss for code, row in contents.glosses.items()}
    assert {code: (text, kinds) for code, text in glosses.items() if (kinds := forbidden(text, code))} == {}
    assert {name: kinds for _, name, title in contents.sections if (kinds := forbidden(title))} == {}


@pytest.mark.parametrize(
    ("code", "text", "kind"),
    [
        ("82150", "Amylase", "bare-analyte"), ("83550", "Iron binding capacity", "bare-analyte"),
        ("82310", "Calcium, total", "analyte-with-share"), ("84439", "Thyroxine, free", "analyte-with-share"),
        ("86141", "C-reactive protein, high sensitivity", "bare-analyte"),
        ("97162", "Physical therapy evaluation, middle complexity", "therapy-evaluation"),
        ("96156", "Health behavior assessment", "therapy-evaluation"),
        ("11200", "Removal of skin tags; each additional ten", "descriptor-syntax"),
    ],
)  # fmt: skip
def test_the_list_knows_what_was_once_written(code: str, text: str, kind: str) -> None:
    assert kind in forbidden(text, code)


def test_glosses_are_short_plain_and_different(contents: Contents) -> None:
    glosses = [row.gloss for row in contents.glosses.values()]
    assert len(set(glosses)) == len(glosses)
    assert {
        text for text in glosses if len(text) > 110 or text != text.strip() or text.endswith(".")
    } == set()
    assert {
        text for text in glosses if text.isupper() or not (text[0].isupper() or text[0].isdigit())
    } == set()


def test_no_run_of_five_words_is_shared_beyond_a_section(contents: Contents) -> None:
    """Within a family (sizes of a wound, levels of a visit) our own phrase may come back; elsewhere it may not."""
    runs: dict[str, set[str]] = defaultdict(set)
    for code, row in contents.glosses.items():
        found = words(row.gloss)
        for start in range(len(found) - RUN + 1):
            runs[" ".join(found[start : start + RUN])].add(code)
    shared = {run: codes for run, codes in runs.items() if len(codes) > 1}
    assert {
        run: sorted(c) for run, c in shared.items() if len({top_section(contents, x) for x in c}) > 1
    } == {}
    assert {run: sorted(c) for run, c in shared.items() if len(c) > MOST_IN_A_FAMILY} == {}


def test_the_names_are_names_and_no_sentences(contents: Contents) -> None:
    names = [name for row in contents.glosses.values() for name in row.names]
    assert {name for name in names if len(name.split()) > 4 or forbidden(name)} == set()


def test_former_codes_say_so(contents: Contents) -> None:
    for row in contents.glosses.values():
        assert row.gloss.startswith("Former ") == bool(row.last), row.code

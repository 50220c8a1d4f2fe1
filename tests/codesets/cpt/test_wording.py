"""The glosses are our own words: no trait of the AMA's descriptors, no copied template, short and plain."""

from __future__ import annotations

import re
from collections import defaultdict

from codeward.codesets.cpt.tables import Contents

# How descriptors are written and ordinary people do not speak.
TRAITS = re.compile(
    r";|each additional|list separately|unlisted|separate procedure|with or without|\(eg[,. ]|\be\.g\.|\bie\b|"
    r"\bincluding\b|any method|any approach|not otherwise specified|when performed|initial or subsequent|"
    r"radiological supervision|physician or other qualified|health care professional|\bunilateral\b|\bbilateral\b|"
    r"\bpercutaneous\b|\bexcision\b|\bincision and\b|single or multiple|and/or|per day|"
    r"for the evaluation and management|requires a medically appropriate|medical decision making|which requires",
    re.IGNORECASE,
)
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


def test_no_gloss_is_written_like_a_descriptor(contents: Contents) -> None:
    assert {c: row.gloss for c, row in contents.glosses.items() if TRAITS.search(row.gloss)} == {}
    assert {name: title for _, name, title in contents.sections if TRAITS.search(title)} == {}


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
    assert {name for name in names if len(name.split()) > 4 or TRAITS.search(name)} == set()


def test_former_codes_say_so(contents: Contents) -> None:
    for row in contents.glosses.values():
        assert row.gloss.startswith("Former ") == bool(row.last), row.code

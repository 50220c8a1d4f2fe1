"""What the school says is plain American English: no word that docs/reference/words.md bans, no British spelling, and
no group of reasons above the level of the eighth grade."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from codeward.charts.authorities import authorities
from codeward.practice.plainness import BRITISH
from tests.learners import SOURCE, banned, key_texts, page_texts, rule_texts, said_in
from tests.reading import grade

ROOT = Path(__file__).parents[1]
EVERYWHERE = "Nowhere that a learner reads"
REASONS = "Nowhere in a reason, a rule or a paragraph of an authority"
MOST = 8.9
# Fewer words say nothing certain about how hard a text is.
LEAST = 100

# Where such a word stays: it is somebody else's, or the name of a field that files out there already have.
ALLOWED = {
    "search": re.compile("."),  # what British coders type is found too
    "index/data": re.compile("."),
    "codesets/cpt/data": re.compile("mum|burnt|spectacles", re.IGNORECASE),
    "web/ui/static/ui/fonts": re.compile("."),  # licenses, as their owners wrote them
    "web/ownbook": re.compile("colour", re.IGNORECASE),  # a field of the export
    "crosswalks": re.compile("licence"),  # a field of descriptors
    "docs/reference/crosswalks.md": re.compile("licence"),
    "docs/reference/json.md": re.compile("licence|colour"),
    "calculators/measures.py": re.compile("met"),  # a measure as somebody may write it
    "web/office/books": re.compile("cancelled"),  # a state of rows
    "web/office/templates/office/books": re.compile("cancelled"),
}


@pytest.mark.parametrize("section", [EVERYWHERE, REASONS])
def test_the_page_of_words_says_what_instead(section: str) -> None:
    assert len(banned(section)) >= 20
    assert all(say for say in banned(section).values())


def test_no_page_says_what_we_do_not_say() -> None:
    phrases = banned(EVERYWHERE)
    texts = list(page_texts())
    assert len(texts) > 500
    assert [(where, found, text) for where, text in texts if (found := said_in(text, phrases))] == []


def test_no_reason_and_no_rule_says_what_we_do_not_say() -> None:
    phrases = {**banned(EVERYWHERE), **banned(REASONS)}
    texts = [*key_texts(), *rule_texts()]
    assert len(texts) > 1500
    assert [(where, found, text) for where, text in texts if (found := said_in(text, phrases))] == []


def test_banned_words_are_found() -> None:
    phrases = banned(EVERYWHERE)
    assert said_in("The release is not\n in force today.", phrases)
    assert said_in("Whoever runs the school", phrases)
    assert not said_in("The recommended order", phrases)  # "mend" inside a word


def test_the_reasons_of_each_key_are_easy_to_read() -> None:
    groups: dict[str, list[str]] = defaultdict(list)
    for chart, text in key_texts():
        groups[chart].append(text)
    assert len(groups) >= 40
    levels = {chart: grade(" ".join(texts)) for chart, texts in groups.items()}
    assert {chart: level for chart, level in levels.items() if level[1] >= LEAST and level[0] > MOST} == {}


def test_long_paragraphs_of_authorities_are_easy_to_read() -> None:
    levels = {one.id: grade(one.text) for one in authorities().values()}
    assert {name: level for name, level in levels.items() if level[1] >= LEAST and level[0] > MOST} == {}


def strings(path: Path) -> Iterator[str]:
    """The prose in a module: its docstrings and its strings of several words."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip():
            yield node.value


def shipped() -> Iterator[tuple[str, str]]:
    """Every text of ours, with its place: package, documentation, README."""
    for path in sorted((*SOURCE.rglob("*"), *(ROOT / "docs").rglob("*.md"), ROOT / "README.md")):
        place = path.relative_to(SOURCE if SOURCE in path.parents else ROOT).as_posix()
        if path.suffix in {".html", ".txt", ".yaml", ".md", ".csv"}:
            yield place, path.read_text(encoding="utf-8")
        elif path.suffix == ".py" and "migrations" not in path.parts:
            yield place, "\n".join(strings(path))


def test_spelling_is_american() -> None:
    found = []
    for place, text in shipped():
        allowed = next((stays for start, stays in ALLOWED.items() if place.startswith(start)), None)
        words = {match[0] for match in BRITISH.finditer(text) if not (allowed and allowed.search(match[0]))}
        if words and place != "docs/reference/words.md":
            found.append((place, sorted(words)))
    assert found == []


def test_british_spellings_are_known() -> None:
    british = "anaemia oedema haematuria programme practise colour licence diarrhoea centre litre judgement labelled"
    assert [word for word in british.split() if not BRITISH.search(word)] == []
    american = "anemia edema hematuria program practice color license diarrhea center liter gastroesophageal paralysis"
    assert [word for word in american.split() if BRITISH.search(word)] == []

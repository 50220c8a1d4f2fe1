"""What a learner reads: texts of the school's pages, of keys, rules and authorities, with where each stands."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from codeward.charts import glossary
from codeward.charts.authorities import authorities
from codeward.curriculum import charts_folder

__all__ = ["EDITS", "SOURCE", "banned", "key_texts", "page_texts", "rule_texts", "said_in"]

SOURCE = Path(__file__).parents[1] / "src" / "codeward"
WORDS = Path(__file__).parents[1] / "docs" / "reference" / "words.md"
EDITS = SOURCE / "edits" / "data"
# Rooms of the web whose words only staff, programs or developers read.
STAFF = {"api", "audit", "conf", "fhir", "grants", "jobs", "mail", "office", "serving"}
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "gettext_noop"}
SAID = {
    "reason",
    "summary",
    "first_reason",
    "text",
    "answer",
    "change",
    "words",
    "what",
    "way_out",
    "before",
    "since",
}
_TRANSLATE = re.compile(r"""\{%\s*translate\s+(["'])(.*?)\1""")
_BLOCK = re.compile(r"\{%\s*blocktranslate[^%]*%\}(.*?)\{%\s*endblocktranslate", re.DOTALL)
_INNER = re.compile(r"""_\((["'])(.*?)\1\)""")


@cache
def banned(section: str) -> dict[str, str]:
    """Return each phrase that a section of words.md bans, with what to say."""
    found: dict[str, str] = {}
    at = ""
    for line in WORDS.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            at = line[3:]
        elif line.startswith("| `") and at == section:
            phrases, say, _ = (cell.strip() for cell in line.strip("|").split("|"))
            found.update(dict.fromkeys(re.findall(r"`([^`]+)`", phrases), say))
    return found


def said_in(text: str, phrases: dict[str, str]) -> list[str]:
    """Return what of the phrases a text says, each as "phrase (say: …)"."""
    plain = " ".join(text.casefold().split()).replace("’", "'")
    return [
        f"{phrase} (say: {say})"
        for phrase, say in phrases.items()
        if re.search(rf"(?<![\w-]){re.escape(phrase.casefold())}(?![\w-])", plain)
    ]


def page_texts() -> Iterator[tuple[str, str]]:
    """Yield every text of the learners' pages that gettext knows, with its file. Labels of rows are the office's."""
    for path in sorted((SOURCE / "web").rglob("*")):
        inside = path.relative_to(SOURCE / "web")
        if (
            inside.parts[0] in STAFF
            or inside.name == "models.py"
            or {"migrations", "design"} & set(inside.parts)
        ):
            continue
        if path.suffix in {".html", ".txt"}:
            text = path.read_text(encoding="utf-8")
            for found in (*_TRANSLATE.finditer(text), *_INNER.finditer(text)):
                yield inside.as_posix(), found[2]
            for found in _BLOCK.finditer(text):
                yield inside.as_posix(), re.sub(r"<[^>]+>|\{[{%].*?[%}]\}", " ", found[1])
        elif path.suffix == ".py":
            for text in _translated(path):
                yield inside.as_posix(), text


def _translated(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in GETTEXT:
            for given in node.args:
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    yield given.value


def key_texts() -> Iterator[tuple[str, str]]:
    """Yield what every key says in our words, with its chart; quotes of the record and questions are left out."""
    for path in sorted(charts_folder().glob("*/key.yaml")):
        key = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        key.pop("queries", None)
        for text in _said(key):
            yield path.parent.name, text


def rule_texts() -> Iterator[tuple[str, str]]:
    """Yield what edits, calculators, authorities and the glossary say, with where."""
    folders = (EDITS, SOURCE / "calculators" / "data", SOURCE / "calculators" / "em" / "data")
    for folder in (*folders, SOURCE / "grading" / "data"):
        for path in sorted(folder.glob("*.yaml")):
            for text in _said(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)):
                yield path.name, text
    for authority in authorities().values():
        yield authority.id, authority.text
    for entry in glossary().terms:
        yield f"glossary: {entry.term}", entry.means


def _said(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _said(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _said(inner, key if key != "words" else "")
    elif isinstance(value, str) and key in SAID and " " in value:
        yield value

"""Read the documentation as its readers do: pages, fenced blocks, console sessions, links."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
TOP = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")]

_FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"^`([\w./-]+)`:\n\n```\w*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[[^\]\[]*\]\(([^()\s]+)\)")
_CODE_SPAN = re.compile(r"`[^`\n]+`")


class Step(NamedTuple):
    """One command of a console session: its line in the page, what it says it prints, its exit code."""

    line: int
    command: str
    output: str
    code: int


def name(page: Path) -> str:
    """Return the page's path as people know it."""
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, language: str) -> list[tuple[int, str]]:
    """Return (line, text) of each fenced block in *language*."""
    text = page.read_text(encoding="utf-8")
    return [
        (text.count("\n", 0, match.start(2)) + 1, match[2])
        for match in _FENCE.finditer(text)
        if match[1] == language
    ]


def steps(page: Path) -> list[Step]:
    """Return the commands of the page's console sessions, in order.

    The exit code of a command is 0, unless `echo $?` follows or the command's comment says "exit code N".
    """
    found: list[Step] = []
    for first, block in blocks(page, "console"):
        for match in re.finditer(r"^\$ (.*(?:\n> .*)*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            command, output = match[1].replace("\n> ", "\n"), match[2].rstrip("\n")
            if command == "echo $?":
                found[-1] = found[-1]._replace(code=int(output))
                continue
            said = re.search(r"# .*exit code (\d+)", command)
            line = first + block.count("\n", 0, match.start())
            found.append(Step(line, command, output, int(said[1]) if said else 0))
    return found


def files(page: Path) -> dict[str, str]:
    """Return the files that the page shows: a path in code and a colon, then a block with its text."""
    return dict(_FILE.findall(page.read_text(encoding="utf-8")))


def links(page: Path) -> list[str]:
    """Return the targets of the page's links, those in code left out."""
    text = _CODE_SPAN.sub("", _FENCE.sub("", page.read_text(encoding="utf-8")))
    return _LINK.findall(text)


def headings(page: Path) -> list[str]:
    """Return the texts of the page's headings."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    return re.findall(r"^#+ (.+)$", text, re.MULTILINE)

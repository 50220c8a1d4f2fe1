"""Find the sections of the Official Guidelines in their text: the contents say which there are, the body what they say.

The text of a PDF has no headings, only lines. A line of the body that bears the number and the first words of the
next line of contents is that heading; below what the contents list, "1)", "(a)" and "(i)" count on by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["Section", "outline"]

_ROMAN = ("I", "II", "III", "IV", "V", "VI")
_LISTED = re.compile(r"(?:Section ([IVX]+)|([A-Z])|(\d{1,2})|([a-z]))\.\s*(\S.*)")
_BELOW = re.compile(r"(?:(\d{1,2})\)|\(([a-z]|[ivx]+|\d{1,2})\))\s*(\S.*)")
_LEADER = re.compile(r"[ .]*\.\s*\d{1,3}\s*$|\s+\d{1,3}\s*$")
_FURNITURE = re.compile(
    r"ICD-10-CM Official Guidelines for Coding and Reporting\.?|FY ?20\d\d(?: -- UPDATED.*)?|Page \d+ of \d+|\d{1,3}"
)
_APPENDIX = re.compile(r"Appendix I\b")
_AHEAD = 4  # lines of contents that the body may lack before a heading is found again
_SAME = 24  # letters by which a line of the body is known as a heading


@dataclass
class Section:
    """A section: its id as it is cited ("I.C.4.a.3"), title, depth and own text, paragraph by paragraph."""

    id: str
    title: str
    depth: int
    paragraphs: list[str] = field(default_factory=list)


@dataclass
class _Heading:
    label: str
    depth: int
    title: str


def outline(text: str) -> tuple[list[Section], list[str]]:
    """Return the sections in their order, and the lines of the contents that were not found in the body."""
    lines = [line.strip() for line in text.splitlines()]
    start = next((i for i, line in enumerate(lines) if re.match(r"Section I\.", line)), None)
    if start is None:
        return [], []
    end = next((i for i in range(start + 1, len(lines)) if re.match(r"Section I\.", lines[i])), start)
    headings = _contents([line for line in lines[start:end] if not _FURNITURE.fullmatch(line)])
    return _Body(headings).read(lines[end:])


def _contents(lines: Sequence[str]) -> list[_Heading]:
    found: list[_Heading] = []
    for line in lines:
        if _APPENDIX.match(line):
            break
        m = _LISTED.match(line)
        if m:
            depth = next(i for i in range(4) if m[i + 1])
            found.append(_Heading(m[depth + 1], depth, _LEADER.sub("", m[5])))
        elif found and line:
            found[-1].title = f"{found[-1].title} {_LEADER.sub('', line)}".strip()
    return found


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


class _Body:
    def __init__(self, headings: list[_Heading]) -> None:
        self.headings = headings
        self.next = 0
        self.sections: list[Section] = []
        self.missing: list[str] = []
        self.path: list[str] = []
        self.below: list[str] = []  # labels "1)", "(a)", "(i)" below the last heading of the contents
        self.rest = ""  # letters of a heading that goes on in the next line
        self.gap = True
        self.fresh = False  # the line before was a heading that the contents do not have

    def read(self, lines: Sequence[str]) -> tuple[list[Section], list[str]]:
        for line in lines:
            if not line or _FURNITURE.fullmatch(line):
                self.gap = self.gap or not line
                continue
            if self.rest and self.goes_on(line):
                continue
            before, self.fresh = self.fresh and not self.gap, False
            if not (self.heading(line) or self.subheading(line)):
                if before and line[:1].islower():
                    self.sections[-1].title += " " + line
                    continue
                self.say(line)
            self.gap = False
        self.missing += [f"{each.label} {each.title}" for each in self.headings[self.next :]]
        return self.sections, self.missing

    def goes_on(self, line: str) -> bool:
        """Take the next line of a heading that the contents say is longer."""
        letters = _letters(line)
        if letters and self.rest.startswith(letters):
            self.sections[-1].title += " " + line
            self.rest = self.rest[len(letters) :]
            return True
        self.rest = ""
        return False

    def heading(self, line: str) -> bool:
        if self.next == len(self.headings) and _APPENDIX.match(line):
            self.open("Appendix I", line, 0)
            self.path, self.below = ["Appendix I"], []
            return True
        m = _LISTED.match(line)
        if m is None:
            return False
        depth = next(i for i in range(4) if m[i + 1])
        mine = _letters(m[5])
        for place in range(self.next, min(self.next + _AHEAD, len(self.headings))):
            each = self.headings[place]
            theirs = _letters(each.title)
            size = min(len(mine), len(theirs), _SAME)
            if (each.label, each.depth) == (m[depth + 1], depth) and mine[:size] == theirs[:size]:
                self.missing += [f"{h.label} {h.title}" for h in self.headings[self.next : place]]
                for skipped in (*self.headings[self.next : place], each):
                    self.path = [*self.path[: skipped.depth], skipped.label]
                self.next, self.below = place + 1, []
                self.rest = theirs[len(mine) :] if theirs.startswith(mine) else ""
                self.open(".".join(self.path), m[5], depth)
                return True
        return False

    def subheading(self, line: str) -> bool:
        m = _BELOW.match(line)
        if m is None or not self.sections or self.path[:1] == ["Appendix I"]:
            return False
        label = m[1] or m[2]
        bracketed = m[1] is None
        for level in range(len(self.below), -1, -1):
            if level == 0 and bracketed and self.below[:1] and self.below[0].isdigit():
                continue
            before = self.below[level] if level < len(self.below) else None
            if (
                before is None
                and (level == 0) == bracketed
                and level <= 1
                and not (level == 0 and label == "a")
            ):
                continue
            if label in _successors(before):
                self.below = [*self.below[:level], label]
                self.open(".".join([*self.path, *self.below]), m[3], len(self.path) + level)
                self.fresh = True
                return True
        return False

    def open(self, name: str, title: str, depth: int) -> None:
        self.sections.append(Section(name, title, depth))

    def say(self, line: str) -> None:
        if not self.sections:
            return
        section = self.sections[-1]
        if self.gap or not section.paragraphs:
            section.paragraphs.append(line)
        else:
            section.paragraphs[-1] += " " + line


def _successors(before: str | None) -> tuple[str, ...]:
    """Return the labels that may follow *before*; after "h" an "i" is a letter, else a Roman one."""
    if before is None:
        return "1", "a", "i"
    if before.isdigit():
        return (str(int(before) + 1),)
    numerals = tuple(each.lower() for each in (*_ROMAN, "VII", "VIII", "IX", "X"))
    after: list[str] = [chr(ord(before) + 1)] if len(before) == 1 else []
    if before in numerals[:-1]:
        after.append(numerals[numerals.index(before) + 1])
    return tuple(after)

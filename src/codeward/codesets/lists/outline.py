"""Find the sections of the Official Guidelines in their text: the contents say which there are, the body what they say.

The text of a PDF has no headings, only lines. A line of the body that bears the number and the first words of the
next line of contents is that heading; below what the contents list, "1)", "(a)" and "(i)" count on by themselves.
What the contents forgot (I.B.20, I.C.5.d of FY2026) is known by its number, which goes on where they end.
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
_APPENDIX = re.compile(r"Appendix I\b\.?\s*(.*)")
_BULLET = re.compile(r"[•▪\uf0a7\uf0b7]\s*")
_OF_A_LIST = re.compile(r"(?:[A-Z]\d[0-9A-Z][.0-9A-Z]*-?,? [A-Z(]|Except: |Note: |[YNUW] [=–-] )")
_LIST_ENDS = re.compile(r"(?:Assign|See|Codes?|These|This|The) ")
_GOES_ON = re.compile(r"(?:[,-]|\b(?:and|or|of|the|with|to|in|for))$")
_RESERVED = "Reserved for future guideline expansion"
_APART = re.compile(r"([A-Za-z]{3}) -(?=\w)|\b((?:[a-z]{3,}|ICD)-) (?!(?:and|or|to)\b)(?=[a-z0-9])")
_AHEAD = 4  # lines of contents that the body may lack before a heading is found again
_SAME = 24  # letters by which a line of the body is known as a heading
_LONGEST = 80  # letters of a heading that the contents forgot
_SOON = 300  # lines among which the next label stands
_TITLE, _PARAGRAPH = 400, 20_000  # characters that a heading and a paragraph may have before a new one begins
_FULL = 40  # letters of a heading's first line where a short second one may be its end


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
        elif found and line and len(found[-1].title) < _TITLE:
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
        self.turned = False  # a page has just been turned
        self.fresh = False  # the line before was a heading that the contents do not have

    def read(self, lines: Sequence[str]) -> tuple[list[Section], list[str]]:
        for number, line in enumerate(lines):
            if not line:
                self.gap = True
                continue
            if _FURNITURE.fullmatch(line) and not (line.isdigit() and self.broken_off()):
                self.turned = True
                continue
            if self.turned:  # a paragraph goes on over the turn of a page where its last sentence does
                self.gap = not self.open_ended(line)
                self.turned = False
            if self.rest and self.goes_on(line):
                continue
            before, self.fresh = self.fresh and not self.gap, False
            if not (self.heading(line) or self.subheading(line, lines, number + 1)):
                if (
                    before
                    and len(self.sections[-1].title) < _TITLE
                    and _same_heading(self.sections[-1].title, line)
                ):
                    self.sections[-1].title = _joined(self.sections[-1].title, line)
                    self.fresh = True
                    continue
                self.say(line)
            self.gap = False
        self.missing += [f"{each.label} {each.title}" for each in self.headings[self.next :]]
        for each in self.sections:
            _finished(each)
        return self.sections, self.missing

    def broken_off(self) -> bool:
        """Say whether the last line ended with a hyphen: digits after it are no page's number ("COVID-", "19")."""
        section = self.sections[-1] if self.sections else None
        said = "" if section is None else [section.title, *section.paragraphs][-1]
        return said.endswith("-") and not self.gap

    def open_ended(self, line: str) -> bool:
        """Say whether the last paragraph has not ended: without its stop, or the line begins small."""
        if not self.sections or not self.sections[-1].paragraphs:
            return False
        last = self.sections[-1].paragraphs[-1]
        return not _BULLET.match(line) and (line[:1].islower() or last[-1:] not in ".:;!?)”")

    def goes_on(self, line: str) -> bool:
        """Take the next line of a heading that the contents say is longer."""
        letters = _letters(line)
        if letters and self.rest.startswith(letters) and len(self.sections[-1].title) < _TITLE:
            self.sections[-1].title = _joined(self.sections[-1].title, line)
            self.rest = self.rest[len(letters) :]
            return True
        self.rest = ""
        return False

    def heading(self, line: str) -> bool:
        appendix = _APPENDIX.match(line) if self.next == len(self.headings) else None
        if appendix and self.path[:1] != ["Appendix I"]:
            self.open("Appendix I", appendix[1], 0)
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
                self.fresh = not (theirs.startswith(mine) or mine.startswith(theirs))
                return True
        return self.forgotten(m[depth + 1], depth, m[5])

    def forgotten(self, label: str, depth: int, title: str) -> bool:
        """Take a heading that the contents lack: its number is the next one where they have none any more."""
        if depth == 0 or len(self.path) <= depth or self.path[:1] == ["Appendix I"]:
            return False
        last = self.path[depth]
        after = str(int(last) + 1) if last.isdigit() else chr(ord(last) + 1)
        here = self.headings[self.next].depth if self.next < len(self.headings) else 0
        like = title[:1].isupper() and len(title) <= _LONGEST and title[-1:] not in ".;:"
        if label != after or here >= depth or not like:
            return False
        self.path, self.below = [*self.path[:depth], label], []
        self.open(".".join(self.path), title, depth)
        self.fresh = True
        return True

    def subheading(self, line: str, lines: Sequence[str], after: int) -> bool:
        m = _BELOW.match(line)
        if m is None or not self.sections or self.path[:1] == ["Appendix I"]:
            return False
        label = m[1] or m[2]
        bracketed = m[1] is None
        roman = label == "i" and _next_label(lines, after) == "ii"
        for level in range(len(self.below), -1, -1):
            if level == 0 and bracketed and self.below[:1] and self.below[0].isdigit():
                continue
            before = self.below[level] if level < len(self.below) else None
            if label == "i" and roman == (before == "h"):
                continue  # after "(h)" it is a letter, and Roman where "(ii)" comes next
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
        if section.id == "Appendix I" and not section.title:
            section.title = line
            return
        bullet = _BULLET.match(line)
        if bullet:
            line = f"• {line[bullet.end() :]}"
        said = section.paragraphs[-1] if section.paragraphs else ""
        listed = bool(_OF_A_LIST.match(line)) and (said.endswith(":") or bool(_OF_A_LIST.match(said)))
        ended = bool(_LIST_ENDS.match(line)) and bool(_OF_A_LIST.match(said) or said.startswith("• "))
        ended = ended or (line.startswith("See Section") and said.startswith("See Section"))
        if self.gap or not said or bullet or listed or ended or len(said) > _PARAGRAPH:
            section.paragraphs.append(line)
        else:
            section.paragraphs[-1] = _joined(said, line)


def _joined(said: str, line: str) -> str:
    """Return the text with its next line; a line that ends with a hyphen goes on without a space ("ICD-", "10-CM")."""
    return said + line if re.search(r"\w-$", said) else f"{said} {line}"


def _same_heading(title: str, line: str) -> bool:
    """Say whether *line* is the second line of a heading: small, or what its first line waits for, or short words."""
    if line[:1].islower() or _GOES_ON.search(title):
        return True
    words = [word for word in line.split() if len(word) > 3]
    short = len(line) < _FULL and line[-1:].isalpha() and all(word[0].isupper() for word in words)
    return short and len(title) > _FULL


def _finished(section: Section) -> None:
    """Take what is no text of the publisher's out of a section: blanks of the type setting, the stop of a heading."""
    if section.title.endswith(_RESERVED):
        section.title = section.title.removesuffix(_RESERVED).strip()
        section.paragraphs.insert(0, _RESERVED)
    section.title = _tidy(section.title).rstrip(".: ")
    section.paragraphs = [_tidy(each) for each in section.paragraphs]


def _tidy(text: str) -> str:
    return _APART.sub(lambda m: f"{m[1]}-" if m[1] else m[2], " ".join(text.split()))


def _next_label(lines: Sequence[str], start: int) -> str | None:
    """Return the label in brackets that comes next, or None where another kind of heading does first."""
    for line in lines[start : start + _SOON]:
        if m := _BELOW.match(line):
            return m[2]
        if _LISTED.match(line):
            return None
    return None


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

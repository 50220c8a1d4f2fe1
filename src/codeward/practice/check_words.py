"""Plain American English: reading level, spelling, words that tell a reader nothing, figures without a source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codeward.curriculum import Lesson
from codeward.practice.plainness import BRITISH, grade
from codeward.practice.problems import Found
from codeward.practice.texts import texts_of

__all__ = ["MOST_GRADE", "word_problems"]

MOST_GRADE = 8.9
LEAST_WORDS = 100  # fewer say nothing certain about how hard a text is
_HOLLOW = re.compile(
    r"\b(it is (?:very |extremely )?important|please note|remember to|utiliz\w+|in order to"
    r"|obviously|simply|as you know|needless to say)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"(?<![\w.])(?:\$\s?\d[\d,]*(?:\.\d+)?|\d[\d,]*(?:\.\d+)?\s?%|(?:19|20)\d\d)(?![\w])")


def word_problems(lesson: Lesson) -> Iterator[Found]:
    """Give what is hard to read, not American, hollow, or a figure that nothing proves."""
    path = f"{lesson.folder}/lesson.md"
    prose = [said for said in texts_of(lesson) if said.what == "prose"]
    level, count = grade("\n".join(said.text for said in prose))
    if count >= LEAST_WORDS and level > MOST_GRADE:
        message = f"the prose reads at grade {level:.1f}"
        yield Found(
            path, 1, "reading", "error", message, f"Shorten sentences and words: at most {MOST_GRADE}"
        )
    for said in texts_of(lesson):
        for match in BRITISH.finditer(said.text):
            yield Found(
                said.path,
                said.line,
                "spelling",
                "error",
                f"{match[0]!r} is British",
                "Spell it as Americans do",
            )
        for match in _HOLLOW.finditer(said.text):
            yield Found(said.path, said.line, "voice", "warn", f"{match[0]!r} says nothing", "Leave it out")
        if "!" in said.text and said.what == "prose":
            yield Found(said.path, said.line, "voice", "warn", "an exclamation mark", "Say it without")
    proved = " ".join([*(source.fact for source in lesson.head.sources), *_told(lesson)])
    for said in prose:
        for match in _FIGURE.finditer(said.text):
            if match[0].strip("$% ") not in proved:
                message = f"the figure {match[0]!r} has neither claim nor source"
                yield Found(
                    said.path, said.line, "figure", "warn", message, "Add a claim, or a fact to sources"
                )


def _told(lesson: Lesson) -> Iterator[str]:
    for block in lesson.claims:
        yield from (str(claim.told) for claim in block.claims)

"""References inside instructional notes: the text "(I70.2--I70.7-)" to something a program can follow.

The Tabular writes references for people, in dozens of forms. All of them are read by the one grammar below:
a code or a range of codes, and at times a condition on the characters ("T36-T50 with fifth or sixth
character 5", "E08-E13 with .52", "S02.- with 7th character B") that holds for every code in the same
brackets. What a note excepts ("S00-T88, except T74 and T76") becomes a condition of what stands before it.
"""

from __future__ import annotations

import re

from codeward.codesets.container.model import Reference

__all__ = ["looks_unparsed", "parse"]

# Three characters, then up to four after the dot. "QA0" (chapter 22) is why the second may be an A.
_CORE = r"(?:[A-Z]\d[0-9A-Z]|[A-Z]A\d)(?:\.[0-9A-Z]{1,4})?"
# A hyphen joins two codes when it touches the second, stands free, or follows a placeholder hyphen:
# "I70.2--I70.7-", "S12.0--S12.6.-", "P28.3- - P28.4-", "Q70.0- -Q70.3-", "I01.0 -I01.9", "F11.-F17.-".
# But "I69.21- I69.31-" are two codes.
_JOIN = r"(?:\.?-(?=[A-Z])|\.?--(?=[A-Z])|\.?-\s+-\s*(?=[A-Z])|\s+-\s*(?=[A-Z])|\s+to\s+(?=[A-Z]\d))"
_CODE = re.compile(rf"(?<![A-Za-z0-9.])({_CORE})(?:{_JOIN}({_CORE})(?![A-Za-z0-9]))?(?![A-Za-z0-9])\.?-?")

# Words before a letter-digit-digit token that is no code: vitamin B12, the gene and dystrophy types.
_NOT_CODES = re.compile(r"\b(?:vitamin|LGMD|Deletion|chromosome|type|protein|factor)\s+$", re.I)

_ORDINAL = r"(?:fourth|fifth|six|sixth|seventh|4th|5th|6th|7th)"
_CONDITION = re.compile(
    r",?\s*\bwith\s+("
    rf"{_ORDINAL}(?:\s+(?:or|to)\s+{_ORDINAL})?[\s-]+characters?\s+[^()\[\]{{}};]+"
    r"|final\s+characters?\s+[^()\[\]{};]+"
    r"|open\s+fracture\s+7th\s+character"
    r"|\.\d[^()\[\]{};]*"
    r"|ketoacidosis"
    r")"
)
_EXCEPT = re.compile(
    r",?\s*\b(?:except|excluding|and not included in|but not)\s+"
    r"(?:(?:in|for|codes?|those in|categor(?:y|ies))\s+)*$"
)
_BETWEEN = re.compile(r"[\s,;.]*(?:and|or|&)?[\s,;]*$")
_RESIDUE = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z]\d[0-9A-Z](?![A-Za-z0-9])|\.\d[\dA-Z]?(?![A-Za-z0-9%]))|\bcharacters?\s+\d"
)


_Span = tuple[int, int, str]


def parse(text: str) -> tuple[Reference, ...]:
    """Return the references of one instruction's exact *text*, in the order they stand there."""
    found = _codes(text)
    if not found:
        return ()
    conditions = _conditions(text)
    found = [m for m in found if not any(start <= m.start() < end for start, end, _ in conditions)]
    references: list[Reference] = []
    pending: list[int] = []
    exceptions: list[str] = []
    excepting = False
    for i, m in enumerate(found):
        gap = text[found[i - 1].end() if i else 0 : m.start()]
        excepting = bool(references) and (
            bool(_EXCEPT.match(gap)) or (excepting and bool(_BETWEEN.match(gap)))
        )
        if excepting:
            exceptions.append(m.group(0).strip())
            continue
        if exceptions:
            _except(references, pending, exceptions)
            pending, exceptions = [], []
        pending.append(len(references))
        condition = _condition_after(text, m.end(), conditions)
        references.append(Reference(m.group(0).strip(), m.group(1), m.group(2), condition))
    if exceptions:
        _except(references, pending, exceptions)
    return tuple(references)


def _codes(text: str) -> list[re.Match[str]]:
    """Return every code or range of codes, without those look-alikes that name a vitamin or a gene."""
    return [m for m in _CODE.finditer(text) if not _NOT_CODES.search(text[: m.start()])]


def _conditions(text: str) -> list[_Span]:
    if "with" not in text:
        return []
    return [(m.start(), m.end(), m.group(1).strip(" ,").rstrip(".")) for m in _CONDITION.finditer(text)]


def _condition_after(text: str, end: int, conditions: list[_Span]) -> str | None:
    """Return the condition that holds for a code ending at *end*: the next one in the same brackets.

    A bracket or a word between code and condition breaks the tie; more codes and commas do not.
    """
    for start, _, condition in conditions:
        if start >= end:
            between = _CODE.sub("", text[end:start])
            return condition if _BETWEEN.match(between) or not between.strip(" ,.;-and") else None
    return None


def _except(references: list[Reference], which: list[int], exceptions: list[str]) -> None:
    """Give the references *which* the condition "except …", unless they hold one already."""
    condition = "except " + ", ".join(exceptions)
    for i in which:
        if references[i].condition is None:
            references[i] = references[i]._replace(condition=condition)


def looks_unparsed(text: str) -> bool:
    """Say whether *text* still holds something that looks like a reference after `parse` took its share."""
    rest = _CONDITION.sub(" ", _CODE.sub(" ", text))
    return bool(_RESIDUE.search(rest))

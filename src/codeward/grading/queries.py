"""Questions to a provider: which of the key's a learner asks, and what in a question is improper.

A question is known by the mention that it is about and by its kind. Its words are never scored: they are compared with
the key's own question by the learner, and faults of form are told by rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from codeward.charts import AnswerQuery, Chart, KeyQuery, overlap
from codeward.codesets import Shelf
from codeward.grading.matching import best_pairs

__all__ = ["Asked", "Fault", "asked", "faults"]

# Spans of this many characters together point at nothing in particular, so they cannot stand for a mention.
_LONGEST = 600
_CODE = re.compile(r"\b[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?\b")
_NUMBERED = re.compile(r"\b(?:CPT|HCPCS)\s*(?:codes?\s*)?([A-Z0-9]{5})\b", re.I)
_OTHER = re.compile(r"\b(?:other|another|else)\b", re.I)
_UNABLE = re.compile(
    r"\b(?:unable|cannot|can ?not|can't|not possible|undetermined|indeterminate)\b.*|\bunknown\b", re.I
)
# Only here is the condition documented by nobody. What is documented may be confirmed, timed or joined to its cause by
# yes or no.
_UNDOCUMENTED = "missing-documentation"
_YES_OR_NO = re.compile(
    r"(?:^|[.?!,;]\s+)(?:does|do|did|is|are|was|were|has|had|can|could|would)\b.*\?|\bwhether\b", re.I | re.S
)


class Fault(BaseModel):
    """A rule of form, and what to change where it is broken."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: Annotated[str, Field(pattern=r"^CW-QU-\d{3}$")]
    test: Literal[
        "no_mention",
        "no_kind",
        "words",
        "code_named",
        "one_option",
        "no_other",
        "no_unable",
        "no_indicators",
        "yes_or_no",
    ]
    change: str
    words: tuple[str, ...] = ()


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    version: Literal[1] = Field(alias="schema")
    rules: tuple[Fault, ...]


@lru_cache(maxsize=1)
def _text() -> str:
    return (files("codeward.grading") / "data" / "query-rules.yaml").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[Fault, tuple[re.Pattern[str], ...]], ...]:
    found = _File.model_validate(yaml.load(_text(), Loader=yaml.CSafeLoader)).rules
    return tuple((rule, tuple(re.compile(words, re.I) for words in rule.words)) for rule in found)


@dataclass(frozen=True)
class Asked:
    """A learner's query, by index, that asks one of the key's. The kind decides the share of its credit."""

    mine: int
    key: int
    share: Fraction


def asked(chart: Chart, queries: tuple[AnswerQuery, ...]) -> tuple[Asked, ...]:
    """Return which query asks which of the key's, one for one, so that they earn most; required ones count first."""
    shares = {
        (i, j): _share(chart, mine, query)
        for i, mine in enumerate(queries)
        for j, query in enumerate(chart.key.queries)
    }
    weights = [
        [int(4 * shares[i, j]) * (2 if query.required else 1) for j, query in enumerate(chart.key.queries)]
        for i in range(len(queries))
    ]
    return tuple(Asked(i, j, shares[i, j]) for i, j in best_pairs(weights))


def _share(chart: Chart, mine: AnswerQuery, query: KeyQuery) -> Fraction:
    """Return what a query earns of the key's: all by mention and kind, half by the mention alone.

    A key of schema 1 has no kinds: the mention decides. A learner's query without a kind earns nothing.
    """
    if mine.kind is None or not _points_at(chart, mine, query):
        return Fraction(0)
    return Fraction(1) if query.kind in (None, mine.kind) else Fraction(1, 2)


def _points_at(chart: Chart, mine: AnswerQuery, query: KeyQuery) -> bool:
    if sum(span.end - span.start for span in mine.evidence) > _LONGEST:
        return False
    return any(
        overlap((e.start, e.end), (span.start, span.end)) > 0
        for e in mine.evidence
        for span in chart.evidence(query.evidence)
        if e.document == span.document
    )


def faults(mine: AnswerQuery, shelf: Shelf) -> Iterator[tuple[Fault, str]]:
    """Yield each rule that a query breaks, with what to change in words."""
    for rule, patterns in _rules():
        words = _found(mine, patterns) if rule.test == "words" else _TESTS[rule.test](mine, shelf)
        if words is not None:
            yield rule, rule.change.format(words=words)


def _whole(mine: AnswerQuery) -> str:
    return "\n".join((mine.text, *mine.options))


def _found(mine: AnswerQuery, patterns: tuple[re.Pattern[str], ...]) -> str | None:
    hits = (pattern.search(_whole(mine)) for pattern in patterns)
    return next((" ".join(hit.group().split()) for hit in hits if hit is not None), None)


def _conditions(mine: AnswerQuery) -> list[str]:
    return [option for option in mine.options if not _OTHER.search(option) and not _UNABLE.search(option)]


def _code_named(mine: AnswerQuery, shelf: Shelf) -> str | None:
    """Return a code that the text names: one of a book, so that no finding (A1C, B12) is taken for one."""
    text = _whole(mine)
    numbered = _NUMBERED.search(text)
    if numbered is not None:
        return numbered.group(1)
    for hit in _CODE.findall(text):
        concept = shelf.concept("icd10cm", hit)
        if concept is not None and ("." in hit or concept.billable):
            return str(hit)
    return None


def _asks_yes_or_no(mine: AnswerQuery) -> bool:
    return not mine.options and mine.kind == _UNDOCUMENTED and bool(_YES_OR_NO.search(mine.text))


def _when(broken: bool) -> str | None:
    return "" if broken else None


_TESTS: dict[str, Callable[[AnswerQuery, Shelf], str | None]] = {
    "no_mention": lambda mine, _: _when(not mine.evidence),
    "no_kind": lambda mine, _: _when(mine.kind is None),
    "code_named": _code_named,
    "one_option": lambda mine, _: _when(bool(mine.options) and len(_conditions(mine)) == 1),
    "no_other": lambda mine, _: _when(bool(mine.options) and not any(map(_OTHER.search, mine.options))),
    "no_unable": lambda mine, _: _when(bool(mine.options) and not any(map(_UNABLE.search, mine.options))),
    "no_indicators": lambda mine, _: _when(bool(mine.options) and not mine.indicators),
    "yes_or_no": lambda mine, _: _when(_asks_yes_or_no(mine)),
}


def text_of_rules() -> str:
    """Return the rules' data as they are written, for the digest of the grading rules."""
    return _text()

"""The lint of stems and records (S1-S8, B2): what a program can see of how a question is asked.

The rules are those of the program's contract for items; docs/reference/items.md tells each in a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from codeward.curriculum import Item, MatchItem, Option, ScenarioItem, abbreviations
from codeward.practice.check_keys import Told

__all__ = ["stem_faults"]

STEM_WORDS, RECORD_WORDS = 120, 600
_NEGATIVE = re.compile(
    r"\b(?:NOT|EXCEPT|LEAST)\b|\b(?:which|what) (?:\w+ ){0,4}(?:is|are|would) (?:not|false|incorrect)\b"
)
_ASKS = re.compile(
    r"\?|\b(?:type|pick|choose|match|mark|code|name|put|give|say|tell|select|complete|find|build)\b",
    re.IGNORECASE,
)
_COVERED = re.compile(
    r"\b(?:which|what|one) of (?:the following|these (?:statements|options))\b", re.IGNORECASE
)
_TEACHES = re.compile(
    r"\b(?:remember|is defined as|as a rule|the guideline (?:says|states)|keep in mind)\b", re.IGNORECASE
)
_SHORT = re.compile(r"(?<![\w.&/-])[A-Z]{2,6}(?![\w&/-]|\.\d)")
_ROMAN = re.compile(r"^[IVXLC]+$")
# Names of books, payers, people and letters that every lesson uses from the first on.
_KNOWN_WORDS = """
    icd cm pcs cpt hcpcs ama cms ncci mue poa drg apc hcc md do pa np rn lpn crna dpm dds od pt us usa am pm id ok
    hipaa ahima aapc abn oig fy nec nos tv
"""
_KNOWN = frozenset(_KNOWN_WORDS.split())
# What a payer's own rule decides: asked for wherever a key leans on it.
_PAYER = re.compile(r"\b(?:NCCI|MUE|Fee schedule|LCD|NCD|BPM|PCM)\b")
# Wording that only the publisher's descriptors of CPT have: their formulas, never a coder's own words.
_DESCRIPTOR = re.compile(
    r"list separately in addition to code for primary procedure"
    r"|\(separate procedure\)|\(includes? [^)]*, when performed\)|, when performed\b"
    r"|physicians? or other qualified health ?care professionals?"
    r"|medically appropriate history and/or examination"
    r"|minutes must be met or exceeded"
    r"|each additional [\w ,]{1,60}\(list separately"
    r"|with imaging guidance .{0,40}radiological supervision and interpretation",
    re.IGNORECASE,
)


def stem_faults(item: Item) -> Iterator[Told]:
    """Give the faults of an item's stem and record, by their ids."""
    yield from _lengths(item)
    yield from _asking(item)
    yield from _claim(item)
    yield from _short_forms(item)
    yield from _named_key(item)
    yield from _licensed(item)


def _lengths(item: Item) -> Iterator[Told]:
    count = len(item.stem.split())
    if count > STEM_WORDS:
        yield Told("S4", "error", f"a stem of {count} words", f"Use at most {STEM_WORDS}")
    if isinstance(item, ScenarioItem) and (count := len(item.record.split())) > RECORD_WORDS:
        yield Told("S4", "error", f"a record of {count} words", f"Use at most {RECORD_WORDS}")


def _asking(item: Item) -> Iterator[Told]:
    way_out = "Ask a question that can be answered with the options covered"
    if not _ASKS.search(item.stem):
        yield Told("S1", "warn", "the stem asks nothing", way_out)
    elif item.kind == "sba" and _COVERED.search(item.stem):
        yield Told("S1", "warn", "the stem only points to its options", way_out)
    found = _NEGATIVE.search(item.stem)
    if found:
        yield Told("S2", "error", f"the stem asks for what is not so: {found[0]!r}", "Ask for what is so")
    if _TEACHES.search(item.stem):
        yield Told("S6", "warn", "the stem teaches", "Leave the rule to the reasons")


def _claim(item: Item) -> Iterator[Told]:
    options = _options(item)
    lines = [line for option in options for line in option.lines or ()]
    if isinstance(item, ScenarioItem):
        lines += item.answer.lines
    if item.claim is None:
        way_out = "Say who bills, where and to whom: claim"
        if any(line.poa or line.modifiers for line in lines):
            yield Told("S3", "error", "POA or modifiers, and no claim", way_out)
        elif isinstance(item, ScenarioItem):
            yield Told("S3", "error", "a record to be coded, and no claim", way_out)
        elif any(line.system == "icd10pcs" for line in lines):
            yield Told("S3", "warn", "codes of inpatient procedures, and no claim", way_out)
    elif item.claim.payer is None:
        cited = [citation for option in options for citation in option.cite]
        if any(line.modifiers for line in lines) or any(map(_PAYER.search, cited)):
            yield Told("S3", "warn", "a payer's rule, and no payer", "Say who pays: claim: {payer: …}")


def _options(item: Item) -> list[Option]:
    return [one for one in getattr(item, "options", ()) if isinstance(one, Option)]


def _short_forms(item: Item) -> Iterator[Told]:
    """Abbreviations that the item uses and nobody wrote out: neither the item, nor the school's list, nor its text."""
    said = [item.stem, str(getattr(item, "record", "") or ""), str(getattr(item, "draft", "") or "")]
    if isinstance(item, MatchItem):
        said += [pair.left for pair in item.pairs]
    text = "\n".join(said)
    known = {name.casefold() for name in item.abbreviations} | _KNOWN
    told = dict.fromkeys(
        short
        for short in _SHORT.findall(text)
        if short.casefold() not in known
        and not _ROMAN.match(short)
        and short not in _listed()
        and f"({short})" not in text
    )
    if told and sum(map(str.isupper, text.split())) * 2 < len(text.split()):  # else all of it is capitals
        way_out = f"Write abbreviations: {{{next(iter(told))}: …}}"
        yield Told("S5", "warn", f"not written out: {', '.join(told)}", way_out)


@lru_cache(maxsize=1)
def _listed() -> frozenset[str]:
    return frozenset(entry.short.upper() for entry in abbreviations().abbreviations)


def _named_key(item: Item) -> Iterator[Told]:
    key = [line for option in _options(item) if option.right for line in option.lines or ()]
    text = item.stem
    if isinstance(item, ScenarioItem):
        key, text = list(item.answer.lines), f"{item.stem}\n{item.record}"
    elif item.kind not in ("sba", "code"):
        return
    named = [line.code for line in key if re.search(rf"(?<![\w.]){re.escape(line.code)}(?!\w|\.\w)", text)]
    if named:
        where = "record" if isinstance(item, ScenarioItem) else "stem"
        yield Told("S8", "error", f"the {where} names {named[0]}, which is the key", "Describe it in words")


def _licensed(item: Item) -> Iterator[Told]:
    said = [item.stem, str(getattr(item, "record", "") or ""), *item.texts]
    said += [option.text for option in _options(item) if option.text]
    found = next((match for text in said if (match := _DESCRIPTOR.search(text))), None)
    if found:
        message = f"{found[0][:60]!r} is wording of the publisher's descriptors"
        yield Told("B2", "error", message, "Say in words of your own what is done")

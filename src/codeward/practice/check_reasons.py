"""The lint of reasons (R1-R3): every option and every line says why, where that stands, and quotes what was read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from codeward.curriculum import Item, MatchItem, Option, QueryItem, ScenarioItem
from codeward.practice.check_keys import Told

__all__ = ["reason_faults"]

_LETTERS = re.compile(
    r"\b(?:option|answer|choice) [A-D]\b|\([A-D]\)|\bobviously\b|\bclearly\b", re.IGNORECASE
)
_QUOTED = re.compile(r"[\"“”']([^\"“”']{3,})[\"“”']")


class _Reason(NamedTuple):
    of: str
    why: str
    cite: tuple[str, ...]
    option: bool


def reason_faults(item: Item) -> Iterator[Told]:
    """Give the faults of an item's reasons, by their ids."""
    heard = _heard(item)
    for one in _reasons(item):
        if not one.cite and (one.option or item.use == "form"):
            yield Told("R1", "error", f"{one.of[:40]!r} cites nothing", "Write cite: [section]")
        if _LETTERS.search(_QUOTED.sub("", one.why)):
            message = f"the reason {one.why[:40]!r} names a letter, or says obviously"
            yield Told("R3", "error", message, "Say what the record says")
        if item.use == "form" and not any(quote.casefold() in heard for quote in _QUOTED.findall(one.why)):
            message = f"the reason {one.why[:40]!r} quotes nothing"
            yield Told("R2", "warn", message, "Quote words of the stem or record")


def _heard(item: Item) -> str:
    said = [item.stem, str(getattr(item, "record", "") or ""), str(getattr(item, "draft", "") or "")]
    if isinstance(item, MatchItem):
        said += [pair.left for pair in item.pairs]
    if isinstance(item, QueryItem):  # of a draft the reason quotes the draft
        said += [option.text or "" for option in item.options]
    return " ".join("\n".join(said).casefold().split())


def _reasons(item: Item) -> Iterator[_Reason]:
    for option in getattr(item, "options", ()):
        if isinstance(option, Option):
            yield _Reason(option.shown, option.why, option.cite, option=True)
    if isinstance(item, ScenarioItem):
        for line in item.answer.lines:
            yield _Reason(line.code, line.why, line.cite, option=False)
        for error in item.foreseen:
            change = error.change
            shown = change.code or change.add or change.remove or change.line or str(change.first)
            yield _Reason(shown, error.why, error.cite, option=False)
    elif isinstance(item, MatchItem):
        for pair in item.pairs:
            yield _Reason(pair.right, pair.why, pair.cite, option=False)
        for spare in item.spare:
            yield _Reason(spare.right, spare.why, spare.cite, option=False)
    elif isinstance(item, QueryItem):
        for fault in item.faults:
            yield _Reason(f"{fault.at} {fault.fault}", fault.why, fault.cite, option=False)

"""Services that are reported only beside another: NCCI's add-on codes (NCCI Policy Manual, chapter I, section R).

By the list each add-on code has its primary codes, or its contractor decides; without the list it is known of a
number that it is an add-on code, and no more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from codeward.claims import Line
from codeward.codesets import Shelf, cpt, lists
from codeward.edits.days import Services, Together, ids, named
from codeward.edits.facts import Facts
from codeward.edits.finding import Checked, Finding, Source, Unchecked
from codeward.edits.model import Rule
from codeward.edits.registry import Said, carries_out_beside
from codeward.edits.rules import cases
from codeward.errors import CodewardError

__all__ = ["FAMILY", "LIST"]

FAMILY, LIST = "CW-AO", "add-on"
_FLAGGED = dt.date(2024, 6, 3)  # of the list that the flags of the CPT facts were read from
_OPEN = {
    2: "there is no list of primary codes, and Medicare's contractor decides",
    3: "the other code is not on the list, to which Medicare's contractor may add",
}


class _Day(NamedTuple):
    """The services of one day and practitioner, with what else may be a primary: other codes, past lines of the day."""

    group: Together
    codes: tuple[str, ...]
    everyone: tuple[str, ...]


@carries_out_beside("add_on")
def _add_on(services: Services, shelf: Shelf, facts: Facts) -> Iterator[Said]:
    claim = services.claim
    by_case = cases("add_on", claim.coded_on)
    if claim.kind == "inpatient" or not claim.lines or not by_case:
        return
    for group in services.groups:
        earlier = tuple(row.code for row in claim.history or () if row.date == group.day and row.same_group)
        everyone = tuple(line.code for line in claim.lines if claim.day_of(line) == group.day)
        day = _Day(group, (*(line.code for line in group.lines), *earlier), (*everyone, *earlier))
        try:
            known = lists.AddOns(shelf.listed(LIST, group.day))
        except CodewardError as error:
            yield from _without_list(
                by_case, day, facts, Unchecked(FAMILY, LIST, error.message, error.command or None)
            )
            continue
        yield from _by_list(by_case, day, known)
        yield Checked(FAMILY, LIST, known.book.release.id)


def _by_list(rules: Mapping[str, Rule], day: _Day, known: lists.AddOns) -> Iterator[Finding]:
    on, edition = day.group.day, known.book.release.id
    for line in day.group.lines:
        rows = known.primaries(line.code, on)
        if rows is None:
            continue
        beside = [code for code in day.codes if code != line.code and known.primaries(code, on) is None]
        listed = {row.code for row in rows}
        allowed = day.everyone if rules["listed"].services.matches(line.code) else day.codes
        if listed & set(allowed) - {line.code}:
            continue
        kind = rows[0].type
        codes = sorted(listed - {lists.CONTRACTOR})
        row = f"{line.code} {' '.join(sorted(listed)[:6])}{' …' if len(listed) > 6 else ''} {kind}"
        source = Source(LIST, edition, lists.files_of(known.book, ""), row)
        if kind == 1:
            yield _found(rules["listed"], [line.code], line, source, list=named(codes))
        elif not beside:
            yield _found(rules["alone"], [line.code], line, source)
        else:
            yield _found(
                rules["contractor"], [line.code, min(beside)], line, source, type=kind, open=_OPEN[kind]
            )


def _without_list(rules: Mapping[str, Rule], day: _Day, facts: Facts, missing: Unchecked) -> Iterator[Said]:
    """Judge by the facts of the case, and by the flag of a number: an add-on code alone has no primary."""
    on, silent, asked = day.group.day, [], False
    for line in day.group.lines:
        flag = _flag(line.code)
        others = [code for code in day.codes if code != line.code]
        told = {code: facts.of(LIST, on, line.code, code) for code in others} if facts else {}
        answers = [fact for fact in told.values() if fact is not None]
        for fact in answers:
            yield fact.checked(FAMILY)
        if any(not fact.none for fact in answers):
            continue  # one of them is its primary
        if flag is None or on < _FLAGGED:
            silent.append(line.code)
        elif flag:
            others = [code for code in others if not _flag(code)]
            if not others:
                source = Source(LIST, _FLAGGED.isoformat(), "facts.csv", f"{line.code} add-on")
                yield _found(rules["alone"], [line.code], line, source)
            elif answers and all(told[code] is not None for code in others):
                words = {"list": "by this case none of the other codes of the day", "noted": answers[0].told}
                yield _found(rules["listed"], [line.code], line, answers[0].source, **words)
            else:
                silent.append(line.code)
        else:
            asked = True
    if asked:
        yield Checked(FAMILY, LIST, f"{_FLAGGED.isoformat()} (which numbers are add-on codes)")
    if silent:
        yield missing._replace(
            why=f"{missing.why.rstrip('.')}. Not asked: {named(list(dict.fromkeys(silent)))}."
        )


@lru_cache(maxsize=8192)
def _flag(code: str) -> bool | None:
    """Return whether the number is an add-on code; None where our facts do not have it."""
    said = cpt.facts(code).get("add_on")
    return None if said is None else bool(said)


def _found(rule: Rule, codes: list[str], line: Line, source: Source, **words: object) -> Finding:
    found = rule.finding(codes, source, **{"noted": "", **words})
    return found._replace(why=found.why.strip(), lines=ids(line))

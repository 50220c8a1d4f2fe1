"""A professional claim by Medicare's physician fee schedule: every line, and what the lines do to each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from codeward.claims import Claim, Line
from codeward.codesets import cpt
from codeward.pricing import rules
from codeward.pricing.anesthesia import Anesthetic, anesthesia, anesthetics
from codeward.pricing.model import CannotPrice, PricedLine, Unpriced, cents
from codeward.pricing.schedule import Lists
from codeward.pricing.single import Work, facility_of, fee, single, valued
from codeward.pricing.together import Wrong, reduced, sided, unreckoned

__all__ = ["professional"]

_Group = tuple[date, str | None, bool]
"""Day, practitioner, and whether as an assistant: an assistant's procedures have ranks of their own."""


def professional(claim: Claim, lists: Lists) -> tuple[list[PricedLine], list[Unpriced]]:
    """Return the lines of *claim* in order, each with its amount, and why some have none."""
    missing: dict[int, CannotPrice] = {}
    groups: dict[_Group, list[Work]] = defaultdict(list)
    anesthesias: list[Anesthetic] = []
    for place, line in enumerate(claim.lines):
        day = claim.day_of(line)
        try:
            schedule = lists.schedule(day)
            values = valued(line, schedule)
            if values.status == "J":
                anesthesias.append(anesthesia(place, line, schedule, day))
                continue
            work = single(place, line, values, schedule, facility=facility_of(claim, line))
            groups[_group(claim, line, day)].append(work)
        except CannotPrice as error:
            missing[place] = error
    done: dict[int, PricedLine] = {}
    for each, result in anesthetics(anesthesias):
        if isinstance(result, CannotPrice):
            missing[each.place] = result
        else:
            done[each.place] = result
    for works in groups.values():
        missing.update((work.place, error) for work, error in _together(works))
    for works in _practitioners(groups):
        _alone_that_day([work for work in works if work.place not in missing])
        done.update((work.place, _finished(work)) for work in works if work.place not in missing)
    return (
        [done.get(place) or _without_amount(line) for place, line in enumerate(claim.lines)],
        [_unpriced(claim.lines[place], error) for place, error in sorted(missing.items())],
    )


def _group(claim: Claim, line: Line, day: date) -> _Group:
    assists = not rules.ASSISTANT.keys().isdisjoint(line.modifiers)
    return day, line.rendering or claim.provider.rendering, assists


def _practitioners(groups: dict[_Group, list[Work]]) -> Iterable[list[Work]]:
    """Return the works of one practitioner on one day together, whatever the role."""
    found: dict[tuple[date, str | None], list[Work]] = defaultdict(list)
    for (day, who, _), works in groups.items():
        found[day, who] += works
    return found.values()


def _together(works: Sequence[Work]) -> list[Wrong]:
    """Let the services of one practitioner on one day act on each other; return the lines without an amount."""
    entries, wrong = sided(works)
    wrong += unreckoned(entries)
    out = {work.place for work, _ in wrong}
    kept = [entry for entry in entries if entry.first.place not in out]
    return wrong + reduced(kept, _base_fee)


def _base_fee(work: Work) -> Decimal:
    base = work.values.base
    values = work.schedule.values(base)
    if values is None or values.status not in ("A", "R"):
        raise CannotPrice(f"The fee schedule has no amount for the base endoscopy {base}", list="mpfs")
    return fee(values, work.schedule, facility=work.facility)


def _alone_that_day(works: Sequence[Work]) -> None:
    """A service of status T is paid only where nothing else of that day is, by the same practitioner."""
    if any(work.each > 0 and work.count > 0 and work.values.status != "T" for work in works):
        for work in works:
            if work.values.status == "T" and work.each:
                why = "Paid only where nothing else payable is billed on the day by the same practitioner (status T)."
                work.pays_nothing("status", why, rules.SCHEDULE_STATUS)


def _finished(work: Work) -> PricedLine:
    if work.count != 1 and not work.nothing:
        work.each *= work.count
        work.step("units", f"× {work.count.normalize():f}", "So often is it reported.", rules.FORMULA)
    if not work.nothing:
        _by_role(work)
    values = work.values
    return PricedLine(
        work.line.id, values.code, work.line.modifiers, cents(work.each), "fee schedule", values.status,
        cpt.meaning("status", values.status), tuple(work.steps), work.nothing,
    )  # fmt: skip


def _by_role(work: Work) -> None:
    """Take the share of an assistant or of one of two surgeons."""
    named = next((name for name in ("AS", "80", "81", "82") if name in work.line.modifiers), None)
    if named is not None:
        indicator = work.values.assistant
        if indicator not in ("0", "2"):
            why = f"No assistant at surgery is paid for this procedure (assistant indicator {indicator or 'none'})."
            work.pays_nothing("assistant", why, rules.ASSISTANTS)
            return
        why = (
            "An assistant at surgery who is no physician: 85 % of 16 %"
            if named == "AS"
            else "Assistant at surgery"
        )
        need = ", where the record shows the need (indicator 0)." if indicator == "0" else "."
        citation = rules.ASSISTANTS + (rules.OWN_RATE if named == "AS" else ())
        work.times(rules.ASSISTANT[named], "assistant", f"{why}{need}", citation)
    elif "62" in work.line.modifiers:
        indicator = work.values.co_surgeons
        if indicator not in ("1", "2"):
            why = (
                f"Two surgeons are not paid for this procedure (co-surgeon indicator {indicator or 'none'})."
            )
            work.pays_nothing("co-surgeons", why, rules.CO_SURGEONS)
            return
        need = ", where the record shows the need (indicator 1)." if indicator == "1" else "."
        work.times(
            rules.CO_SURGEON, "co-surgeons", f"Each of two surgeons gets 62.5 %{need}", rules.CO_SURGEONS
        )


def _without_amount(line: Line) -> PricedLine:
    return PricedLine(line.id, line.code.strip().upper(), line.modifiers, None, "none", "", "", ())


def _unpriced(line: Line, error: CannotPrice) -> Unpriced:
    why = f"{error.message}. {error.way_out}." if error.way_out else f"{error.message}."
    return Unpriced(line.id, line.code.strip().upper(), why, error.list, error.command or None)

"""Choose the code: new or established, initial or subsequent; decision making or time; minutes alone; age."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from codeward.calculators.em import mdm, sharing
from codeward.calculators.em.encounter import Decision, Encounter, Finding, Judged, Option
from codeward.calculators.em.places import Place, new_or_established, place_of
from codeward.calculators.em.rules import (
    Code,
    Deleted,
    Group,
    Prolonged,
    Timed,
    cited,
    deleted_rows,
    groups,
    others,
    prolonged_rows,
)
from codeward.calculators.reasons import InputError, Reason
from codeward.codesets import cpt

__all__ = ["decide", "deleted", "refuse_deleted"]

EACH = 15


def decide(encounter: Encounter) -> Decision:
    """Return the code of an encounter, what else was possible, and why.

    Raises InputError, naming the field, where something is missing without which no code can be chosen, and where
    the code asked about is no more on the date.
    """
    if encounter.code is not None:
        refuse_deleted(encounter.code, encounter.on)
    sharing.refuse(encounter)
    if encounter.category == "preventive":
        return _preventive(encounter)
    if encounter.category in ("critical_care", "discharge", "nursing_discharge", "prolonged_other_day"):
        return sharing.told(_timed(encounter))
    return sharing.told(_levelled(encounter))


def deleted(code: str, on: dt.date) -> Deleted | None:
    """Return what is known of a code that is no more on *on*; None where it stands or is not known here.

    Its last day and its successors are those of the CPT book's own data.
    """
    code = code.strip().upper()
    row = next((row for row in deleted_rows() if code in row.codes), None)
    ended = cpt.ended(code) if row is not None else None
    if row is None or ended is None or on <= ended.last:
        return None
    return Deleted(code, ended.last, ended.replaced_by, row.words, row.source)


def refuse_deleted(code: str, on: dt.date) -> None:
    """Raise InputError for a code that is no more on *on*, with what is reported in its place."""
    found = deleted(code, on)
    if found is not None:
        since = found.last + dt.timedelta(days=1)
        way = f"Report {_choice(found.instead) if found.instead else found.words}"
        if found.instead and found.words:
            way += f" ({found.words})"
        raise InputError(
            "code", f"{found.code} was deleted on {since} ({cited(*found.source)[0]})", way + " in its place"
        )


def _choice(codes: tuple[str, ...]) -> str:
    return codes[0] if len(codes) == 1 else f"{', '.join(codes[:-1])} or {codes[-1]} by its level"


# --- by decision making or time ----------------------------------------------------------------------------------


def _group(category: str, kind: str | None, on: dt.date) -> Group:
    found = [row for row in groups() if (row.category, row.kind) == (category, kind)]
    group = next((row for row in found if row.holds(on)), None)
    if group is None:
        since = min(row.valid_from for row in found)
        raise InputError(
            "on",
            f"on {on} codes of {category} care were still chosen by history, examination and decision making together",
            f"This calculator holds them from {since}",
        )
    return group


def _levelled(encounter: Encounter) -> Decision:
    place = place_of(encounter)
    group = _group(place.category, place.kind, encounter.on)
    if encounter.staff_only:
        return _staff_only(encounter, group, place)
    reasons = list(place.reasons)
    options: list[tuple[int, Option]] = []
    elements: tuple[Judged, ...] = ()
    if mdm.documented(encounter):
        # Rows that count in one kind of care only are asked for the kind of care that is coded.
        made = mdm.decision_making(replace(encounter, category=place.category), place.kind)
        elements = made.elements
        rank, code = next((i, each) for i, each in enumerate(group.codes) if made.level in each.levels)
        options.append((rank, Option(code.code, "mdm", level=made.level)))
        text = f"Two of the three elements reach {made.level} decision making: {code.code}."
        reasons.append(Reason("mdm", text, cited(*group.source)))
    timed, more = _by_time(encounter, group)
    options += timed
    reasons += more
    if not options:
        return _nothing(encounter, place, elements, reasons)
    return _chosen(encounter, place, options, elements, reasons)


def _staff_only(encounter: Encounter, group: Group, place: Place) -> Decision:
    if group.staff_only is None:
        raise InputError(
            "staff_only", f"a {group.kind or ''} {group.category} encounter needs the practitioner",
            "An established patient in the office and a patient in the emergency department need not see one",
        )  # fmt: skip
    text = (
        f"Clinical staff alone saw the patient under supervision: {group.staff_only}, without level or time."
    )
    return Decision(
        encounter, group.staff_only, "staff", (Finding(group.staff_only),), patient=place.patient,
        reasons=(*place.reasons, Reason("staff_only", text, cited(*group.source))),
    )  # fmt: skip


def _by_time(encounter: Encounter, group: Group) -> tuple[list[tuple[int, Option]], list[Reason]]:
    """Return the code that the minutes lead to, if one, and why."""
    minutes = encounter.minutes_counted
    if minutes is None:
        return [], []
    rows = [(i, code, least) for i, code in enumerate(group.codes) if (least := code.least(encounter.on))]
    if not rows:
        text = "Time is not used here: the code follows decision making alone."
        return [], [Reason("time", text, cited(*group.source))]
    less = encounter.minutes_separately_reported
    said = f"{minutes} minutes on the date" + (
        f" ({less} of services reported separately left out)" if less else ""
    )
    met = [(i, code, row) for i, code, row in rows if minutes >= row.least]
    if not met:
        text = f"{said}: the lowest code, {rows[0][1].code}, needs {rows[0][2].least}."
        return [], [Reason("time", text, cited(*group.source))]
    rank, code, row = met[-1]
    text = f"{said} meet the {row.least} of {code.code}" + _next_code(group.codes, rank, encounter.on)
    return [(rank, Option(code.code, "time", minutes=minutes))], [
        Reason("time", text, cited(*(row.source or group.source)))
    ]


def _next_code(codes: tuple[Code, ...], rank: int, on: dt.date) -> str:
    following = codes[rank + 1] if rank + 1 < len(codes) else None
    least = following.least(on) if following else None
    return f"; {following.code} would need {least.least}." if following and least else ", the highest."


def _nothing(
    encounter: Encounter, place: Place, elements: tuple[Judged, ...], reasons: list[Reason]
) -> Decision:
    text = "Nothing that is documented leads to a code: give problems, data and risk, or the minutes where time counts."
    reasons.append(Reason("code", text, cited("cpt-2023")))
    return Decision(encounter, None, None, patient=place.patient, elements=elements, reasons=tuple(reasons))


def _chosen(
    encounter: Encounter,
    place: Place,
    options: list[tuple[int, Option]],
    elements: tuple[Judged, ...],
    reasons: list[Reason],
) -> Decision:
    """Return the higher of the two ways; at equal codes decision making, unless only time allows an add-on."""
    best = max(rank for rank, _ in options)
    leading = [option for rank, option in options if rank == best]
    by_time = next((option for option in leading if option.method == "time"), None)
    add_ons, more = _prolonged(encounter, by_time) if by_time else ((), ())
    chosen = by_time if by_time and (add_ons or len(leading) == 1) else leading[0]
    others_ = tuple(option for _, option in options if option is not chosen)
    if others_:
        text = (
            "Decision making and time lead to the same code."
            if others_[0].code == chosen.code
            else f"Either way may be chosen; {'time' if chosen.method == 'time' else 'decision making'} leads higher."
        )
        reasons.append(Reason("method", text, cited("cpt-2023")))
    modifiers: tuple[str, ...] = ()
    if _admits(encounter, place):
        modifiers = ("AI",)
        text = "The principal physician of record adds AI to the initial code, for Medicare."
        reasons.append(Reason("modifiers", text, cited("mcpm-30.6.10")))
    return Decision(
        encounter,
        chosen.code,
        chosen.method,
        (Finding(chosen.code, modifiers), *add_ons),
        level=next((option.level for option in leading if option.level), chosen.level),
        patient=place.patient,
        alternatives=others_,
        elements=elements,
        reasons=(*reasons, *more),
    )


def _admits(encounter: Encounter, place: Place) -> bool:
    return (
        encounter.principal_physician
        and encounter.payer == "medicare"
        and place.category in ("hospital", "nursing")
        and place.kind == "initial"
    )


# --- prolonged ---------------------------------------------------------------------------------------------------


def _prolonged(encounter: Encounter, primary: Option) -> tuple[tuple[Finding, ...], tuple[Reason, ...]]:
    """Return the add-on for time beyond the highest code, if the minutes reach it, and why or why not."""
    rows = [row for row in prolonged_rows() if row.primary == primary.code and row.holds(encounter.on)]
    row = next((row for row in rows if row.payer == encounter.payer), None)
    if row is None or primary.minutes is None:
        return (), ()
    minutes, said = _window(encounter, row, primary.minutes)
    if minutes < row.threshold:
        text = f"{said}: {row.code} begins at {row.threshold}."
        return (), (Reason("prolonged", text, cited(*row.source)),)
    units = (minutes - row.threshold) // EACH + 1
    text = f"{said}: {row.code} from {row.threshold} on, one unit for each full {EACH} minutes: {units}."
    return (Finding(row.code, units=units),), (Reason("prolonged", text, cited(*row.source)),)


def _window(encounter: Encounter, row: Prolonged, minutes: int) -> tuple[int, str]:
    if not (row.before or row.after):
        return minutes, f"{minutes} minutes on the date"
    around = " and ".join(
        f"{count} day{'s' if count > 1 else ''} {word}"
        for count, word in ((row.before, "before"), (row.after, "after"))
        if count
    )
    total = minutes + encounter.minutes_other_days
    return total, f"{total} minutes on the date and {around}"


# --- by minutes alone, by age ------------------------------------------------------------------------------------


def _timed(encounter: Encounter) -> Decision:
    minutes = encounter.minutes_counted
    if minutes is None:
        raise InputError("minutes", "these codes are chosen by time alone", "Give the minutes")
    row = _timed_row(encounter)
    if row is None:
        text = "Medicare does not take 99358 and 99359 since 2023-01-01; G0317 and G0318 count some of the days around."
        return Decision(
            encounter, None, None, reasons=(Reason("payer", text, cited("pfs-2023", "mcpm-30.6.15")),)
        )
    sources = cited(*row.source)
    if minutes < row.first.least:
        way = "another code of the care given" if row.category == "critical_care" else "nothing of its own"
        text = f"{minutes} minutes: {row.first.code} needs {row.first.least}. Reported is {way}."
        return Decision(encounter, None, None, reasons=(Reason("time", text, sources),))
    lines, text = _timed_lines(row, minutes)
    reasons = [Reason("time", text, sources)]
    if row.category == "critical_care" and encounter.age is not None and encounter.age < 6:
        text = "Below 6 years critical care of an inpatient has codes a day of its own, 99468 to 99476."
        reasons.append(Reason("age", text, cited("cpt-2023")))
    return Decision(encounter, lines[0].code, "time", lines, reasons=tuple(reasons))


def _timed_row(encounter: Encounter) -> Timed | None:
    fitting = [row for row in others().timed if row.category == encounter.category]
    if encounter.on < min(row.valid_from for row in fitting):
        raise InputError("on", f"{encounter.on} is before the rules held here", "They begin on 2021-01-01")
    return next(
        (row for row in fitting if row.payer in (None, encounter.payer) and row.holds(encounter.on)), None
    )


def _timed_lines(row: Timed, minutes: int) -> tuple[tuple[Finding, ...], str]:
    if row.longer is not None:
        code = row.longer.code if minutes >= row.longer.least else row.first.code
        return (Finding(code),), f"{minutes} minutes: {row.first.code} up to 30, {row.longer.code} beyond."
    further = row.further
    assert further is not None
    first = Finding(row.first.code)
    if minutes < further.threshold:
        return (
            first,
        ), f"{minutes} minutes: {first.code} alone; {further.code} begins at {further.threshold}."
    units = (minutes - further.threshold) // further.each + 1
    text = (
        f"{minutes} minutes: {first.code}, and {further.code} from {further.threshold} on, once more for each "
        f"{further.each} minutes: {units}."
    )
    return (first, Finding(further.code, units=units)), text


def _preventive(encounter: Encounter) -> Decision:
    kind, reason = new_or_established(encounter)
    if encounter.age is None:
        raise InputError(
            "age", "preventive visits are chosen by age", "Give the age in whole years, 0 for an infant"
        )
    age = encounter.age
    band = next(
        row
        for row in others().preventive
        if row.from_age <= age and (row.to_age is None or age <= row.to_age)
    )
    code = band.new if kind == "new" else band.established
    sources = cited(*others().preventive_source)
    years = f"{band.from_age} and older" if band.to_age is None else f"{band.from_age} to {band.to_age}"
    text = f"A {kind} patient of {age}, in the band of {years} years: {code}."
    reasons = [reason, Reason("age", text, sources)]
    if encounter.payer == "medicare":
        text = "Medicare does not cover these visits; it has G0402, G0438 and G0439 of its own."
        reasons.append(Reason("payer", text, cited("mcpm-30.6.2")))
    return Decision(encounter, code, "age", (Finding(code),), patient=kind, reasons=tuple(reasons))

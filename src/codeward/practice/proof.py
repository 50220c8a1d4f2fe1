"""The proof of an item whose options are coded lines: its key is lawful and graded 100, each wrong option is not.

Grading is that of the charts: the item becomes a chart of one document, its right option the key, and every other
option an answer. So a drill can never call wrong what a chart would call right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, permutations
from typing import Literal, NamedTuple

from codeward.charts import (
    Alternative,
    Answer,
    AnswerLine,
    Chart,
    Excludes1Exception,
    Key,
    KeyLine,
    Mark,
    OrderPair,
    claim_of,
    written,
)
from codeward.claims import Claim as EditsClaim
from codeward.codesets import Shelf
from codeward.curriculum import CodeItem, ItemLine, Option, SbaItem
from codeward.edits import Coded, Finding, check_diagnoses, rules
from codeward.grading import Grade, grade

__all__ = [
    "AXES_SHOWN",
    "Judged",
    "Unproven",
    "answer_of",
    "chart_of",
    "claim_for",
    "judge",
    "key_findings",
    "key_line",
    "prove",
    "shown_axes",
    "template",
]

UNRELATED = "I.A.12.a"
"""The section by which clearly unrelated conditions stand together against an Excludes1 note."""
Coding = SbaItem | CodeItem
# Rules that speak of the order of codes. At another place than the first their findings do not arise.
_ORDER = frozenset({"never_first", "first_only", "code_first", "use_additional", "before"})
_MOST_ORDERED = 4  # lines of which every order is tried
# What a row of a grade shows by its verdict, and a finding by the kind of its rule, in the words of the skills' axes.
_VERDICTS = {
    "missing": "missing line",
    "unsupported": "unsupported line",
    "first": "order",
    "order": "order",
    "excludes1": "excludes",
}
_KINDS = {
    "excludes1": "excludes",
    "not_together": "excludes",
    "with_link": "link",
    "never_first": "never first",
}
# Axes that name why a line is wrong, by those that a grade can show of it.
_CODE = frozenset({"specificity", "4th character", "5th character", "6th character", "laterality"})
_LINES = frozenset({"missing line", "unsupported line"})
AXES_SHOWN: dict[str, frozenset[str]] = {
    "first": frozenset({"order"}),
    "never first": frozenset({"order"}),
    "too short": frozenset({"specificity"}),
    "NEC or NOS": _CODE,
    "side": _CODE | _LINES,
    "missing code": frozenset({"missing line"}),
    "integral": _LINES,
    "symptom": _LINES,
    "combination": _CODE | _LINES,
    "hypertension combination": _CODE,
    "link": _CODE | _LINES | {"hypertension combination", "type of diabetes"},
    "excludes": frozenset({"unsupported line"}),
    "behavior": frozenset({"unsupported line", "primary or secondary neoplasm"}),
    "neoplasm column": frozenset({"unsupported line", "primary or secondary neoplasm"}),
    "drug column": frozenset({"intent", "unsupported line"}),
    "condition": frozenset({"unsupported line"}),
    "uncertain": frozenset({"missing line", "unsupported line"}),
    "uncertain diagnosis": frozenset({"missing line", "unsupported line"}),
}


class Unproven(NamedTuple):
    """What of an item could not be proved: of which option (None: the item), and what was seen instead."""

    option: str | None
    message: str


def key_findings(item: Coding, shelf: Shelf) -> list[Finding]:
    """Return the errors that the edits find in the right options' lines, and what Excludes1 says of them."""
    found: list[Finding] = []
    for option in item.right:
        codes = tuple(line.code for line in option.lines or () if line.system == "icd10cm")
        coded = Coded(codes, _claim(item, shelf))
        found += [
            one
            for one in check_diagnoses(coded, shelf.book("icd10cm"))
            if one.severity == "error" or _kinds()[one.rule] == "excludes1"
        ]
    return found


def prove(item: Coding, shelf: Shelf) -> list[Unproven]:
    """Return what of *item* does not hold: nothing where it is sound.

    Its key passes the edits without error and is graded 100, each wrong option is graded below 100 and on one of the
    axes that it states. Options that are texts have no lines to grade: those rest on their predicates, and nothing is
    said of them here.
    """
    if any(option.lines is None for option in item.options):
        return []
    found = [Unproven(None, f"{one.rule}: {one.why}") for one in key_findings(item, shelf)]
    chart = chart_of(item, shelf)
    for option in item.options:
        graded = grade(chart, answer_of(option.lines or ()), shelf)
        if option.right:
            if graded.score != 100.0:
                found.append(Unproven(option.shown, f"the key is graded {graded.score}"))
            continue
        if graded.score >= 100.0:
            found.append(Unproven(option.shown, "a wrong option is graded 100"))
        stated = option.wrong.axis if option.wrong else ()
        shown = shown_axes(graded) | _found_axes(item, option, shelf)
        if not stated or any(
            (AXES_SHOWN.get(axis, frozenset()) | {axis}).isdisjoint(shown) for axis in stated
        ):
            found.append(
                Unproven(option.shown, f"stated: {', '.join(stated)}; graded: {', '.join(sorted(shown))}")
            )
    return found


class Judged(NamedTuple):
    """What became of a learner's answer: whether it is right, and which option it is, if any of them."""

    right: bool
    option: Option | None


def judge(item: Coding, codes: Sequence[str], shelf: Shelf) -> Judged:
    """Return what becomes of the ICD-10-CM *codes* that were typed or chosen, in sequence.

    Right is what a chart would grade 100: where the order of the key is free, every order is.
    """
    typed = [written("icd10cm", code.strip()) for code in codes]
    for option in item.options:
        if option.lines is not None and [line.code for line in option.lines] == typed:
            return Judged(option.right, option)
    graded = grade(chart_of(item, shelf), Answer.of(*typed), shelf)
    if graded.score == 100.0:
        return Judged(True, item.right[0])  # noqa: FBT003
    same = sorted(typed)
    near = (
        one for one in item.options if not one.right and sorted(line.code for line in one.lines or ()) == same
    )
    return Judged(False, next(near, None))  # noqa: FBT003


def shown_axes(graded: Grade) -> frozenset[str]:
    """Return the axes on which a grade shows that an answer differs from its key."""
    axes: set[str] = set()
    for row in graded.rows:
        if row.differs:
            axes.update(row.axes)
            axes.update(part.axis for part in row.parts if part.verdict not in ("right", "told"))
            if row.verdict in _VERDICTS:
                axes.add(_VERDICTS[row.verdict])
    return frozenset(axes)


def _found_axes(item: Coding, option: Option, shelf: Shelf) -> frozenset[str]:
    """Return the axes of which the edits speak in an option, whatever the key is."""
    codes = tuple(line.code for line in option.lines or () if line.system == "icd10cm")
    kinds = _kinds()
    found = check_diagnoses(Coded(codes, _claim(item, shelf)), shelf.book("icd10cm"))
    return frozenset(_KINDS[kinds[one.rule]] for one in found if kinds[one.rule] in _KINDS)


@lru_cache(maxsize=1)
def _kinds() -> dict[str, str]:
    return {rule.id: rule.kind for rule in rules()}


def answer_of(lines: Sequence[ItemLine], ids: Sequence[str] | None = None) -> Answer:
    """Return lines as a learner hands them in; *ids* are those that pointers name."""
    names: Sequence[str | None] = ids or [None] * len(lines)
    return Answer(
        lines=tuple(
            AnswerLine(
                id=name,
                kind="diagnosis" if line.system == "icd10cm" else "procedure",
                system=line.system,
                code=line.code,
                poa=line.poa,
                modifiers=line.modifiers or (),
                units=line.units,
                pointers=tuple(one for one in line.pointers or () if one in names),
                date=line.date,
            )
            for name, line in zip(names, lines, strict=True)
        )
    )


def chart_of(item: Coding, shelf: Shelf) -> Chart:
    """Return *item* as a chart: its stem the only document, its right options the key and its alternatives.

    The order of the key counts where the edits would find fault with another, or where a wrong option turns it.
    """
    first, *others = item.right
    lines = tuple(
        key_line(f"d{place}", line, first.why, first.cite) for place, line in enumerate(first.lines or (), 1)
    )
    pairs, heads = _order(item, first, shelf)
    key = _KEY.model_copy(
        update={
            "lines": lines,
            "first": tuple(lines[place].id for place in heads),
            "order": tuple(
                OrderPair.model_construct(
                    before=lines[a].id, after=lines[b].id, reason=first.why, citation=first.cite
                )
                for a, b in pairs
            ),
            "alternatives": tuple(_alternative(lines, other) for other in others),
            "excludes1_exceptions": _apart(first),
        }
    )
    key.__dict__.pop("rejections", None)
    setting = item.claim.setting if item.claim else "office"
    inpatient = setting == "inpatient"
    return template("facility" if inpatient else "professional", setting, shelf.day).model_copy(
        update={"key": key, "asks": _asks(item)}
    )


def key_line(
    name: str,
    line: ItemLine,
    reason: str,
    citation: tuple[str, ...],
    role: Literal["required", "optional"] = "required",
) -> KeyLine:
    """Return a line of a question as a line of a key, called *name*."""
    return KeyLine.model_construct(
        id=name,
        kind="diagnosis" if line.system == "icd10cm" else "procedure",
        system=line.system,
        code=line.code,
        role=role,
        evidence=(Mark(document="record", quote="record"),),
        poa=line.poa,
        modifiers=line.modifiers or (),
        units=line.units,
        pointers=line.pointers or (),
        date=line.date,
        reason=reason,
        citation=citation or ("I.B.2",),
    )


def _apart(option: Option) -> tuple[Excludes1Exception, ...]:
    """Return the pairs that a key lets stand together as clearly unrelated, which it says by citing I.A.12.a."""
    if UNRELATED not in option.cite:
        return ()
    codes = [line.code for line in option.lines or () if line.system == "icd10cm"]
    return tuple(
        Excludes1Exception(codes=pair, reason=option.why, citation=(UNRELATED,))
        for pair in combinations(codes, 2)
    )


def _alternative(lines: tuple[KeyLine, ...], option: Option) -> Alternative:
    return Alternative.model_validate(
        {
            "instead_of": [line.id for line in lines],
            "use": [
                {"system": line.system, "code": line.code, "poa": line.poa} for line in option.lines or ()
            ],
            "credit": 1.0,
            "reason": option.why,
            "citation": list(option.cite or ("I.B.2",)),
        }
    )


def _asks(item: Coding) -> tuple[str, ...]:
    found = [line for option in item.options for line in option.lines or ()]
    asks = ["diagnoses"] if any(line.system == "icd10cm" for line in found) else []
    if any(line.poa is not None for line in found):
        asks.append("poa")
    if any(line.system != "icd10cm" for line in found):
        asks.append("procedures")
    if any(line.modifiers for line in found):
        asks.append("modifiers")
    if any(line.units is not None for line in found):
        asks.append("units")
    return tuple(asks)


def _order(item: Coding, key: Option, shelf: Shelf) -> tuple[list[tuple[int, int]], list[int]]:
    """Return the pairs of the key's lines whose order is ruled, and the lines that may stand first, by place."""
    codes = tuple(line.code for line in key.lines or () if line.system == "icd10cm")
    everything = list(range(len(codes)))
    if len(codes) < 2 or len(codes) != len(key.lines or ()):
        return [], [0]
    turned = [
        tuple(line.code for line in option.lines or ())
        for option in item.options
        if not option.right and sorted(line.code for line in option.lines or ()) == sorted(codes)
    ]
    if any(option[0] != codes[0] for option in turned):
        heads = [0]
    else:
        heads = [place for place in everything if _lawful_first(item, codes, place, shelf)] or [0]
    pairs = [
        (a, b)
        for a, b in combinations(everything, 2)
        if _faults(item, (codes[b], codes[a]), shelf) > _faults(item, (codes[a], codes[b]), shelf)
        or any(option.index(codes[b]) < option.index(codes[a]) and option[0] == codes[0] for option in turned)
    ]
    return pairs, heads


def _lawful_first(item: Coding, codes: tuple[str, ...], place: int, shelf: Shelf) -> bool:
    """Say whether some order of *codes* with the one in *place* at the head has no more faults than the key's."""
    if len(codes) > _MOST_ORDERED:
        return place == 0
    rest = codes[:place] + codes[place + 1 :]
    least = _faults(item, codes, shelf)
    return any(_faults(item, (codes[place], *order), shelf) <= least for order in permutations(rest))


def _faults(item: Coding, codes: tuple[str, ...], shelf: Shelf) -> int:
    found = check_diagnoses(Coded(codes, _claim(item, shelf)), shelf.book("icd10cm"))
    kinds = _kinds()
    return sum(1 for one in found if kinds[one.rule] in _ORDER)


def _claim(item: Coding, shelf: Shelf) -> EditsClaim:
    return claim_for(item.claim.setting if item.claim else "office", shelf.day)


def claim_for(setting: str, day: dt.date) -> EditsClaim:
    """Return the claim of a setting on a day, as the edits take it: a facility's for a stay, else a professional's."""
    return claim_of(template("facility" if setting == "inpatient" else "professional", setting, day), ())


@lru_cache(maxsize=64)
def template(kind: Literal["facility", "professional"], setting: str, day: dt.date) -> Chart:
    """Return a chart without a key of its own: one document, everything is reported, nothing known of the patient."""
    status = {"home": "office", "nursing facility": "office", "asc": "outpatient"}.get(setting, setting)
    return Chart.model_validate(
        {
            "schema": 2,
            "id": "item",
            "number": 1,
            "title": "An item",
            "patient_status": status,
            "claim": {"type": kind},
            "record": "encounter",
            "asks": ["diagnoses"],
            "specialty": "Any",
            "difficulty": 1,
            "dates": {"service": day},
            "coding_date": day,
            "patient": {"name": "Synthetic", "age": {"years": 30}, "sex": "unknown"},
            "payer": "commercial",
            "policy": dict.fromkeys(
                ("external_causes", "place_activity_status", "social_determinants", "status_z", "history_z"),
                "report",
            ),
            "documents": [
                {
                    "id": "record",
                    "kind": "progress note",
                    "title": "Record",
                    "date": day,
                    "author": {"name": "Synthetic", "role": "attending"},
                    "signed": True,
                    "text": "record",
                }
            ],
            "key": _KEY,
            "version": "0" * 16,
        }
    )


_KEY = Key.model_validate(
    {
        "schema": 2,
        "chart": "item",
        "quality": {"state": "draft"},
        "objectives": ["To answer the item"],
        "summary": "The right option.",
        "lines": [
            {
                "id": "d1",
                "kind": "diagnosis",
                "system": "icd10cm",
                "code": "Z00.00",
                "role": "required",
                "evidence": [{"document": "record", "quote": "record"}],
                "reason": "The right option.",
                "citation": ["I.B.2"],
            }
        ],
        "first": ["d1"],
        "first_reason": "The right option.",
        "first_citation": ["I.B.2"],
        "ledger": [
            {
                "document": "record",
                "quote": "record",
                "state": "supports",
                "status": "required",
                "lines": ["d1"],
            }
        ],
    }
)

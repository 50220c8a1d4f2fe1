"""Which skill a difference, an edit or a step of a calculator is practiced by.

What is known of an error is a `Clue`; `skill_of` reads it in a fixed order, told in docs/reference/skills.md: what
names the error by itself, then what is cited, then what is left. All of it is data: the skills' `authorities` and
`axes`, and `skill-rules.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from codeward.calculators import Reason
from codeward.charts import Chart, TabularCitation, parse_tabular
from codeward.codesets import candidates
from codeward.curriculum import skill_list
from codeward.edits import CodeSet, Finding
from codeward.errors import CodewardError
from codeward.grading import Row
from codeward.practice.leading_rules import Leads, skill_rules

__all__ = ["Clue", "skill_of", "skill_of_finding", "skill_of_row", "skill_of_step", "skills_of_row"]

# Verdicts of a row and of a part that say nothing was wrong.
_FINE = frozenset({"right", "optional", "open", "not_asked", "query_right"})
_FINE_PART = frozenset({"right", "told"})
# Characters of a category, which is written without a dot.
_CATEGORY = 3


class Clue(NamedTuple):
    """What is known of an error. `value` is what the key has on the axis, `code` the line's code as it is written.

    `rule` is the id of an edit or of a rule of queries, `ledger` the ledger's reason why a service is not billed,
    `state` what the ledger says of the mention that was coded, `query` the gap that a question is about.
    """

    verdict: str = ""
    axes: tuple[str, ...] = ()
    citation: tuple[str, ...] = ()
    rule: str = ""
    ledger: str = ""
    state: str = ""
    query: str = ""
    value: str = ""
    code: str = ""


class _Index(NamedTuple):
    """The skills by what they list."""

    by_authority: Mapping[str, str]
    by_axis: Mapping[str, str]
    by_value: Mapping[tuple[str, str], str]
    places: tuple[tuple[int, CodeSet, str], ...]
    services: tuple[tuple[str, str, str], ...]


def skill_of(clue: Clue) -> str:
    """Return the id of the skill that practices this error. There is always one."""
    rules = skill_rules()
    strong, broad, general = _by_strength(clue.citation)
    return next(
        found
        for found in (
            _at(rules.queries, clue.query),
            _decided(rules.verdicts.get(clue.verdict)),
            _longest(rules.edits, clue.rule),
            _decided(rules.ledger.get(clue.ledger)),
            _decided(rules.states.get(clue.state)),
            _by_value(clue),
            _by_axis(axis for axis in clue.axes if axis in rules.decisive),
            _by_citation(strong, clue.axes),
            _led(rules.ledger.get(clue.ledger)),
            _led(rules.states.get(clue.state)),
            _by_axis(axis for axis in clue.axes if axis not in rules.weak),
            _by_citation(() if clue.axes else broad, clue.axes),
            _led(rules.verdicts.get(clue.verdict)),
            _by_code(clue.code),
            _by_axis(clue.axes),
            _by_citation((*broad, *general), clue.axes),
            rules.systems[_system(clue.code)],
        )
        if found is not None
    )


def skill_of_row(row: Row | Mapping[str, Any], chart: Chart | None = None) -> str:
    """Return the skill of a row of a grade as a whole; of its single axes see `skills_of_row`.

    The row may be one that was stored as JSON, by any earlier rules of grading. Its *chart* tells more: from which
    mention a wrong code was taken, and what a question should have been about.
    """
    told = _told(row)
    wrong = next((part for part in told.get("parts", ()) if _is_wrong(part)), None)
    if told["verdict"] == "partial" and wrong is not None:
        return _of_part(told, wrong)
    axes = tuple(told.get("axes", ()))
    return skill_of(
        Clue(
            verdict=told["verdict"],
            axes=axes,
            citation=tuple(told.get("citation", ())),
            rule=told.get("rule") or "",
            ledger=told.get("ledger_rule") or "",
            state=_state(told, chart),
            query=_query(told, chart),
            value=next((part["key"] or "" for part in told.get("parts", ()) if part["axis"] in axes), ""),
            code=_code(told),
        )
    )


def skills_of_row(row: Row | Mapping[str, Any], chart: Chart | None = None) -> tuple[str, ...]:
    """Return the skills that a row's errors lead to, the row's own first; none where all of it is right."""
    told = _told(row)
    verdict = told["verdict"]
    if verdict in _FINE or (verdict == "alternative" and told["points"] >= told["possible"]):
        return ()
    found = [skill_of_row(told, chart)]
    # What is missing as a whole was not judged axis by axis.
    if verdict != "missing":
        found += [_of_part(told, one) for one in told.get("parts", ()) if _is_wrong(one)]
    return tuple(dict.fromkeys(found))


def skill_of_finding(finding: Finding) -> str:
    """Return the skill that a finding of the edits leads to."""
    return skill_of(Clue(citation=finding.citation, rule=finding.rule))


def skill_of_step(calculator: str, step: Reason) -> str:
    """Return the skill of one step of a calculator ("units", "em", "anesthesia"). Raises CodewardError."""
    known = skill_rules().calculators.get(calculator, {})
    found = known.get(step.about)
    if found is None:
        raise CodewardError(
            f"No skill is known for the step {step.about} of {calculator}",
            "Add it to calculators in skill-rules.yaml",
        )
    return found


def _told(row: Row | Mapping[str, Any]) -> Mapping[str, Any]:
    return row.to_json() if isinstance(row, Row) else row


def _is_wrong(part: Mapping[str, Any]) -> bool:
    """Say whether a part is an error of its own; what is wrong in the code alone is the row's."""
    return part["verdict"] not in _FINE_PART and part["axis"] != "code"


def _state(told: Mapping[str, Any], chart: Chart | None) -> str:
    """Return what the ledger says of the mention for which it rejects the code of an unsupported line."""
    if chart is None or told["verdict"] != "unsupported" or told["mine"] is None:
        return ""
    code = told["mine"]["code"]
    return next((entry.state for rejection, entry in chart.key.rejections if rejection.holds(code)), "")


def _query(told: Mapping[str, Any], chart: Chart | None) -> str:
    if chart is None or told["key"] is None or not told["verdict"].startswith("query_"):
        return ""
    name = told["key"]["id"]
    kind = next((query.kind for query in chart.key.queries if query.id == name), None)
    return kind or ""


def _of_part(told: Mapping[str, Any], part: Mapping[str, Any]) -> str:
    return skill_of(
        Clue(
            axes=(part["axis"],),
            citation=tuple(part["citation"]),
            value=part["key"] or "",
            code=_code(told),
        )
    )


def _code(told: Mapping[str, Any]) -> str:
    side = told["key"] or told["mine"]
    return side["code"] if side is not None else ""


def _system(code: str) -> str:
    """Return the code system of a line by the shape of its code; diagnoses are written with a dot."""
    if "." in code or len(code) <= _CATEGORY:
        return "icd10cm"
    return next((name for name in candidates(code) if name != "icd10cm"), "icd10cm")


def _by_strength(citation: Iterable[str]) -> tuple[list[str], list[str], list[str]]:
    """Return what is cited of the chapter or the service, of every encounter, and of every line."""
    rules = skill_rules()
    cited = list(citation)
    weak = rules.broad | rules.general
    return (
        [one for one in cited if one not in weak],
        [one for one in cited if one in rules.broad],
        [one for one in cited if one in rules.general],
    )


def _by_code(code: str) -> str | None:
    """Return the skill of a line's own code, where its kind has one."""
    system = _system(code)
    if system == "icd10cm":
        return _of_codes(code) if code else None
    if system == "icd10pcs":
        return _longest(skill_rules().procedures, code)
    return next((skill for first, last, skill in _index().services if first <= code <= last), None)


def _at(table: Mapping[Any, str], name: str) -> str | None:
    """Return what a table of the rules, whose keys are a closed list, has for a text that may be none of them."""
    return table.get(name)


def _decided(leads: Leads | None) -> str | None:
    return leads.skill if leads is not None and leads.decides else None


def _led(leads: Leads | None) -> str | None:
    return leads.skill if leads is not None else None


def _longest(table: Mapping[str, str], text: str) -> str | None:
    """Return what stands under the longest beginning of *text*."""
    return next((table[text[:end]] for end in range(len(text), 0, -1) if text[:end] in table), None)


def _by_value(clue: Clue) -> str | None:
    """Return the skill of what the key has on an axis: "T Resection" is told by its word."""
    word = clue.value.rpartition(" ")[2]
    return next((s for axis in clue.axes if (s := _index().by_value.get((axis, word)))), None)


def _by_axis(axes: Iterable[str]) -> str | None:
    return next((found for axis in axes if (found := _index().by_axis.get(axis))), None)


def _by_citation(citation: Iterable[str], axes: Iterable[str]) -> str | None:
    """Return the skill of the first cited rule: a section before a place of the Tabular List.

    Of several sections the one whose skill lists an axis of the error comes first.
    """
    placed: list[str] = []
    found: list[str] = []
    for one in citation:
        if (place := parse_tabular(one)) is not None:
            placed += filter(None, [_of_place(place)])
        elif (skill := _of_section(one)) is not None:
            found.append(skill)
    wanted = {_index().by_axis.get(axis) for axis in axes}
    return next((skill for skill in found if skill in wanted), None) or next(iter(found or placed), None)


def _of_section(citation: str) -> str | None:
    """Return the skill that lists the longest section that holds *citation*: I.C.4.a.3, else I.C.4.a, else I.C.4."""
    for section in _above(citation):
        skill = _index().by_authority.get(section)
        if skill is not None:
            return skill
    return skill_rules().citations.get(citation.partition(" ")[0])


def _above(citation: str) -> Iterator[str]:
    """Give *citation* and every section that holds it, the nearest first."""
    section = citation
    while section:
        yield section
        section = section[: max(section.rfind("."), section.rfind(" "), 0)]


def _of_place(place: TabularCitation) -> str | None:
    """Return the skill of a place of the Tabular List: of the instruction that is cited, else of its codes."""
    return _at(skill_rules().instructions, place.kind or "") or _of_codes(place.code.partition("-")[0])


def _of_codes(code: str) -> str | None:
    return next((skill for _, held, skill in _index().places if held.matches(code)), None)


@lru_cache(maxsize=1)
def _index() -> _Index:
    rules = skill_rules()
    listed = skill_list().values()
    places = [
        (-_length(text), CodeSet([text]), skill)
        for skill, codes in rules.tabular.items()
        for text in codes.texts
    ]
    return _Index(
        {authority: skill.id for skill in listed for authority in skill.authorities},
        {**rules.axes, **{axis: skill.id for skill in listed for axis in skill.axes}},
        {
            (axis, value): skill
            for axis, of_skill in rules.values.items()
            for skill, values in of_skill.items()
            for value in values
        },
        # The narrowest first: what begins with more characters, and one category before a run of them.
        tuple(sorted(places, key=lambda place: (place[0], "-" in place[1].texts[0]))),
        tuple(sorted(_runs(rules.services), key=_width)),
    )


def _length(text: str) -> int:
    return len(text.partition("-")[0])


def _runs(services: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str, str]]:
    for skill, texts in services.items():
        for text in texts:
            first, _, last = text.partition("-")
            yield first, last or first, skill


def _width(run: tuple[str, str, str]) -> int:
    """Return how many numbers a run of services holds; its ends begin with the same letter or with none."""
    return int(run[1][-4:]) - int(run[0][-4:]) + 10_000 * (ord(run[1][0]) - ord(run[0][0]))

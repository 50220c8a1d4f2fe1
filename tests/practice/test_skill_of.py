"""Which skill an error leads to: all that grading, edits, ledgers and calculators can name, and single cases."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import get_args

import pytest
import yaml

import codeward.calculators
from codeward.calculators import Reason
from codeward.charts import Answer, Chart, Curriculum, authorities, ledger_rules, load_curriculum, parse_yaml
from codeward.charts.base import QUERY_KINDS
from codeward.claims import Claim, Patient, Statement
from codeward.codesets import InstructionKind, Shelf
from codeward.codesets.icd10pcs import names
from codeward.curriculum import content_folder, skill_list
from codeward.edits import Coded, check_diagnoses, families, rules
from codeward.errors import CodewardError
from codeward.grading import Part, Row, Side, grade
from codeward.grading.model import Verdict
from codeward.practice import (
    Clue,
    skill_of,
    skill_of_finding,
    skill_of_row,
    skill_of_step,
    skill_rules,
    skills_of_row,
)

NOTHING = Fraction(0)
# What grading calls an axis in its own code; those of families and of ICD-10-PCS are data, and walked as such.
AXES = (
    *("placeholder X", "7th character missing", "7th character", "trimester", "laterality", "specificity"),
    *(
        "4th character",
        "5th character",
        "6th character",
        "intent",
        "detail",
        "condition",
        "service",
        "length",
    ),
    *("category", "initial or subsequent", "new or established", "level", "minutes", "age"),
    *("code", "poa", "modifiers", "units", "pointers", "date", "principal procedure"),
    *("problems", "data", "risk", "method"),
)
# The rules of coding: every section of these leads to a skill that lists it, or lists what holds it.
CODING = ("I.", "II", "III", "IV", "Appendix I", "PCS", "CPT", "NCCI", "HCPCS", "PCM", "BPM")


@pytest.fixture(scope="module")
def curriculum() -> Curriculum:
    return load_curriculum()


def pcs_axes() -> set[str]:
    return {names().axis(section, place).lower() for section in names().sections for place in range(2, 8)}


def clues(curriculum: Curriculum) -> Iterator[Clue]:
    """Give a clue for all that may be known of an error, one thing at a time, and for all keys and ledgers."""
    for axis in {*AXES, *pcs_axes(), *(family.axis for family in families())}:
        yield Clue(axes=(axis,))
    for axis, skills in skill_rules().values.items():
        yield from (Clue(axes=(axis,), value=f"0 {word}") for words in skills.values() for word in words)
    yield from (Clue(verdict=verdict) for verdict in get_args(Verdict))
    yield from (Clue(rule=rule.id, citation=rule.citation) for rule in rules())
    yield from (Clue(ledger=rule) for rule in ledger_rules())
    yield from (Clue(state=state) for state in ("negated", "historical", "family", "uncertain", "other"))
    yield from (Clue(query=kind) for kind in QUERY_KINDS)
    yield from (Clue(citation=(authority,)) for authority in authorities())
    for chart in curriculum.charts.values():
        yield from of_key(chart)


def of_key(chart: Chart) -> Iterator[Clue]:
    for line in chart.key.lines:
        yield Clue(verdict="missing", citation=line.citation, code=line.code)
        yield from (Clue(axes=("condition",), citation=near.citation, code=near.code) for near in line.near)
    for entry in chart.key.ledger:
        yield Clue(verdict="unsupported", citation=entry.citation, ledger=entry.rule or "", state=entry.state)
    for pair in chart.key.order:
        yield Clue(verdict="order", citation=pair.citation)
    yield Clue(verdict="first", citation=chart.key.first_citation)


def test_whatever_is_known_of_an_error_leads_to_a_skill_of_the_closed_list(curriculum: Curriculum) -> None:
    assert len(curriculum.charts) > 100
    assert [clue for clue in clues(curriculum) if skill_of(clue) not in skill_list()] == []


def test_every_axis_has_a_skill_of_its_own_and_not_only_the_last_resort() -> None:
    listed = {axis for skill in skill_list().values() for axis in skill.axes} | set(skill_rules().axes)
    named = {*AXES, *pcs_axes(), *(family.axis for family in families())}
    assert sorted(named - listed) == []


def test_every_rule_of_coding_that_may_be_cited_belongs_to_a_skill() -> None:
    """A section that nobody lists would fall through to the last resort, which the code of no line can tell apart."""
    last = skill_rules().systems["cpt"]
    lost = [
        authority
        for authority in authorities()
        if authority.startswith(CODING) and skill_of(Clue(citation=(authority,), code="99999")) == last
    ]
    assert lost == ["CPT instructions"]


def test_the_rules_name_only_what_there_is() -> None:
    found = skill_rules()
    tables = (found.axes, found.citations, found.instructions, found.edits, found.procedures, found.systems)
    led = (found.ledger, found.states, found.verdicts)
    named = {
        *(skill for table in tables for skill in table.values()),
        *(one.skill for table in led for one in table.values()),
        *(skill for table in (*found.calculators.values(), found.queries) for skill in table.values()),
        *(skill for of_axis in found.values.values() for skill in of_axis),
        *found.tabular,
        *found.services,
    }
    assert sorted(named - skill_list().keys()) == []
    assert set(found.verdicts) <= set(get_args(Verdict))
    assert set(found.ledger) == set(ledger_rules())
    assert set(found.queries) == set(QUERY_KINDS)
    assert set(found.instructions) <= set(get_args(InstructionKind))
    assert sorted((found.general | found.broad) - authorities().keys()) == []
    ids = [rule.id for rule in rules()]
    assert [
        name for name in found.edits if name != "CW-QU" and not any(i.startswith(name) for i in ids)
    ] == []


def test_a_decisive_axis_is_an_axis_that_grading_names() -> None:
    named = {*AXES, *pcs_axes(), *(family.axis for family in families()), "minutes"}
    assert sorted(skill_rules().decisive - named) == []


def test_every_skill_is_reached_or_its_area_says_why_only_checks_ask_for_it(curriculum: Curriculum) -> None:
    found = skill_rules()
    codes = [Clue(code=text.partition("-")[0]) for texts in found.services.values() for text in texts]
    codes += [Clue(code=f"{start:0<7}") for start in found.procedures]
    codes += [Clue(code=text.partition("-")[0]) for codes in found.tabular.values() for text in codes.texts]
    reached = {skill_of(clue) for clue in (*clues(curriculum), *codes)}
    reached |= {skill for steps in found.calculators.values() for skill in steps.values()}
    left = {skill for skill in skill_list() if skill not in reached}
    areas = {skill.partition(".")[0] for skill in left}
    assert sorted(areas - found.checks_only.keys()) == []
    assert sorted(found.checks_only.keys() - areas) == []
    assert areas.isdisjoint(("dx", "poa", "pcs", "cpt", "surg", "em", "mod", "hcpcs"))


def test_every_skill_has_a_lesson_of_the_program() -> None:
    text = (content_folder() / "program.yaml").read_text()
    planned = {lesson["id"] for lesson in parse_yaml(text, "program.yaml")["lessons"]}
    taught = {skill.lesson for skill in skill_list().values()}
    assert sorted(taught ^ planned) == []


def test_every_step_of_a_calculator_has_a_skill() -> None:
    """Which steps there are is read from the calculators' own source: a new one without a skill is noticed here."""
    root = Path(codeward.calculators.__file__).parent
    for name, files in {
        "units": [root / "units.py", root / "discarded.py", root / "leftovers.py"],
        "anesthesia": [root / "anesthesia.py", root / "anesthesia_case.py"],
        "em": sorted((root / "em").glob("*.py")),
    }.items():
        told = {step for file in files for step in steps_in(file)}
        assert told, name
        assert told <= skill_rules().calculators[name].keys(), name


def steps_in(file: Path) -> set[str]:
    calls = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
    made = [call for call in calls if getattr(call.func, "id", "") == "Reason" and call.args]
    return {str(call.args[0].value) for call in made if isinstance(call.args[0], ast.Constant)}


def test_a_step_that_nobody_knows_is_refused_by_name() -> None:
    assert skill_of_step("units", Reason("discarded", "", ())) == "hcpcs.waste"
    with pytest.raises(CodewardError, match="fuel"):
        skill_of_step("units", Reason("fuel", "", ()))


@pytest.mark.parametrize(
    ("clue", "skill"),
    [
        # The longest section that a skill lists.
        (Clue(citation=("I.C.4.a.3",)), "dx.drug_use"),
        (Clue(citation=("I.C.4.a.1.b",)), "dx.diabetes_type"),
        (Clue(citation=("I.C.9.a.2",)), "dx.hypertension"),
        (Clue(citation=("I.C.9.a.9",)), "dx.blood_pressure"),
        (Clue(citation=("I.C.12.a.5",)), "dx.ulcer_change"),
        # A rule of the chapter before one of every encounter, and that before one of every line.
        (Clue(citation=("IV.J", "I.C.21.c.4")), "dx.history"),
        (Clue(citation=("I.B.2", "III")), "dx.other"),
        (Clue(citation=("IV.J",), code="E78.5"), "dx.outpatient_other"),
        # An axis that says all decides; any other only where nothing of its own is cited.
        (Clue(axes=("laterality",), citation=("I.C.19.c",)), "dx.side"),
        (Clue(axes=("7th character",), citation=("I.C.19.a",)), "dx.injury_seventh"),
        (Clue(axes=("7th character",), citation=("I.A.5",)), "dx.seventh"),
        (Clue(axes=("specificity",), citation=("I.B.2",), code="J45.40"), "dx.detail"),
        (Clue(axes=("modifiers",), citation=("CPT modifier 59", "NCCI PTP")), "mod.distinct"),
        (Clue(axes=("modifiers",), citation=("CPT instructions",)), "mod.order"),
        # Of several sections the one whose skill lists the axis.
        (Clue(axes=("units",), citation=("CPT instructions", "PCM 5 20.2", "PCM 17 10")), "hcpcs.units"),
        # A place of the Tabular List: its instruction, else its codes.
        (Clue(citation=("Tabular E11 use_additional",)), "dx.additional"),
        (Clue(citation=("Tabular R65.2 code_first",)), "dx.demand"),
        (Clue(citation=("Tabular R65.21",)), "dx.severe_sepsis"),
        (Clue(citation=("Tabular Z91.12",)), "dx.underdosing"),
        (Clue(citation=("Tabular I60-I69 use_additional",)), "dx.additional"),
        # What an operation of ICD-10-PCS should have been.
        (Clue(axes=("operation",), citation=("PCS A11",), value="B Excision"), "pcs.root.out"),
        (Clue(axes=("operation",), citation=("PCS A11",), value="H Insertion"), "pcs.root.put"),
        # Why the ledger refuses, and what it says of the mention.
        (Clue(citation=("CPT colonoscopy",), ledger="staff-word"), "record.author"),
        (Clue(citation=("PCS B3.1b",), ledger="component"), "pcs.several"),
        (Clue(citation=("NCCI I.C",), ledger="component"), "cpt.included"),
        (Clue(citation=("IV.J",), state="negated"), "record.mention"),
        (Clue(citation=("I.C.2.m",), state="historical"), "dx.neoplasm_past"),
        (Clue(citation=("III.B",), state="historical"), "dx.previous"),
        # An axis that says little comes after the code, and a rule of every encounter says nothing of a code's detail.
        (Clue(axes=("condition",), citation=("I.B.2",), code="Z53.09"), "dx.first.z"),
        (Clue(axes=("condition",), citation=("IV.J",), code="E03.9"), "find.main_term"),
        (Clue(axes=("weeks, weight or count",), citation=("I.B.2",), code="Z68.33"), "dx.weight"),
        (Clue(axes=("5th character",), citation=("I.B.2",), code="T81.43XA"), "dx.care_complication"),
        (Clue(axes=("6th character",), citation=("I.B.2",), code="D12.2"), "dx.neoplasm_table"),
        (Clue(axes=("service",), citation=("NCCI IX",), code="70450"), "rad.views"),
        # Nothing but the code.
        (Clue(verdict="unsupported", code="45385"), "surg.colon"),
        (Clue(verdict="unsupported", code="62270"), "surg.spine"),
        (Clue(verdict="unsupported", code="J1885"), "hcpcs.units"),
        (Clue(verdict="unsupported", code="0DTJ4ZZ"), "pcs.table"),
        (Clue(verdict="unsupported", code="10E0XZZ"), "pcs.obstetrics"),
        (Clue(verdict="unsupported", code="I50.9"), "dx.detail"),
        (Clue(), "dx.detail"),
    ],
)
def test_the_order_in_which_a_clue_is_read(clue: Clue, skill: str) -> None:
    assert skill_of(clue) == skill


def test_a_finding_leads_to_its_edits_skill_or_to_what_it_cites() -> None:
    found = yaml.safe_load("""
      CW-PP-001: ncci.pairs
      CW-PP-005: em.plus.procedure
      CW-ND-010: dx.additional
      CW-SQ-014: dx.burn_extent
      CW-MX-033: hcpcs.waste
      CW-MX-011: mod.team
    """)
    by_id = {rule.id: rule for rule in rules()}
    for name, skill in found.items():
        assert skill_of(Clue(rule=name, citation=by_id[name].citation)) == skill, name


def part(axis: str, verdict: str, key: str = "", citation: tuple[str, ...] = ()) -> Part:
    return Part(axis, verdict, "x", key, NOTHING, NOTHING, "", citation)  # type: ignore[arg-type]


def row(verdict: str, *parts: Part, code: str = "45385", citation: tuple[str, ...] = ()) -> Row:
    side = Side("a", code, "")
    return Row(verdict, side, side, NOTHING, Fraction(1), "", citation, parts=parts)  # type: ignore[arg-type]


def test_each_wrong_axis_of_a_line_leads_to_its_own_skill() -> None:
    found = row(
        "partial",
        part("code", "right"),
        part("modifiers", "wrong", "59", ("CPT modifier 59",)),
        part("units", "right"),
        part("pointers", "missing"),
    )
    assert skills_of_row(found) == ("mod.distinct", "claim.form")
    assert skill_of_row(found) == "mod.distinct"


def test_what_is_right_leads_nowhere() -> None:
    assert skills_of_row(row("right", part("code", "right"))) == ()
    assert skills_of_row(row("optional", part("poa", "right"))) == ()


def test_a_line_that_is_missing_leads_to_one_skill_and_not_to_each_of_its_axes() -> None:
    found = row("missing", part("code", "missing"), part("units", "missing"), citation=("CPT colonoscopy",))
    assert skills_of_row(found) == ("surg.colon",)


def test_a_grade_leads_from_every_difference_to_a_skill(curriculum: Curriculum) -> None:
    chart = next(
        c for c in curriculum.charts.values() if any(e.state == "negated" and e.rejects for e in c.key.ledger)
    )
    denied = next(e.rejects[0] for e in chart.key.ledger if e.state == "negated" and e.rejects)
    first = chart.key.lines[0]
    told = grade(chart, Answer.of(denied.rstrip(".-"), first.code))
    by_code = {row.mine.code: skill_of_row(row, chart) for row in told.rows if row.mine and row.differs}
    assert by_code[denied.rstrip(".-")] == "record.mention"
    missing = [row for row in told.rows if row.verdict == "missing"]
    assert missing
    assert all(skills_of_row(row, chart) for row in told.rows if row.differs)


def test_a_question_that_was_owed_leads_to_the_kind_of_its_gap(curriculum: Curriculum) -> None:
    chart = next(
        c
        for c in curriculum.charts.values()
        if any(q.required and q.kind == "conflict" for q in c.key.queries)
    )
    told = grade(chart, Answer.of(chart.key.lines[0].code))
    owed = next(row for row in told.rows if row.verdict == "query_missing")
    assert skill_of_row(owed) == "query.when"
    assert skill_of_row(owed, chart) == "record.conflict"


def test_a_grade_that_was_stored_leads_where_a_fresh_one_does(curriculum: Curriculum) -> None:
    chart = curriculum.charts["walk-in-cough"]
    told = grade(chart, Answer.of("J20.9", "R50.9"))
    stored = json.loads(json.dumps([row.to_json() for row in told.rows]))
    assert [skills_of_row(row, chart) for row in stored] == [skills_of_row(row, chart) for row in told.rows]
    # Grades of the first rules had neither parts nor axes.
    old = [{k: v for k, v in row.items() if k not in ("parts", "axes", "ledger_rule")} for row in stored]
    assert all(skill_of_row(row) in skill_list() for row in old)


def test_findings_of_a_real_claim_are_told_by_their_rule(curriculum: Curriculum) -> None:
    day = curriculum.charts["walk-in-cough"].coding_date
    claim = Claim("professional", Statement(day, day), patient=Patient(sex="female", age_years=43))
    found = check_diagnoses(Coded(("B96.20", "N39.0"), claim), Shelf.on(day).book("icd10cm"))
    assert "dx.organism" in {skill_of_finding(one) for one in found}

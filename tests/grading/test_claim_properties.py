"""What must hold for every whole claim: office claims and stays made up from the real books."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from codeward.calculators import em
from codeward.charts import Answer, AnswerLine, Chart, load_answer
from codeward.codesets import Shelf
from codeward.grading import Grade, grade
from codeward.grading.details import SHARES, asked_axes, details_of
from tests.charts.build import line
from tests.grading.claims import OFFICE_ASKS, STAY_ASKS, answered, must_not, office, service, stay

DIAGNOSES = ["B35.1", "Q66.51", "L40.0", "G43.909", "M54.50", "N20.0", "K21.9", "D50.9", "J45.909"]
SERVICES = ["20610", "29827", "45378", "11042", "71046", "80053", "93000", "12001", "99213", "99284"]
MODIFIERS: list[list[str]] = [[], ["RT"], ["59", "LT"], ["50"], ["26"], ["50", "59"], ["76", "RT"]]
DAYS = ["2026-05-11", "2026-05-12", "2026-05-13"]
LETTERS = ["Y", "N", "U", "W", "exempt"]
# A failing claim is small enough as it is: looking for a smaller one takes minutes on a busy machine.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
some = settings(max_examples=10, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))


@cache
def of_book(shelf: Shelf, system: str) -> tuple[str, ...]:
    """Return billable codes of the book, spread over it."""
    book = shelf.book(system)
    codes = tuple(book.file.codes())
    step = max(1, len(codes) // 4000)
    return tuple(code for code in codes[::step] if book[code].billable)


def asks(draw: st.DrawFn, every: list[str]) -> list[str]:
    """Return what a chart asks: diagnoses and procedures, and some of the rest."""
    return [one for one in every if one in ("diagnoses", "procedures") or draw(st.booleans())]


@st.composite
def offices(draw: st.DrawFn) -> Chart:
    """A professional claim: one to four diagnoses, one to five services of which codes may repeat."""
    diagnoses = draw(st.lists(st.sampled_from(DIAGNOSES), min_size=1, max_size=4, unique=True))
    names = [f"d{i}" for i in range(len(diagnoses))]
    lines = [line(name, code) for name, code in zip(names, diagnoses, strict=True)]
    for i, code in enumerate(draw(st.lists(st.sampled_from(SERVICES), min_size=1, max_size=5))):
        pointers = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
        allowed = draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
        more: dict[str, Any] = {
            "modifiers": draw(st.sampled_from(MODIFIERS)),
            "units": draw(st.integers(1, 4)),
            "pointers": pointers,
            "pointers_allowed": allowed,
            "date": draw(st.sampled_from(DAYS)),
            "role": draw(st.sampled_from(["required", "required", "optional"])),
        }
        if code in ("99213", "99284"):
            more["em"] = {"problems": "low", "data": "limited", "risk": "low", "by": "decision making"}
        lines.append({**service(f"p{i}", code), **more})
    return office(lines, head={"asks": asks(draw, OFFICE_ASKS)})


@st.composite
def stays(draw: st.DrawFn) -> Chart:
    """A stay: one to four diagnoses with letters, one to four procedures of which some may be the principal one."""
    diagnoses = draw(st.lists(st.sampled_from(DIAGNOSES), min_size=1, max_size=4, unique=True))
    lines = [line(f"d{i}", code, poa=draw(st.sampled_from(LETTERS))) for i, code in enumerate(diagnoses)]
    pool = of_book(BOOKS, "icd10pcs")
    codes = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=4, unique_by=lambda code: code[:3]))
    lines += [
        line(f"p{i}", code, system="icd10pcs", kind="procedure", date=draw(st.sampled_from(DAYS)))
        for i, code in enumerate(codes)
    ]
    may = [f"p{i}" for i in range(draw(st.integers(1, len(codes))))]
    principal = {"lines": may, "reason": "It treats what he came for.", "citation": ["I.B.2"]}
    return stay(lines, head={"asks": asks(draw, STAY_ASKS)}, principal_procedure=principal)


BOOKS = Shelf.on(stay().coding_date)
claims = st.one_of(offices(), stays())


def with_lines(answer: Answer, lines: Sequence[AnswerLine]) -> Answer:
    return Answer(lines=tuple(lines), queries=answer.queries)


def damaged(draw: st.DrawFn, answer: Answer) -> Answer:
    """Return some of the answer's lines, with fields of some of them changed."""
    kept = draw(st.lists(st.sampled_from(answer.lines), unique_by=lambda one: one.id))
    out = []
    for one in kept:
        said = one.model_dump(mode="json")
        if draw(st.booleans()):
            said |= draw(
                st.sampled_from(
                    [
                        {"modifiers": ["22"]} if one.system == "cpt" else {"date": None},
                        {"units": 9} if one.system == "cpt" else {"date": "2026-05-14"},
                        {"poa": "N"} if one.kind == "diagnosis" else {"pointers": []},
                        {"pointers": ["d0", "nowhere"]} if one.system == "cpt" else {},
                    ]
                )
            )
        out.append(said)
    return load_answer({"schema": 2, "lines": out})


@st.composite
def answers(draw: st.DrawFn) -> tuple[Chart, Answer]:
    """A claim, and an answer that is wrong somewhere."""
    chart = draw(claims)
    return chart, damaged(draw, answered(chart))


def optional_ids(chart: Chart) -> tuple[str, ...]:
    return tuple(one.id for one in chart.key.lines if not one.required)


@some
@given(claims)
def test_the_key_scores_100_nothing_scores_0_and_a_line_less_costs(chart: Chart) -> None:
    for without in ((), optional_ids(chart)):
        found = grade(chart, answered(chart, without), BOOKS)
        assert (found.score, found.differences) == (100, ())
        assert found.figures.record_exact
    assert grade(chart, Answer(), BOOKS).score == 0
    for one in chart.key.lines:
        if one.required:
            # Without the optional lines: one of the same code would take the place of what is dropped.
            assert grade(chart, answered(chart, (one.id, *optional_ids(chart))), BOOKS).score < 100


@some
@given(claims, st.integers(0, 2**32))
def test_the_order_of_lines_is_free_but_for_the_first_of_each(chart: Chart, seed: int) -> None:
    lines = list(answered(chart).lines)
    rest = lines[1:]
    random.Random(seed).shuffle(rest)
    if chart.key.principal_procedure is not None:
        # One of those that may be the principal procedure stays in front of the others.
        rest.sort(key=lambda one: one.id not in chart.key.principal_procedure.lines)  # type: ignore[union-attr]
    assert grade(chart, with_lines(answered(chart), [lines[0], *rest]), BOOKS).score == 100


@some
@given(answers(), st.integers(0, 2**32))
def test_services_of_one_code_are_paired_alike_in_any_order(case: tuple[Chart, Answer], seed: int) -> None:
    chart, answer = case
    assume(not chart.inpatient_facility)
    diagnoses = [one for one in answer.lines if one.kind == "diagnosis"]
    services = [one for one in answer.lines if one.kind == "procedure"]
    turned = random.Random(seed).sample(services, len(services))
    one, other = (
        grade(chart, with_lines(answer, [*diagnoses, *these]), BOOKS) for these in (services, turned)
    )
    assert (one.score, one.points) == (other.score, other.points)


@some
@given(claims, st.data())
def test_one_wrong_axis_costs_its_share_and_is_one_difference(chart: Chart, data: st.DataObject) -> None:
    lines = [one for one in chart.key.lines if one.required]
    judged = [(one, asked_axes(chart, one.kind, one.system, details_of(one))) for one in lines]
    able = [(one, axis) for one, axes in judged for axis in axes]
    assume(able)
    one, axis = data.draw(st.sampled_from(able))
    # Another line of the same code could take what this one gives wrongly.
    assume(sum(other.code == one.code for other in chart.key.lines) == 1)
    wrong: dict[str, Any] = {
        "poa": {"poa": "N" if one.poa != "N" else "Y"},
        "modifiers": {"modifiers": ["22"]},
        "units": {"units": 9},
        "pointers": {"pointers": []},
        "date": {"date": "2026-05-20"},
    }[axis]
    found = grade(chart, answered(chart, (), **{one.id: wrong}), BOOKS)
    assert found.possible - found.points == SHARES[axis]
    [only] = found.differences
    assert (only.row.key and only.row.key.id, only.row.verdict) == (one.id, "partial")


def is_stranger(chart: Chart, system: str, code: str) -> bool:
    """Say whether the key has nothing that *code* could be a slip of: no line, no table, no visit for a visit."""
    codes = [one.code for one in chart.key.lines if one.system == system]
    if system == "icd10pcs":
        return not any(one[:3] == code[:3] for one in codes)
    return code not in codes and em.visit(code) is None


@some
@given(answers(), st.data())
def test_a_stranger_never_earns(case: tuple[Chart, Answer], data: st.DataObject) -> None:
    chart, answer = case
    system = "icd10pcs" if chart.inpatient_facility else data.draw(st.sampled_from(["cpt", "hcpcs"]))
    code = data.draw(st.sampled_from(of_book(BOOKS, system)).filter(lambda c: is_stranger(chart, system, c)))
    whole = answer.to_json()
    place = data.draw(st.integers(0, len(whole["lines"])))
    whole["lines"].insert(place, {"kind": "procedure", "system": system, "code": code, "id": "stranger"})
    before, after = grade(chart, answer, BOOKS), grade(chart, load_answer(whole), BOOKS)
    assert after.points == before.points - Fraction(1, 2) * min(Fraction(1), after.possible / 4)
    [row] = [row for row in after.rows if row.mine and row.mine.id == "stranger"]
    assert (row.verdict, row.key) == ("unsupported", None)


@some
@given(answers())
def test_points_add_up_and_the_same_answer_gives_the_same_bytes(case: tuple[Chart, Answer]) -> None:
    chart, answer = case
    found = grade(chart, answer, BOOKS)
    assert sum((row.points for row in found.rows), Fraction(0)) == found.points
    assert sum((row.possible for row in found.rows), Fraction(0)) == found.possible
    assert found.to_json() == grade(chart, load_answer(answer.to_json()), BOOKS).to_json()
    assert len({row.id for row in found.rows}) == len(found.rows)
    for row in found.rows:
        assert row.reason
        if not row.parts or row.key is None or row.key.role == "optional":
            continue
        # What the parts do not hold is the first place's.
        more = row.points - sum(part.points for part in row.parts)
        assert 0 <= more <= 1
        assert all(0 <= part.points <= part.possible for part in row.parts)


@some
@given(offices(), st.sampled_from(["RT", "LT"]), st.booleans())
def test_both_sides_in_either_form_score_their_credit(chart: Chart, first: str, whole: bool) -> None:
    [one] = [each for each in chart.key.lines if each.id == "p0"]
    assume(one.required and sum(each.code == one.code for each in chart.key.lines) == 1)
    other = "LT" if first == "RT" else "RT"
    credit = 1.0 if whole else 0.5
    raw = [each.model_dump(mode="json", exclude_defaults=True) for each in chart.key.lines]
    use = [
        {"system": one.system, "code": one.code, "modifiers": [side], "units": 1} for side in (first, other)
    ]
    alternative = {
        "instead_of": ["p0"],
        "use": use,
        "credit": credit,
        "reason": "Both.",
        "citation": ["I.B.2"],
    }
    both = office(raw, head={"asks": ["diagnoses", "procedures", "modifiers"]}, alternatives=[alternative])
    said = answered(both).to_json()
    place = next(i for i, each in enumerate(said["lines"]) if each["id"] == "p0")
    sides = [
        {**said["lines"][place], "id": f"s{n}", "modifiers": [side]} for n, side in enumerate(("LT", "RT"))
    ]
    said["lines"][place : place + 1] = sides
    found: Grade = grade(both, load_answer(said), BOOKS)
    # Of two readings the better one counts: where a second line costs less than half of the first, it is that one.
    least = found.possible - (1 - Fraction(str(credit)))
    assert found.points == least if whole else least <= found.points < found.possible


def test_what_is_made_up_holds_every_kind_of_line() -> None:
    """The strategies are no empty promise: each axis and each kind is drawn."""
    kinds = {(one.kind, one.system) for one in (*office().key.lines, *stay().key.lines)}
    assert kinds == {("diagnosis", "icd10cm"), ("procedure", "cpt"), ("procedure", "icd10pcs")}
    assert must_not("29822")["rule"] == "component"

"""What must hold for every key: over all charts of the curriculum, and over made-up ones."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import cache
from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from codeward.charts import Answer, AnswerLine, Chart, KeyLine, load_curriculum, load_snapshot
from codeward.codesets import Shelf
from codeward.edits import families
from codeward.grading import Grade, grade, key_sequence
from codeward.grading.answers import alternative_answer, answer_of
from codeward.grading.check_grades import expected_score
from codeward.grading.readings import principal_lines
from codeward.grading.scoring import BROKEN_ORDER, FIRST, PRINCIPAL, best
from tests.charts.build import files, line, make, pair

CHARTS = sorted(load_curriculum(strict=False).charts.values(), key=lambda chart: chart.number)
POOL = [
    "B35.1",
    "Q66.51",
    "L40.0",
    "G43.909",
    "H25.11",
    "M54.50",
    "N20.0",
    "K21.9",
    "D50.9",
    "E78.5",
    "J45.909",
]

every_chart = pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
few = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def made_up(draw: st.DrawFn) -> Chart:
    """A chart of two to seven unrelated codes, some optional, some ordered, one to three that may stand first."""
    codes = draw(st.lists(st.sampled_from(POOL), min_size=2, max_size=7, unique=True))
    first = draw(st.integers(1, min(3, len(codes))))
    lines = [
        line(f"d{i}", code, "optional" if i >= first and draw(st.booleans()) else "required")
        for i, code in enumerate(codes)
    ]
    after_first = range(first, len(codes))
    order = [
        pair(f"d{i}", f"d{j}") for i in after_first for j in after_first if i < j and draw(st.booleans())
    ]
    return make(lines, first=[f"d{i}" for i in range(first)], order=order)


any_chart = st.one_of(st.sampled_from(CHARTS), made_up()) if CHARTS else made_up()


def shuffled(chart: Chart, seed: int) -> list[KeyLine]:
    """Return the key's lines in another order that its rules allow."""
    chance = random.Random(seed)
    waiting, done = list(chart.key.lines), []
    while waiting:
        ids = {item.id for item in waiting}
        free = [w for w in waiting if not any(p.before in ids and p.after == w.id for p in chart.key.order)]
        if not done:
            free = [w for w in free if w.id in chart.key.first]
        chosen = chance.choice(free)
        waiting.remove(chosen)
        done.append(chosen)
    principal = principal_lines(chart)
    # One that may be the principal procedure stands in front of the other procedures.
    return sorted(done, key=lambda one: one.kind == "procedure" and one.id not in principal)


def pairs_of(found: Grade) -> set[tuple[str, str]]:
    return {
        (row.mine.code, row.key.code) for row in found.rows if row.mine and row.key and row.verdict != "order"
    }


def with_lines(answer: Answer, lines: list[AnswerLine]) -> Answer:
    return Answer(lines=tuple(lines), queries=answer.queries)


@every_chart
def test_the_key_scores_100_and_nothing_scores_nothing(shelf: Shelf, chart: Chart) -> None:
    for optional in (True, False):
        found = grade(chart, answer_of(key_sequence(chart, optional=optional), chart), shelf)
        assert (found.score, found.differences) == (100, ())
        assert found.figures.record_exact
    assert grade(chart, Answer(), shelf).score == 0


@every_chart
def test_dropping_any_required_line_lowers_the_score(shelf: Shelf, chart: Chart) -> None:
    sequence = key_sequence(chart)
    for dropped in [item for item in sequence if item.required]:
        rest = answer_of([item for item in sequence if item is not dropped], chart)
        assert grade(chart, rest, shelf).score < 100


@every_chart
def test_every_listed_alternative_scores_its_credit(shelf: Shelf, chart: Chart) -> None:
    scores = [
        (grade(chart, alternative_answer(chart, a), shelf).score, expected_score(chart, a))
        for a in chart.key.alternatives
    ]
    assert all(found == expected for found, expected in scores)


@every_chart
def test_every_expected_wrong_choice_is_one_difference(shelf: Shelf, chart: Chart) -> None:
    whole = answer_of(key_sequence(chart), chart)
    there = {answered.code for answered in whole.lines}
    for place, item in enumerate(key_sequence(chart)):
        for near in [n for n in item.near if n.code not in there]:
            lines = list(whole.lines)
            lines[place] = lines[place].model_copy(update={"code": near.code})
            found = grade(chart, with_lines(whole, lines), shelf)
            if found.rows[place].verdict in ("alternative", "open"):
                continue
            # An order pair of the line still holds, so nothing but the line itself differs.
            assert [d.row.mine and d.row.mine.code for d in found.differences] == [near.code]
            assert found.rows[place].verdict == "near"


@few
@given(any_chart, st.integers(0, 2**32))
def test_permuting_where_order_is_free_never_changes_the_score(shelf: Shelf, chart: Chart, seed: int) -> None:
    assert grade(chart, answer_of(shuffled(chart, seed), chart), shelf).score == 100


def fewest_moves(pairs: list[tuple[str, str]], forced: list[set[str]]) -> int:
    """Return how many lines must move, at least, so that every pair is mended; by trying every choice.

    One of *forced* moves in any case.
    """
    ends = sorted({end for item in pairs for end in item}.union(*forced))
    for count in range(len(ends) + 1):
        for moved in combinations(ends, count):
            if all(set(item) & set(moved) for item in pairs) and any(one <= set(moved) for one in forced):
                return count
    raise AssertionError


@settings(parent=few, max_examples=60)
@given(any_chart, st.integers(0, 2**32))
def test_any_order_costs_the_first_place_and_once_each_line_that_must_move(
    shelf: Shelf, chart: Chart, seed: int
) -> None:
    lines = list(chart.key.lines)
    random.Random(seed).shuffle(lines)
    place = {item.id: i for i, item in enumerate(lines)}
    first = set(chart.key.first)
    # Place 1 is a diagnosis's; the first procedure has a place of its own.
    leading = [item for item in lines if item.kind == "diagnosis"]
    lost = leading[0].id not in first
    principal = principal_lines(chart)
    procedure = next((item.id for item in lines if item.system == "icd10pcs"), None)
    unnamed = PRINCIPAL if principal and procedure not in principal else Fraction(0)
    broken = [(p.before, p.after) for p in chart.key.order if place[p.before] > place[p.after]]
    # What gives place 1 back: a line that may lead moves to the front, or the one in front of it moves away.
    forced = [{one} for one in first] if lost else [set()]
    if lost and leading[1].id in first:
        forced.append({leading[0].id})
    found = grade(chart, answer_of(lines, chart), shelf)
    moves = fewest_moves(broken, forced) - lost
    assert found.points == found.possible - moves * BROKEN_ORDER - lost * FIRST - unnamed
    told = [one for row in found.rows if row.verdict == "order" and row.key for one in row.key.id.split(",")]
    assert len(told) == len(set(told))
    assert set(told) <= {f"{a}>{b}" for a, b in broken}


@settings(parent=few, max_examples=60)
@given(made_up())
def test_breaking_one_order_pair_costs_exactly_that(shelf: Shelf, chart: Chart) -> None:
    assume(chart.key.order)
    swapped = next(
        (
            (p, i)
            for p in chart.key.order
            for i, item in enumerate(key_sequence(chart)[:-1])
            if item.id == p.before and key_sequence(chart)[i + 1].id == p.after
        ),
        None,
    )
    assume(swapped is not None)
    assert swapped is not None
    lines = list(key_sequence(chart))
    i = swapped[1]
    lines[i], lines[i + 1] = lines[i + 1], lines[i]
    found = grade(chart, answer_of(lines, chart), shelf)
    assert found.points == found.possible - BROKEN_ORDER


MIXED = ["Z79", "Z85", "Z86", "Z87", "Z90", "Z91", "Z92", "Z98", "R03", "R09", "R10", "R19", "R29", "R68"]


@cache
def billable(shelf: Shelf) -> tuple[str, ...]:
    """Return a tenth of the codes that can be billed, every one of the mixed categories among them."""
    book = shelf.book("icd10cm")
    tenth = (code for i, code in enumerate(book.file.codes()) if i % 10 == 0 or code[:3] in MIXED)
    return tuple(code for code in tenth if book[code].billable)


def listed(chart: Chart) -> set[str]:
    """Return every code that the key speaks of as right or nearly right."""
    key = chart.key
    codes = {item.code for item in key.lines} | {near.code for item in key.lines for near in item.near}
    return codes | {use.code for a in key.alternatives for use in a.use}


def is_stranger(chart: Chart, code: str) -> bool:
    """Say whether the key has nothing that *code* could be a slip of.

    Known by other means than the grader's: no line of its category, of a mixed category no line that agrees with it
    in five characters, no family of the data that joins it to a line, and the key does not list it.
    """
    codes = {item.code for item in chart.key.lines} | {u.code for a in chart.key.alternatives for u in a.use}
    stem = 5 if code[:3] in MIXED else 3
    return (
        code not in listed(chart)
        and not any(code.replace(".", "")[:stem] == c.replace(".", "")[:stem] for c in codes)
        and not any(family.holds(code, c, chart.coding_date) for family in families() for c in codes)
    )


def never_raises(shelf: Shelf, chart: Chart, code: str, data: st.DataObject) -> None:
    """Check that *code*, added anywhere to any part of the key, raises nothing."""
    whole = answer_of(key_sequence(chart), chart)
    lines = data.draw(st.lists(st.sampled_from(whole.lines), unique=True))
    place = data.draw(st.integers(0, len(lines)))
    more = [*lines[:place], *Answer.of(code).lines, *lines[place:]]
    one, other = (best(chart, with_lines(whole, these), shelf).points for these in (list(lines), more))
    assert other <= one, (code, [item.code for item in lines])


@every_chart
@settings(parent=few, max_examples=8)
@given(data=st.data())
def test_adding_a_stranger_never_raises_a_score(shelf: Shelf, chart: Chart, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(billable(shelf)).filter(lambda code: is_stranger(chart, code)))
    never_raises(shelf, chart, code, data)


@every_chart
@settings(parent=few, max_examples=8)
@given(data=st.data())
def test_adding_a_code_of_a_mixed_category_never_raises_a_score(
    shelf: Shelf, chart: Chart, data: st.DataObject
) -> None:
    categories = {item.code[:3] for item in chart.key.lines} & set(MIXED) or set(MIXED)
    near_by = [code for code in billable(shelf) if code[:3] in categories]
    code = data.draw(st.sampled_from(near_by).filter(lambda code: is_stranger(chart, code)))
    never_raises(shelf, chart, code, data)


@every_chart
@settings(parent=few, max_examples=8)
@given(data=st.data())
def test_adding_what_the_ledger_rejects_for_another_mention_never_raises_a_score(
    shelf: Shelf, chart: Chart, data: st.DataObject
) -> None:
    elsewhere = {code for entry in chart.key.ledger if not entry.lines for code in entry.rejects}
    here = {code for entry in chart.key.ledger if entry.lines for code in entry.rejects}
    rejected = sorted(code for code in elsewhere - here - listed(chart) if not code.endswith("-"))
    assume(rejected)
    never_raises(shelf, chart, data.draw(st.sampled_from(rejected)), data)


@every_chart
@settings(parent=few, max_examples=5)
@given(data=st.data())
def test_a_right_code_is_right_whatever_stands_beside_it(
    shelf: Shelf, chart: Chart, data: st.DataObject
) -> None:
    whole = answer_of(key_sequence(chart), chart).lines
    drawn = data.draw(st.lists(st.sampled_from(whole), unique=True))
    # A pointer that leads to no line of the answer is wrong by itself: what is pointed to comes along.
    pointed = [line for line in whole if any(line.id in other.pointers for other in drawn)]
    lines = list(dict.fromkeys([*drawn, *pointed]))
    # Of a diagnosis given twice the first counts, and it may lack what the chart asks for: no code of the lines again.
    others = sorted((set(listed(chart)) | set(POOL)) - {line.code for line in lines})
    extra = data.draw(st.lists(st.sampled_from(others), max_size=5))
    mixed = data.draw(st.permutations([*lines, *Answer.of(*extra).lines]))
    # The principal procedure is right in its place alone: of the procedures it comes first.
    main = {line.code for line in chart.key.lines if line.id in principal_lines(chart)}
    mixed = sorted(mixed, key=lambda line: line.code not in main)
    found = grade(chart, Answer(lines=tuple(mixed)), shelf)
    pairs = {row.mine.code: row for row in reversed(found.rows) if row.mine and row.verdict != "order"}
    for row in (pairs[item.code] for item in lines):
        if row.key is None:
            # Beside the code that stands for it in the answer it is one too many, and is told so.
            assert row.verdict == "open" or "already says what" in row.reason
        else:
            assert row.verdict in ("right", "optional", "first", "alternative")


@settings(parent=few, max_examples=60)
@given(any_chart, st.data(), st.integers(0, 2**32))
def test_the_order_of_lines_never_changes_the_pairing(
    shelf: Shelf, chart: Chart, data: st.DataObject, seed: int
) -> None:
    known = [item.code for item in chart.key.lines] + [n.code for item in chart.key.lines for n in item.near]
    codes = data.draw(st.lists(st.sampled_from(known + POOL), max_size=7))
    other = random.Random(seed).sample(codes, len(codes))
    assert pairs_of(grade(chart, Answer.of(*codes), shelf)) == pairs_of(
        grade(chart, Answer.of(*other), shelf)
    )


@settings(parent=few, max_examples=30)
@given(st.permutations(range(4)), st.permutations(["S52.571A", "B35.1", "I10"]))
def test_the_order_of_lines_in_the_key_file_never_changes_the_pairing(
    shelf: Shelf, order: list[int], codes: list[str]
) -> None:
    # S52.571A is as near to the one as to the other, so only the codes themselves may decide.
    lines = [line("d0", "S52.531A"), line("d1", "S52.511A"), line("d2", "I10"), line("d3", "J45.909")]
    given_order = make(lines, first=["d0"])
    turned = load_snapshot(files([lines[i] for i in order], first=["d0"]))
    answer = Answer.of(*codes)
    assert pairs_of(grade(given_order, answer, shelf)) == pairs_of(grade(turned, answer, shelf))
    assert grade(given_order, answer, shelf).score == grade(turned, answer, shelf).score


@settings(parent=few, max_examples=60)
@given(any_chart, st.lists(st.sampled_from(POOL), max_size=5), st.data())
def test_points_add_up_row_by_row(shelf: Shelf, chart: Chart, extra: list[str], data: st.DataObject) -> None:
    known = [item.code for item in chart.key.lines] + [n.code for item in chart.key.lines for n in item.near]
    codes = data.draw(st.permutations(extra + data.draw(st.lists(st.sampled_from(known), max_size=6))))
    found = grade(chart, Answer.of(*codes), shelf)
    assert sum((row.points for row in found.rows), Fraction(0)) == found.points
    assert sum((row.possible for row in found.rows), Fraction(0)) == found.possible
    assert 0 <= found.score <= 100
    assert all(row.reason for row in found.rows)

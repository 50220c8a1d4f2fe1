"""What each kind of answer is worth, and the reason it gets."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from codeward.charts import Answer, AnswerError, load_answer, load_snapshot
from codeward.codesets import Shelf
from codeward.grading import Grade, grade, rules_version
from tests.charts.build import ledger, line, make, pair, rejection

THREE = [line("d1", "S52.531A"), line("d2", "I10"), line("d3", "J45.909")]
OPEN = {
    "policy": {
        "external_causes": "open",
        "place_activity_status": "omit",
        "social_determinants": "report",
        "status_z": "open",
    }
}


def verdicts(found: Grade) -> list[tuple[str, str | None, str | None, float]]:
    return [
        (
            r.verdict,
            r.mine.code if r.mine else None,
            r.key.code if r.key else None,
            float(r.points - r.possible),
        )
        for r in found.rows
    ]


def test_a_line_weighs_one_and_the_first_place_one_more(shelf: Shelf) -> None:
    chart = make(THREE)
    assert grade(chart, Answer.of("S52.531A", "I10", "J45.909"), shelf).score == 100
    assert grade(chart, Answer.of("S52.531A", "I10"), shelf).score == 75
    assert grade(chart, Answer.of("I10", "J45.909"), shelf).score == 50
    assert grade(chart, Answer.of("I10", "S52.531A", "J45.909"), shelf).score == 75
    assert grade(chart, Answer(), shelf).score == 0


@pytest.mark.parametrize(
    ("code", "lost"),
    [("S52.532A", 1), ("S52.531D", 1), ("S52.532D", Fraction(3, 2)), ("S52.531", 1)],
)
def test_a_near_miss_is_one_difference_with_half_or_a_quarter(
    shelf: Shelf, code: str, lost: Fraction
) -> None:
    found = grade(make(THREE), Answer.of(code, "I10", "J45.909"), shelf)
    assert verdicts(found)[0] == ("near", code, "S52.531A", -float(lost))
    assert len(found.differences) == 1
    assert found.score == float(round((4 - Fraction(lost)) * 25, 2))


def test_an_unsupported_code_costs_half_a_line_and_the_floor_is_0(shelf: Shelf) -> None:
    assert grade(make(THREE), Answer.of("S52.531A", "I10", "J45.909", "B35.1"), shelf).score == 87.5
    assert grade(make(THREE), Answer.of("B35.1", "K21.9"), shelf).score == 0


def test_each_broken_order_pair_costs_a_quarter_with_its_own_reason(shelf: Shelf) -> None:
    chart = make(THREE, order=[pair("d2", "d3")])
    found = grade(chart, Answer.of("S52.531A", "J45.909", "I10"), shelf)
    assert found.score == 93.75
    assert [d.to_json()["reason"] for d in found.differences] == ["d2 leads."]
    assert [d.to_json()["expected"] for d in found.differences] == ["I10 before J45.909"]


def test_several_lines_may_stand_first(shelf: Shelf) -> None:
    chart = make(THREE, first=["d1", "d3"])
    assert grade(chart, Answer.of("J45.909", "S52.531A", "I10"), shelf).score == 100
    found = grade(chart, Answer.of("I10", "S52.531A", "J45.909"), shelf)
    assert found.score == 75
    assert [(d.row.verdict, d.row.key and d.row.key.code) for d in found.differences] == [
        ("first", "S52.531A")
    ]
    assert "comes first" in found.differences[0].row.reason


def test_what_the_policy_leaves_open_counts_on_neither_side_and_omitted_codes_are_told(shelf: Shelf) -> None:
    chart = make([line("d1", "S52.531A"), line("d2", "I10")], OPEN)
    found = grade(chart, Answer.of("W00.0XXA", "S52.531A", "I10", "Z79.82"), shelf)
    assert found.score == 100
    assert [v[0] for v in verdicts(found)] == ["open", "right", "right", "open"]
    omitted = grade(chart, Answer.of("S52.531A", "I10", "Y92.014"), shelf)
    assert omitted.score == 87.5
    assert "does not report place" in omitted.differences[0].row.reason


def test_an_optional_line_neither_earns_nor_costs(shelf: Shelf) -> None:
    chart = make([*THREE, line("d4", "E78.5", "optional")])
    without = grade(chart, Answer.of("S52.531A", "I10", "J45.909"), shelf)
    with_it = grade(chart, Answer.of("S52.531A", "I10", "E78.5", "J45.909"), shelf)
    assert without.score == with_it.score == 100
    assert without.differences == with_it.differences == ()
    assert grade(chart, Answer.of("S52.531A", "I10", "E78.2", "J45.909"), shelf).score == 93.75


def alternative(instead: list[str], use: list[str], credit: float) -> dict[str, object]:
    return {
        "instead_of": instead,
        "use": [{"code": code} for code in use],
        "credit": credit,
        "reason": "Either way is right.",
        "citation": ["I.B.9"],
    }


def test_a_combination_may_stand_for_two_codes_and_the_best_reading_is_taken(shelf: Shelf) -> None:
    lines = [line("d1", "K57.31"), line("d2", "I10"), line("d3", "N18.9")]
    chart = make(lines, alternatives=[alternative(["d2", "d3"], ["I12.9"], 1.0)])
    found = grade(chart, Answer.of("K57.31", "I12.9"), shelf)
    assert found.score == 100
    assert found.rows[1].verdict == "alternative"
    assert found.rows[1].reason == "I12.9 is used here in place of I10 and N18.9. Either way is right."
    assert found.figures.record_exact
    assert grade(chart, Answer.of("K57.31", "I10", "N18.9"), shelf).score == 100
    leads = make(lines, first=["d2"], alternatives=[alternative(["d2", "d3"], ["I12.9"], 0.5)])
    row = grade(leads, Answer.of("K57.31", "I12.9"), shelf).rows[1]
    assert row.verdict == "alternative"  # out of place as well, and told both
    assert "Either way is right. I12.9 comes first" in row.reason
    half = make(lines, alternatives=[alternative(["d2", "d3"], ["I12.9"], 0.5)])
    assert grade(half, Answer.of("K57.31", "I12.9"), shelf).score == 75


def test_two_codes_may_stand_for_one_and_part_of_them_for_part(shelf: Shelf) -> None:
    lines = [line("d1", "K57.31"), line("d2", "H25.13")]
    chart = make(lines, alternatives=[alternative(["d2"], ["H25.11", "H25.12"], 1.0)])
    assert grade(chart, Answer.of("K57.31", "H25.11", "H25.12"), shelf).score == 100
    # One axis (the bilateral code was wanted) and half of the pair are worth the same.
    assert grade(chart, Answer.of("K57.31", "H25.11"), shelf).score == pytest.approx(83.33)


def test_an_alternative_keeps_first_place_and_order(shelf: Shelf) -> None:
    chart = make(
        [line("d1", "I10"), line("d2", "J45.909")],
        order=[pair("d1", "d2")],
        alternatives=[alternative(["d1"], ["I16.0"], 1.0)],
    )
    assert grade(chart, Answer.of("I16.0", "J45.909"), shelf).score == 100
    assert grade(chart, Answer.of("J45.909", "I16.0"), shelf).score == pytest.approx(66.67)


def test_excludes1_costs_unless_the_key_excepts_it(shelf: Shelf) -> None:
    lines = [line("d1", "F45.8"), line("d2", "G47.63")]
    answer = Answer.of("F45.8", "G47.63")
    costs = grade(make(lines), answer, shelf)
    assert costs.score == pytest.approx(91.67)
    assert [d.row.rule for d in costs.differences] == ["CW-EX-001"]
    excepted = [{"codes": ["G47.63", "F45.8"], "reason": "Unrelated.", "citation": ["I.A.12.a"]}]
    assert grade(make(lines, excludes1_exceptions=excepted), answer, shelf).score == 100


def test_a_near_miss_that_breaks_an_excludes1_note_is_still_one_difference(shelf: Shelf) -> None:
    chart = make([line("d1", "N39.0"), line("d2", "E11.9"), line("d3", "E10.65")])
    found = grade(chart, Answer.of("N39.0", "E11.9", "E10.9"), shelf)
    assert len(found.differences) == 1
    assert float(found.differences[0].row.points) == 0.25
    assert "Excludes1" in found.differences[0].row.reason


def test_an_excludes1_note_never_takes_more_than_the_near_miss_has_earned(shelf: Shelf) -> None:
    chart = make([line("d1", "N39.0"), line("d2", "E11.9"), line("d3", "E10.65", "optional")])
    row = grade(chart, Answer.of("N39.0", "E11.9", "E10.9"), shelf).rows[2]
    assert (row.verdict, float(row.points)) == (
        "near",
        -0.1875,
    )  # half an unsupported code in a key of 3, no more
    assert "Excludes1" in row.reason
    halved = alternative(["d3"], ["E10.65", "K21.9"], 0.5)
    chart = make([line("d1", "N39.0"), line("d2", "E11.9"), line("d3", "E10.21")], alternatives=[halved])
    found = grade(chart, Answer.of("N39.0", "E11.9", "E10.9", "K21.9"), shelf)
    assert found.rows[2].verdict == "near"
    assert float(found.rows[2].points) == 0  # an eighth was earned, and an eighth is lost


def test_two_near_misses_that_exclude_each_other_are_charged_once(shelf: Shelf) -> None:
    chart = make([line("d1", "N39.0"), line("d2", "E11.65"), line("d3", "E10.65")])
    found = grade(chart, Answer.of("N39.0", "E11.9", "E10.9"), shelf)
    assert [(row.verdict, float(row.points), "Excludes1" in row.reason) for row in found.rows[1:]] == [
        ("near", 0.25, True),
        ("near", 0.5, False),
    ]


REASONS = [
    ("R50.9", "No fever.", "IV.J", None),
    ("I10", "once for an encounter", "I.B.12", "CW-DX-002"),
    ("E11", "needs a 4th character", "I.B.2", "CW-DX-001"),
    ("QQQ", "Search by words", "I.B.2", "CW-DX-001"),
    ("P59.0", "female, aged 40", "I.C.16.a.4", "CW-PT-004"),
    ("S52.531D", "Of the two the key has S52.531A: tell us", "I.C.19.a", None),
    ("S52.531A", "once for an encounter", "I.B.12", "CW-DX-002"),
    ("B35.1", "tell us", None, None),
]


@pytest.mark.parametrize(("code", "says", "cites", "rule"), REASONS)
def test_an_unsupported_code_is_answered_by_ledger_edits_or_an_invitation(
    shelf: Shelf, code: str, says: str, cites: str | None, rule: str | None
) -> None:
    lines = [line("d1", "S52.531A"), line("d2", "I10")]
    entries = ledger(lines, rejection("R50.9"))
    found = grade(make(lines, ledger=entries), Answer.of("S52.531A", "I10", code), shelf)
    row = found.rows[2]
    assert row.verdict == "unsupported"
    assert says in row.reason
    assert row.rule == rule
    assert (cites in row.citation) if cites else row.citation == ()


def test_an_expected_wrong_choice_beside_the_right_code_gets_the_keys_own_reason(shelf: Shelf) -> None:
    near = [{"code": "R05.9", "reason": "Its duration is known.", "citation": ["IV.D"]}]
    chart = make([line("d1", "I10"), line("d2", "R05.1", near=near)])
    row = grade(chart, Answer.of("I10", "R05.1", "R05.9"), shelf).rows[2]
    assert (row.verdict, row.reason, row.citation) == ("unsupported", "Its duration is known.", ("IV.D",))


def test_where_a_code_would_stand_is_not_why_it_is_wrong(shelf: Shelf) -> None:
    chart = make([line("d1", "I13.0"), line("d2", "I50.23"), line("d3", "N18.4")])
    row = grade(chart, Answer.of("I13.0", "I50.23", "N18.4", "I12.9"), shelf).rows[3]
    assert (row.verdict, row.rule) == ("unsupported", "CW-WL-004")
    other = grade(chart, Answer.of("I13.0", "I50.23", "N18.4", "I11.0"), shelf).rows[3]
    assert (other.rule or "").split("-")[1] != "SQ"


def test_evidence_on_a_mention_that_is_not_coded_gets_that_mentions_reason(shelf: Shelf) -> None:
    lines = [line("d1", "S52.531A"), line("d2", "I10")]
    chart = make(lines, ledger=ledger(lines, rejection("R50.9", "She says that she has none.")))
    start = chart.documents[0].text.index("No fever.")
    extra = {
        "kind": "diagnosis",
        "system": "icd10cm",
        "code": "R68.83",
        "evidence": [{"document": "note", "start": start, "end": start + 9}],
    }
    answer = load_answer({"lines": [*Answer.of("S52.531A", "I10").to_json()["lines"], extra]})
    assert "She says that she has none." in grade(chart, answer, shelf).rows[2].reason


def evidence_answer(start: int, end: int, document: str = "note") -> Answer:
    span = {"document": document, "start": start, "end": end}
    return load_answer(
        {"lines": [{"kind": "diagnosis", "system": "icd10cm", "code": "I10", "evidence": [span]}]}
    )


def test_evidence_is_judged_by_overlap_and_moves_no_points(shelf: Shelf) -> None:
    chart = make([line("d1", "I10")])
    at = chart.documents[0].text.index("Finding d1.")
    hit, touch = evidence_answer(at + 10, at + 30), evidence_answer(at + 11, at + 30)
    none = Answer.of("I10")
    found = [grade(chart, answer, shelf) for answer in (hit, touch, none)]
    assert [f.rows[0].evidence for f in found] == ["ok", "elsewhere", "none"]
    assert {f.score for f in found} == {100}


@pytest.mark.parametrize(
    ("start", "end", "document"), [(0, 10**6, "note"), (5, 5, "note"), (9, 3, "note"), (0, 1, "x-ray")]
)
def test_evidence_outside_the_documents_is_a_typed_error(
    shelf: Shelf, start: int, end: int, document: str
) -> None:
    with pytest.raises(AnswerError) as caught:
        grade(make([line("d1", "I10")]), evidence_answer(start, end, document), shelf)
    assert caught.value.where == "lines[0].evidence[0]"
    assert caught.value.way_out


def test_evidence_whose_words_are_not_at_its_offsets_is_a_typed_error(shelf: Shelf) -> None:
    chart = make([line("d1", "I10")])
    text = chart.documents[0].text
    span = {"document": "note", "start": 0, "end": 4, "quote": text[:4]}
    coded = {"kind": "diagnosis", "system": "icd10cm", "code": "I10", "evidence": [span]}
    assert grade(chart, load_answer({"lines": [coded]}), shelf).score == 100
    span["quote"] = text[1:5]
    with pytest.raises(AnswerError, match="code points, or leave the quote out") as caught:
        grade(chart, load_answer({"lines": [coded]}), shelf)
    assert caught.value.where == "lines[0].evidence[0]"


def test_an_expected_wrong_choice_of_another_category_is_one_difference(shelf: Shelf) -> None:
    near = [{"code": "J18.9", "reason": "Only probable.", "citation": ["IV.H"]}]
    chart = make([line("d1", "I10"), line("d2", "R05.1", near=near)])
    found = grade(chart, Answer.of("I10", "J18.9"), shelf)
    assert [(d.row.verdict, d.row.reason, float(d.row.points)) for d in found.differences] == [
        ("near", "Only probable.", 0.25)
    ]


def test_the_same_inputs_give_the_same_bytes_for_ever(shelf: Shelf) -> None:
    chart = make(THREE, order=[pair("d2", "d3")])
    answer = Answer.of("J45.909", "S52.532A", "B35.1", "B35.1")
    one = json.dumps(grade(chart, answer, shelf).to_json())
    again = json.dumps(grade(load_snapshot(chart.files), load_answer(answer.to_json()), shelf).to_json())
    assert one == again
    shown = json.loads(one)
    assert shown["rules_version"] == rules_version()
    assert shown["key_version"] == chart.version
    assert shown["release"] == shelf.book("icd10cm").release.id
    ids = [row["id"] for row in shown["rows"]]
    assert len(ids) == len(set(ids))
    assert {d["id"] for d in shown["differences"]} <= set(ids)


def test_every_point_lost_is_told_by_a_difference(shelf: Shelf) -> None:
    chart = make(THREE, order=[pair("d2", "d3")], first=["d1", "d2"])
    for codes in ("J45.909 I10 S52.532D B35.1", "I10", "B35.1", "S52.531A J45.909 I10 I10"):
        found = grade(chart, Answer.of(*codes.split()), shelf)
        lost = sum((d.row.points - d.row.possible for d in found.differences), Fraction(0))
        assert found.possible + lost == found.points
        assert all(d.row.reason for d in found.differences)


def test_of_a_repeated_diagnosis_the_first_counts_wherever_the_others_stand(shelf: Shelf) -> None:
    chart = make(THREE)
    found = grade(chart, Answer.of("S52.531A", "I10", "S52.531A", "J45.909", "S52.531A"), shelf)
    assert [v[0] for v in verdicts(found)] == ["right", "right", "unsupported", "right", "unsupported"]
    assert found.points == found.possible - 1
    assert {row.rule for row in found.rows if row.verdict == "unsupported"} == {"CW-DX-002"}

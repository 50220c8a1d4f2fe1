"""Drills of words and notes: parts, mentions, doubt, sequence, letters, claims, short charts, queries."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random
from typing import Any

import pytest

from codeward.charts import AnswerQuery, Evidence, authorities, glossary, word_parts
from codeward.codesets import Shelf, lists
from codeward.curriculum import SbaItem, abbreviations, program
from codeward.edits import Coded, check_diagnoses
from codeward.grading import query_faults
from codeward.practice import drills, judge, prove
from codeward.practice.drills import asking, doubt, firsts, mentions, mini, words
from codeward.practice.proof import claim_for
from tests.practice.drills.conftest import DAY

MINE = ("parts", "abbr", "mention", "uncertain", "first", "poa", "spot", "mini", "query")
# Which rule of grading names each fault of a draft. What nothing supports only a reader of the record can tell.
RULES = {
    "leading": {"CW-QU-003"},
    "payment_named": {"CW-QU-004"},
    "no_indicators": {"CW-QU-009"},
    "no_other_or_unable": {"CW-QU-007", "CW-QU-008"},
    "unsupported_option": set(),
    "yes_no_new": {"CW-QU-010"},
}


class Exempt(frozenset[str]):
    """A list of exempt codes as the reader gives it."""


def drawn(name: str, count: int, shelf: Shelf, **asked: Any) -> list[drills.Drill]:
    return [drills.draw(name, seed, shelf=shelf, level=seed % 3 + 1, **asked) for seed in range(count)]  # type: ignore[arg-type]


@pytest.mark.parametrize("name", MINE)
def test_every_section_that_a_reason_cites_may_be_cited(name: str, shelf: Shelf) -> None:
    cited = {one for item in drawn(name, 40, shelf) for option in item.options for one in option.cite}
    assert {one for one in cited if not one.startswith("Tabular") and one not in authorities()} == set()


@pytest.mark.parametrize("name", MINE)
def test_every_wrong_option_says_why_and_on_which_axis(name: str, shelf: Shelf) -> None:
    for item in drawn(name, 40, shelf):
        for option in item.options:
            assert len(option.why) > 12
            assert option.right or (option.wrong is not None and option.wrong.axis)


def test_the_meaning_asked_for_is_that_of_the_list_and_no_wrong_one_means_the_same(shelf: Shelf) -> None:
    means = {entry.means for entry in word_parts().parts}
    for item in drawn("parts", 60, shelf):
        said = [str(option.text) for option in item.options]
        if set(said) <= means:
            assert len({one.casefold() for one in said}) == len(said)


def test_parts_and_terms_of_anatomy_are_in_their_lists() -> None:
    for skill, body in words.bodies().items():
        assert skill in program().skills
        assert [part for part in body.parts if part not in word_parts()] == [], skill
        assert [term for term in body.terms if term not in glossary()] == [], skill
        assert len(body.parts) + len(body.terms) >= 12, skill


def test_an_abbreviation_is_never_given_a_wrong_option_that_it_also_means_here(shelf: Shelf) -> None:
    found = drawn("abbr", 80, shelf, skill="abbr.two")
    for item in found:
        key = item.right[0].text
        assert any(key == one.words for entry in abbreviations().abbreviations for one in entry.means)
        assert "context" in {axis for option in item.options if option.wrong for axis in option.wrong.axis}


def test_doubt_is_coded_as_true_in_a_hospital_stay_and_nowhere_else(shelf: Shelf) -> None:
    seen: Counter[tuple[bool, bool]] = Counter()
    for seed in range(40):
        for skill in ("dx.uncertain_in", "dx.uncertain_out"):
            item = drills.draw("uncertain", seed, shelf=shelf, skill=skill, level=1)
            assert item.claim is not None
            doubted = {one.code for one in doubt.doubts()}
            signs = not doubted & {line.code for line in item.right[0].lines or ()}
            seen[item.claim.setting == "inpatient", signs] += 1
    assert seen[True, True] == seen[False, False] == 0
    assert seen[True, False] == seen[False, True] == 40


def test_what_only_a_confirmed_diagnosis_may_be_is_not_coded_from_doubt_in_a_stay_either(
    shelf: Shelf,
) -> None:
    items = [
        drills.draw("uncertain", seed, shelf=shelf, skill="dx.uncertain_in", level=3) for seed in range(40)
    ]
    exceptions = [item for item in items if item.right[0].cite[0].startswith("I.C.1.")]
    assert exceptions
    for item in exceptions:
        assert not {"U07.1", "B20", "A92.5"} & {line.code for line in item.right[0].lines or ()}


def test_every_situation_of_sequence_is_proved_and_its_skill_is_drilled_by_it(shelf: Shelf) -> None:
    skills = program().skills
    for one in firsts.situations():
        assert one.skills
        for skill in one.skills:
            assert "first" in skills[skill].generators, (one.id, skill)
        assert [cite for cite in one.cite if cite not in authorities()] == []
    served = {skill for one in firsts.situations() for skill in one.skills}
    assert {skill.id for skill in skills.values() if "first" in skill.generators} == served


def test_each_situation_is_graded_as_it_says(shelf: Shelf) -> None:
    for skill in sorted({skill for one in firsts.situations() for skill in one.skills}):
        for seed in range(25):
            item = drills.draw("first", seed, shelf=shelf, skill=skill, level=seed % 3 + 1)  # type: ignore[arg-type]
            assert prove(item, shelf) == [], (skill, item.stem)


def test_letters_are_graded_as_present_on_admission(shelf: Shelf) -> None:
    letters = Counter(
        option.lines[0].poa for item in drawn("poa", 60, shelf) for option in item.right if option.lines
    )
    assert set(letters) == {"Y", "N", "U", "W"}


def test_exempt_codes_are_asked_only_where_their_list_is_installed(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(drills.NeedsList, match="not installed"):
        drills.draw("poa", 1, shelf=shelf, skill="poa.exempt")

    def listed(_on: date, *, strict: bool) -> Exempt:
        assert strict
        return Exempt({"Z79.4", "Z95.0", "Z87.891"})

    monkeypatch.setattr(lists, "poa_exempt", listed)
    for seed in range(12):
        item = drills.draw("poa", seed, shelf=shelf, skill="poa.exempt")
        assert item.right[0].lines is not None
        assert item.right[0].lines[0].poa == "exempt"
        assert item.right[0].lines[0].code in {"Z79.4", "Z95.0", "Z87.891"}
        assert prove(item, shelf) == []


@pytest.mark.parametrize("case", range(17))
def test_a_draft_breaks_the_rule_that_it_is_said_to_break_and_the_sound_one_none(
    case: int, shelf: Shelf
) -> None:
    chosen = asking.cases()[case]
    span = (Evidence(document="record", start=0, end=10),)
    for seed in range(12):
        for draft in asking.drafts(Random(seed), chosen):
            asked = AnswerQuery(
                kind=draft.kind,
                evidence=span,
                indicators=span if draft.shows else (),
                options=draft.options,
                text=draft.text,
            )
            broken = {rule.id for rule, _ in query_faults(asked, shelf)}
            assert broken == (RULES[draft.fault] if draft.fault else set()), (draft, broken)


def test_a_mention_is_answered_by_who_said_it_and_how(shelf: Shelf) -> None:
    seen: Counter[str] = Counter()
    for skill in ("record.mention", "record.author", "dx.history", "dx.finding", "record.conflict"):
        for item in drawn("mention", 30, shelf, skill=skill):
            assert isinstance(item, SbaItem)
            seen[str(item.right[0].text).split(":")[0]] += 1
    assert len(seen) == 5


def test_every_code_of_the_mentions_is_billable() -> None:
    book = Shelf.on(DAY).book("icd10cm")
    codes = {code for one in mentions.conditions() for code in (one.code, one.family, one.history) if code}
    assert {code for code in codes if (found := book.get(code)) is None or not found.billable} == set()


def test_the_edits_stop_the_faulty_line_and_no_other(shelf: Shelf) -> None:
    axes: Counter[str] = Counter()
    for item in drawn("spot", 60, shelf):
        assert isinstance(item, SbaItem)
        codes = {str(option.text).split(": ")[0]: str(option.text).split(": ")[1] for option in item.options}
        claim = claim_for(item.claim.setting if item.claim else "office", DAY)
        told = check_diagnoses(Coded(tuple(codes.values()), claim), shelf.book("icd10cm"))
        errors = [one for one in told if one.severity == "error"]
        place = str(item.right[0].text).split(": ")[0]
        assert [one.codes[0] for one in errors] == [codes.pop(place)]
        assert errors[0].why == item.right[0].why
        left = check_diagnoses(Coded(tuple(codes.values()), claim), shelf.book("icd10cm"))
        assert [one for one in left if one.severity != "warn"] == []
        axes.update(axis for option in item.options if option.wrong for axis in option.wrong.axis)
    assert set(axes) == {"specificity", "seventh character", "duplicate", "first", "never first"}


def test_a_short_chart_leaves_out_what_is_denied_past_or_doubted(shelf: Shelf) -> None:
    stays = 0
    for item in drawn("mini", 45, shelf):
        key = {line.code for option in item.right for line in option.lines or ()}
        data = mini.problems().other
        assert not key & {code for _, code in (*data.denied, *data.past)}
        doubted = key & {code for _, code in data.doubt}
        assert item.claim is not None
        assert bool(doubted) == (item.claim.setting == "inpatient"), item.stem
        stays += bool(doubted)
        assert item.options[0].shown != item.options[-1].shown
        assert judge(item, [line.code for line in item.right[0].lines or ()], shelf).right
    assert stays >= 3


def test_a_short_chart_is_typed_or_chosen(shelf: Shelf) -> None:
    assert drills.draw("mini", 5, shelf=shelf, typed=True).kind == "code"
    assert drills.draw("mini", 5, shelf=shelf, typed=False).kind == "sba"

"""The rules' data: a schema that refuses, sets of codes that are understood, whose word counts."""

from __future__ import annotations

import sys

import pytest

from codeward.edits import CodeSet, RuleDataError, clinicians, digest, families, policies, rules
from codeward.edits import rules as loaded
from codeward.edits.rules import RuleFile, _load, _worded


@pytest.mark.parametrize(
    ("texts", "inside", "outside"),
    [
        (["Z55-Z65"], "Z59.41", "Z66"),
        (["Z51.1-"], "Z51.11", "Z51.0"),
        (["V00-Y99"], "Y99.8", "Z00.00"),
        (["T36-T50 with fifth or sixth character 6"], "T46.4X6A", "T46.4X5A"),
        (["S00-T88 with 7th character D"], "S52.531D", "S52.531A"),
    ],
)
def test_a_set_of_codes_is_written_as_the_tabular_writes_it(
    texts: list[str], inside: str, outside: str
) -> None:
    assert CodeSet(texts).matches(inside)
    assert not CodeSet(texts).matches(outside)


@pytest.mark.parametrize("text", ["", "hello", "Z00 Z01", "T36-T50 with fifth character Q9!"])
def test_what_is_no_set_of_codes_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not one code|not understood"):
        CodeSet([text])


def test_a_file_that_does_not_fit_names_file_and_place(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "schema: 1\nrules:\n  - {id: CW-DX-001, kind: guess, severity: error, from: 2020-01-01}\n"
    monkeypatch.setattr(sys.modules["codeward.edits.rules"], "_text", lambda name: text)
    with pytest.raises(RuleDataError, match=r"claim\.yaml at rules\.0"):
        _load("claim.yaml", RuleFile)


def test_a_kind_of_rule_without_words_is_named() -> None:
    with pytest.raises(RuleDataError, match="no words for duplicate"):
        _worded(next(rule for rule in loaded() if rule.kind == "duplicate"), {})


def test_every_reason_fills_its_blanks() -> None:
    class Words(dict[str, str]):
        def __missing__(self, name: str) -> str:
            assert name.isidentifier(), name
            return name.upper()

    assert all("{" not in rule.reason.format_map(Words()) for rule in loaded())
    assert all("{" not in family.reason.format(mine="A", key="B") for family in families())


def test_rules_and_families_have_stable_ids_and_dates() -> None:
    ids = [rule.id for rule in rules()] + [family.id for family in families()]
    assert len(ids) == len(set(ids))
    assert all(rule.valid_to is None or rule.valid_from <= rule.valid_to for rule in rules())
    assert len(digest()) == 12


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("W00.0XXA", "external_causes"),
        ("Y92.014", "place_activity_status"),
        ("Y90.5", None),
        ("Z59.41", "social_determinants"),
        ("Z79.82", "status_z"),
        ("Z79.4", None),
        ("Z79.84", None),
        ("Z85.46", "history_z"),
        ("Z86.73", "history_z"),
        ("Z91.81", "history_z"),
        ("Z68.41", None),
        ("Z37.0", None),
        ("E11.9", None),
    ],
)
def test_each_code_falls_under_one_line_of_the_policy_or_none(code: str, expected: str | None) -> None:
    assert policies().class_of(code) == expected


@pytest.mark.parametrize(
    ("role", "code", "inpatient", "counts"),
    [
        ("attending", "E11.9", True, True),
        ("resident", "E11.9", True, True),
        ("nurse", "E11.9", False, False),
        ("nurse", "L89.152", True, True),
        ("dietitian", "Z68.41", False, True),
        ("nurse", "R29.712", True, True),
        ("social worker", "Z59.41", False, True),
        ("patient", "Z59.41", False, True),
        ("patient", "Z68.41", False, False),
        ("laboratory", "N17.9", True, False),
        ("laboratory", "Z68.41", True, False),
        ("radiologist", "S52.531A", False, True),
        ("radiologist", "S52.531A", True, False),
        ("pathologist", "D12.2", False, True),
        ("pathologist", "D12.2", True, False),
    ],
)
def test_whose_word_supports_a_code(role: str, code: str, inpatient: bool, counts: bool) -> None:
    assert clinicians().supports(role, code, inpatient=inpatient) == counts

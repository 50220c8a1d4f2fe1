"""Each rule on a claim that breaks it and on one that does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.claims import Claim, Patient, Statement
from codeward.codesets import Book, books
from codeward.edits import Coded, Finding, check_diagnoses, excludes1_note, rules
from codeward.edits.external import phase_of
from codeward.edits.registry import BESIDE_CHECKS, CHECKS, CLAIM_CHECKS, TOGETHER_CHECKS

DAY = date(2026, 5, 12)
MOTHER = {"sex": "female", "age_years": 30}
MAN = {"sex": "male", "age_years": 60}
NEWBORN = {"sex": "male", "age_years": 0, "age_days": 1, "newborn": True}


def found(book: Book, codes: str, on: date = date(2026, 5, 12), **patient: Any) -> list[Finding]:
    claim = Claim("professional", Statement(on, on), patient=Patient(**(patient or MOTHER)))
    return check_diagnoses(Coded(tuple(codes.split()), claim), book)


# rule, a claim that breaks it, the code that the finding names first, a claim that keeps it, the patient
CASES = [
    ("CW-DX-001", "E11", "E11", "E11.9", MOTHER),
    ("CW-DX-001", "S52.531", "S52.531", "S52.531A", MOTHER),
    ("CW-DX-002", "R05.1 R50.9 R05.1", "R05.1", "R05.1 R50.9", MOTHER),
    ("CW-EX-001", "F45.8 G47.63", "F45.8", "F45.8 G47.33", MOTHER),
    ("CW-EX-001", "E11.9 E10.9", "E11.9", "E11.9 I10", MOTHER),
    ("CW-TG-001", "Z47.89 S52.531D", "Z47.89", "S52.531D", MOTHER),
    ("CW-TG-002", "Z34.83 O24.410", "Z34.83", "O24.410", MOTHER),
    ("CW-TG-003", "O80 O70.1 Z37.0", "O80", "O80 Z37.0", MOTHER),
    ("CW-TG-004", "O03.9 Z3A.09", "Z3A.09", "O24.410 Z3A.28", MOTHER),
    ("CW-TG-005", "B20 Z21", "B20", "B20 B37.0", MOTHER),
    ("CW-TG-006", "O99.213 E66.813 Z68.41", "Z68.41", "E66.813 Z68.41", MOTHER),
    ("CW-TG-007", "O70.1 P59.0", "P59.0", "O70.1 Z37.0", MOTHER),
    ("CW-TG-008", "Z38.00 Z37.0", "Z37.0", "Z38.00", NEWBORN),
    ("CW-TG-009", "T22.211A X10.2XXS", "X10.2XXS", "L91.0 T22.211S X10.2XXS", MOTHER),
    ("CW-ND-001", "I10 Z68.41", "Z68.41", "E66.813 Z68.41", MOTHER),
    ("CW-ND-002", "G81.91 R29.712", "R29.712", "I63.312 R29.712", MOTHER),
    ("CW-ND-003", "I10 Y90.5", "Y90.5", "F10.129 Y90.5", MOTHER),
    ("CW-ND-004", "I10 Z91.120", "Z91.120", "I10 T46.4X6A Z91.120", MOTHER),
    ("CW-ND-005", "O80 Z3A.39", "O80", "O80 Z37.0", MOTHER),
    ("CW-ND-006", "L91.0 T31.0", "T31.0", "T23.351A T31.0", MOTHER),
    ("CW-ND-010", "E11.22 I10", "E11.22", "E11.22 N18.32", MOTHER),
    ("CW-ND-010", "I13.0 N18.4", "I13.0", "I13.0 I50.23 N18.4", MOTHER),
    ("CW-ND-010", "I13.0 I50.23", "I13.0", "I13.0 N18.4 I50.23", MOTHER),
    ("CW-ND-010", "I12.0 N18.4", "I12.0", "I12.0 N18.6", MOTHER),
    ("CW-ND-011", "N18.6", "N18.6", "N18.6 Z99.2", MOTHER),
    ("CW-ND-011", "K62.7", "K62.7", "K62.7 Y84.2", MOTHER),
    # One of a list, an agent that may not be known, a note of the block: nothing that could be missed.
    ("CW-ND-011", "O99.830", "O99.830", "E11.9 N39.0 J44.9 T69.8XXA C50.911 Z17.0", MOTHER),
    ("CW-ND-012", "D63.1 I10", "D63.1", "N18.32 D63.1", MOTHER),
    ("CW-ND-012", "J91.0", "J91.0", "C34.11 J91.0", MOTHER),
    ("CW-ND-013", "T20.40XA", "T20.40XA", "T54.91XA T20.40XA", MOTHER),
    ("CW-ND-013", "K52.1", "K52.1", "L89.153 Z85.46 I50.22 R65.21 J18.9", MOTHER),
    ("CW-ND-014", "F02.B18 I10", "F02.B18", "G30.1 F02.B18", MOTHER),
    ("CW-SQ-001", "W00.0XXA S52.531A", "W00.0XXA", "S52.531A W00.0XXA", MOTHER),
    ("CW-SQ-002", "F02.B18 G30.1", "F02.B18", "G30.1 F02.B18", MAN),
    ("CW-SQ-003", "R65.21 A41.51", "R65.21", "A41.51 R65.21", MOTHER),
    ("CW-SQ-004", "B96.20 N39.0", "B96.20", "N39.0 B96.20", MOTHER),
    ("CW-SQ-005", "Z16.12 N39.0", "Z16.12", "N39.0 Z16.12", MOTHER),
    ("CW-SQ-006", "Z37.0 O80", "Z37.0", "O80 Z37.0", MOTHER),
    ("CW-SQ-007", "Z3A.28 O24.410", "Z3A.28", "O24.410 Z3A.28", MOTHER),
    ("CW-SQ-008", "Z68.41 E66.813", "Z68.41", "E66.813 Z68.41", MOTHER),
    ("CW-SQ-008", "Z59.41 E11.9", "Z59.41", "E11.9 Z59.41", MOTHER),
    ("CW-SQ-009", "T46.4X6A I10", "T46.4X6A", "I10 T46.4X6A", MOTHER),
    ("CW-SQ-010", "Z33.1 S52.531A", "Z33.1", "S52.531A Z33.1", MOTHER),
    ("CW-SQ-011", "T36.0X5A L27.0", "T36.0X5A", "L27.0 T36.0X5A", MOTHER),
    ("CW-SQ-012", "T22.211S L91.0", "T22.211S", "L91.0 T22.211S", MOTHER),
    ("CW-SQ-013", "Z15.01 C50.411", "Z15.01", "C50.411 Z15.01", MOTHER),
    ("CW-SQ-014", "T31.0 T23.351A", "T23.351A", "T23.351A T31.0", MOTHER),
    ("CW-SQ-015", "Z17.0 C50.411", "Z17.0", "C50.411 Z17.0", MOTHER),
    ("CW-SQ-020", "C50.411 Z51.11", "Z51.11", "Z51.11 C50.411", MOTHER),
    ("CW-SQ-020", "R03.0 Z00.01", "Z00.01", "Z00.01 R03.0", MOTHER),
    ("CW-SQ-030", "N18.32 I12.9", "N18.32", "I12.9 N18.32", MOTHER),
    ("CW-SQ-031", "E11.9 B96.20 N39.0", "B96.20", "E11.9 N39.0 B96.20", MOTHER),
    ("CW-SQ-032", "J96.01 T42.4X2A", "T42.4X2A", "T42.4X2A J96.01", MOTHER),
    ("CW-SQ-033", "E66.813 O99.213", "O99.213", "O99.213 E66.813", MOTHER),
    ("CW-SQ-033", "U07.1 O98.513 Z3A.30", "O98.513", "O98.513 U07.1 Z3A.30", MOTHER),
    ("CW-SQ-035", "T81.44XA T81.41XA A41.9", "T81.41XA", "T81.41XA T81.44XA A41.9", MAN),
    ("CW-SQ-035", "O86.04 O86.00 A41.9", "O86.00", "O86.00 O86.04 A41.9", MOTHER),
    ("CW-SQ-036", "A41.51 T81.44XA", "T81.44XA", "T81.44XA A41.51", MAN),
    ("CW-SQ-036", "A41.9 T80.211A", "T80.211A", "T80.211A A41.9", MAN),
    ("CW-SQ-036", "A41.9 O86.04", "O86.04", "A41.9 T81.44XD", MOTHER),
    ("CW-SQ-037", "A41.9 T83.511A N39.0", "T83.511A", "T83.511A A41.9 N39.0", MAN),
    ("CW-SQ-037", "A41.01 T82.7XXA", "T82.7XXA", "A41.01 T82.7XXD", MAN),
    ("CW-SQ-034", "Z38.00 P07.37 P07.18", "P07.18", "Z38.00 P07.18 P07.37", NEWBORN),
    ("CW-XC-001", "S52.531A W00.0XXA Y92.014 Y92.410", "Y92.410", "S52.531A W00.0XXA Y92.014", MOTHER),
    ("CW-XC-002", "S52.531A W00.0XXA Y93.H1 Y93.G3", "Y93.G3", "S52.531A W00.0XXA Y93.H1", MOTHER),
    ("CW-XC-003", "S52.531A W00.0XXA Y99.8 Y99.0", "Y99.0", "S52.531A W00.0XXA Y99.8", MOTHER),
    ("CW-XC-004", "S52.531D W00.0XXD Y92.014", "Y92.014", "S52.531D W00.0XXD", MOTHER),
    ("CW-XC-005", "T42.4X2A X83.8XXA", "X83.8XXA", "T42.4X2A S61.501A X78.1XXA", MOTHER),
    ("CW-XC-006", "S52.531D W00.0XXA", "W00.0XXA", "S52.531D W00.0XXD", MOTHER),
    ("CW-XC-007", "S52.531A Y92.014", "Y92.014", "S52.531A W00.0XXA Y92.014", MOTHER),
    ("CW-XC-008", "S52.531A W00.0XXA Y92.9", "Y92.9", "S52.531A W00.0XXA", MOTHER),
    ("CW-XC-009", "S52.531A Y92.014 W00.0XXA", "W00.0XXA", "S52.531A W00.0XXA Y92.014", MOTHER),
    ("CW-XC-010", "T42.4X2A Y99.8", "Y99.8", "T42.4X2A J96.01", MOTHER),
    ("CW-PT-001", "O24.410 Z3A.28", "O24.410", "E11.9", MAN),
    ("CW-PT-002", "O24.410", "O24.410", "E11.9", {"sex": "female", "age_years": 70}),
    ("CW-PT-003", "Z38.00", "Z38.00", "Z00.00", MOTHER),
    ("CW-PT-004", "P59.0", "P59.0", "R17", {"sex": "female", "age_years": 12}),
    ("CW-WL-001", "I10 I50.22", "I10", "I11.0 I50.22", MOTHER),
    ("CW-WL-002", "I10 N18.32", "I10", "I12.9 N18.32", MOTHER),
    ("CW-WL-003", "I11.0 I50.23 N18.4", "I11.0", "I13.0 I50.23 N18.4", MOTHER),
    ("CW-WL-004", "I12.9 N18.4 I50.23", "I12.9", "I13.0 I50.23 N18.4", MOTHER),
    ("CW-WL-005", "I11.0 I12.9 N18.4", "I11.0", "I13.0 I50.23 N18.4", MOTHER),
    ("CW-WL-010", "E11.9 N18.32", "E11.9", "E11.22 N18.32", MOTHER),
    ("CW-WL-011", "E11.9 L97.422", "E11.9", "E11.621 L97.422", MOTHER),
    ("CW-WL-012", "E11.9 M86.171", "E11.9", "E11.69 M86.171", MOTHER),
]


@pytest.mark.parametrize(("rule", "breaks", "named", "keeps", "patient"), CASES)
def test_a_rule_finds_what_breaks_it_and_leaves_the_rest(
    book: Book, rule: str, breaks: str, named: str, keeps: str, patient: dict[str, Any]
) -> None:
    hits = [f for f in found(book, breaks, **patient) if f.rule == rule]
    assert hits
    assert hits[0].codes[0] == named
    assert named in hits[0].why
    assert hits[0].citation
    assert rule not in {f.rule for f in found(book, keeps, **patient)}


def test_every_rule_has_a_case_above_and_a_function() -> None:
    # Those of whole claims have theirs in test_scrub.
    assert {rule.id for rule in rules() if rule.kind in CHECKS} == {case[0] for case in CASES}
    registered = {*CHECKS, *CLAIM_CHECKS, *BESIDE_CHECKS, *TOGETHER_CHECKS}
    assert {rule.kind for rule in rules()} == registered


def test_a_rule_is_silent_before_its_first_day(book: Book) -> None:
    assert "CW-WL-012" in {f.rule for f in found(book, "E11.9 M86.171", date(2026, 5, 1))}
    assert "CW-WL-012" not in {f.rule for f in found(book, "E11.9 M86.171", date(2020, 5, 1))}


@pytest.mark.parametrize(
    ("a", "b", "barred"),
    [
        ("F45.8", "G47.63", True),
        ("E11.9", "E10.9", True),
        ("E11.9", "P70.2", True),  # the chapter's note bars the whole block P70-P74
        ("E11.9", "O24.410", True),
        ("I10", "E11.9", False),
        ("E11.9", "E11.9", False),
        ("E11.9", "nonsense", False),
    ],
)
def test_excludes1_is_read_both_ways_and_from_block_and_chapter(
    book: Book, a: str, b: str, barred: bool
) -> None:
    either = excludes1_note(a, b, book) or excludes1_note(b, a, book)
    assert (either is not None) == barred
    findings = {f.rule for f in found(book, f"{a} {b}")} & {f.rule for f in found(book, f"{b} {a}")}
    assert ("CW-EX-001" in findings) == barred


@pytest.mark.parametrize(
    ("code", "phase"),
    [
        ("S52.531A", "A"),
        ("S52.531C", "A"),
        ("S52.531D", "D"),
        ("S52.531K", "D"),
        ("S52.531S", "S"),
        ("R05.1", None),
    ],
)
def test_the_phase_of_care_follows_from_the_7th_character_alone(code: str, phase: str | None) -> None:
    assert phase_of(code) == phase


def test_a_missing_placeholder_and_a_missing_7th_character_are_two_reasons(book: Book) -> None:
    placeholder = found(book, "W00.0A")[0].why
    seventh = found(book, "W00.0")[0].why
    assert "placeholder X" in placeholder
    assert placeholder.startswith("W00.0A lacks")
    assert "needs a 7th character" in seventh


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([c for case in CASES for c in (case[1] + " " + case[3]).split()]), max_size=7)
)
def test_findings_name_codes_of_the_claim_and_never_crash(book: Book, codes: list[str]) -> None:
    findings = found(book, " ".join(codes))
    assert findings == found(book, " ".join(codes))
    assert all(set(f.codes) <= set(codes) for f in findings)


SOME = sorted({code for case in CASES for code in (*case[1].split(), *case[3].split())})


@settings(max_examples=150)
@given(st.lists(st.sampled_from(SOME), max_size=8))
def test_rules_that_are_passed_over_would_have_found_nothing(codes: list[str]) -> None:
    book = books.open("icd10cm", on=date(2026, 5, 12))
    coded = Coded(tuple(codes), Claim("professional", Statement(DAY, DAY)))
    every = [
        finding
        for rule in rules()
        if rule.kind in CHECKS and rule.applies_on(coded.claim.coded_on)
        for finding in CHECKS[rule.kind](rule, coded, book)
    ]
    assert check_diagnoses(coded, book) == every

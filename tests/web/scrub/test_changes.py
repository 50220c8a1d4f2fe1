"""What may be tried: a change that is offered makes its finding go, and what only a coder can tell is not offered."""

from __future__ import annotations

import json
from typing import Any

import pytest

from codeward.claims import ClaimError, claim_json, read_claim
from codeward.codesets import Shelf
from codeward.edits import Bypass, Finding, scrub
from codeward.pricing import changed as changed_by
from codeward.pricing import compare
from codeward.web.scrub.changes import offers, read_change
from codeward.web.scrub.examples import example
from tests.web.scrub.test_bad_input import LINE, STAY, VISIT, visit

MINOR = claim_json(example("professional"))
TWICE = {**VISIT, "diagnoses": [{"id": "A", "code": "J01.00"}, {"id": "B", "code": "J01.00"}]}
CAUSE = {**STAY, "diagnoses": [{"id": "A", "code": "W18.30XA"}, {"id": "B", "code": "S72.001A", "poa": "Y"}]}
HAC = {**STAY, "diagnoses": [*STAY["diagnoses"], {"id": "B", "code": "L89.153", "poa": "N"}]}


@pytest.mark.parametrize(
    ("data", "rule", "word"),
    [
        (MINOR, "CW-GL-001", "99214 with 25"),
        (visit(units=0), "CW-UN-001", "99213 with units 1"),
        (visit(modifiers=["ZZ"]), "CW-MX-001", "99213 without modifiers"),
        (visit(pointers=["Z"]), "CW-CM-008", "99213 points to A"),
        (visit(date="2026-05-20"), "CW-CM-004", "99213 on 2026-05-12"),
        (TWICE, "CW-DX-002", "Without J01.00"),
        (CAUSE, "CW-SQ-001", "S72.001A first"),
        (HAC, "CW-PO-003", "L89.153 with POA Y"),
        ({**VISIT, "procedures": [{"id": "p", "code": "0DTJ4ZZ"}]}, "CW-HC-002", "Without 0DTJ4ZZ"),
    ],
)
def test_the_change_that_is_offered_makes_the_finding_go(data: dict[str, Any], rule: str, word: str) -> None:
    claim = read_claim(data)
    shelf = Shelf.on(claim.coded_on)
    finding = next(one for one in scrub(claim, shelf).findings if one.rule == rule)
    offer = next(one for one in offers(finding, claim) if one.word == word)
    after = changed_by(claim, read_change(offer.text))
    assert rule in [one.rule for one in compare(claim, after, shelf).gone]


def finding(rule: str, **more: Any) -> Finding:
    return Finding(rule, "error", ("99213",), "what", "why", "act", ("x",), lines=("l1",), **more)


def test_a_unit_limit_is_offered_as_the_units_of_its_one_line() -> None:
    claim = read_claim(visit(units=9))
    over = finding("CW-MU-002")._replace(what="99213: 9 units on a day that holds 1")
    assert [json.loads(one.text) for one in offers(over, claim)] == [{"units": {"line": "l1", "value": 1}}]
    both = over._replace(lines=("l1", "l2"))
    two = read_claim({**VISIT, "lines": [LINE, {**LINE, "id": "l2"}]})
    assert offers(both, two) == ()


def test_modifiers_that_part_two_lines_are_offered_few_and_never_a_fifth() -> None:
    parted = finding("CW-PP-001", bypass=Bypass(("59", "XE", "XS", "XP", "XU"), "on either", "another site"))
    words = [one.word for one in offers(parted, read_claim(visit(modifiers=["59"])))]
    assert words == ["99213 with XE 59", "99213 with XS 59"]
    assert offers(parted, read_claim(visit(modifiers=["24", "25", "57", "79"]))) == ()


def test_a_denied_line_may_be_taken_away() -> None:
    denied = finding("CW-LN-001", disposition="deny line")
    assert [one.word for one in offers(denied, read_claim(VISIT))] == ["Without 99213"]


def test_what_only_a_coder_can_tell_is_not_offered() -> None:
    claim = read_claim({**VISIT, "diagnoses": [{"id": "A", "code": "I10"}, {"id": "B", "code": "N18.31"}]})
    linked = next(one for one in scrub(claim, Shelf.on(claim.coded_on)).findings if one.rule == "CW-WL-002")
    assert offers(linked, claim) == ()


@pytest.mark.parametrize("text", ["", "{", "[]", "1", '"x"', "{" * 200, "x" * 301])
def test_text_that_is_no_change_is_refused(text: str) -> None:
    with pytest.raises(ClaimError, match="not a change"):
        read_change(text)

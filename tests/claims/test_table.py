"""Claims of a table: what a row may say, and that a claim that cannot be read costs no other."""

from __future__ import annotations

import pytest

from codeward.claims import Claim, ClaimError, TableClaim, read_table
from codeward.claims.table import _MOST_ROWS

HEAD = "claim,kind,start,through,payer,part,code,id,poa,modifiers,units,pointers,charge_usd"


def read(*rows: str, head: str = HEAD) -> list[TableClaim]:
    return list(read_table([f"{line}\n" for line in (head, *rows)]))


def test_rows_that_follow_each_other_with_one_number_are_one_claim() -> None:
    first, second = read(
        "c1,professional,2026-05-12,,medicare,diagnosis,J01.00,A,,,,,",
        "c1,,,,,line,99213,l1,,25 59,1.5,A,145.00",
        ",,,,,,,,,,,,",
        "c2,inpatient,2026-05-10,2026-05-14,,Diagnosis,I50.23,,y,,,,",
    )
    assert (first.row, second.row) == (2, 5)
    assert isinstance(first.claim, Claim)
    (line,) = first.claim.lines
    assert (line.modifiers, str(line.units), line.pointers, line.charge) == (
        ("25", "59"),
        "1.5",
        ("A",),
        14500,
    )
    assert isinstance(second.claim, Claim)
    assert second.claim.coded_on.day == 14


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("c1,professional,2026-05-12,,,thing,J01.00,,,,,,", 'row 2, part: "thing" is no part of a claim'),
        ("c1,professional,2026-05-12,,,diagnosis,J01.00,,,25,,,", "row 2, modifiers: a diagnosis has no modifiers"),
        ("c1,professional,2026-05-12,,,line,99213,,,,1e-99999999,,", "row 2, units: "),
        ("c1,professional,2026-05-12,,,line,99213,,,,nan,,", "row 2, units: "),
        ("c1,professional,2026-05-12,,,line,99213,,,,,,1.005", 'row 2, charge_usd: "1.005" is no amount'),
        ("c1,professional,2026-05-12,,,line,99213,,,,,,1,2", "row 2: has more cells than the head"),
        ("c1,weekly,2026-05-12,,,line,99213,,,,,,", "kind: "),
        ("c1,professional,,,,line,99213,,,,,,", "statement"),
        ("c1,professional,2026-05-12,2026-05-11,,line,99213,,,,,,", "ends before it begins"),
        ("c1,professional,2026-05-12,,,line,,,,,,,", "code"),
    ],
    ids=["part", "surplus", "tiny", "nan", "money", "cells", "kind", "no-start", "backwards", "no-code"],
)  # fmt: skip
def test_what_is_wrong_is_said_of_its_row_and_the_next_claim_is_read(row: str, said: str) -> None:
    bad, good = read(row, "c2,professional,2026-05-12,,,diagnosis,J01.00,,,,,,")
    assert isinstance(bad.claim, ClaimError)
    assert bad.claim.message.startswith(said) or said in bad.claim.message
    assert bad.claim.way_out
    assert isinstance(good.claim, Claim)


def test_two_rows_that_say_two_things_of_one_claim_are_an_error() -> None:
    (only,) = read(
        "c1,professional,2026-05-12,,medicare,diagnosis,J01.00,,,,,,",
        "c1,,,,aetna,line,99213,,,,,,",
    )
    assert isinstance(only.claim, ClaimError)
    assert only.claim.message == 'row 3, payer: says "aetna", row 2 says "medicare"'


def test_a_claim_of_more_rows_than_there_can_be_is_refused_and_the_next_is_read() -> None:
    row = "c1,professional,2026-05-12,,,line,99213,,,,,,"
    long, next_one = read(*[row] * (_MOST_ROWS + 500), "c2,professional,2026-05-12,,,line,99213,,,,,,")
    assert isinstance(long.claim, ClaimError)
    assert f"more than {_MOST_ROWS} rows" in long.claim.message
    assert isinstance(next_one.claim, Claim)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("kind,start,part,code,name", 'the column "name" is not known'),
        ("kind,start,part", 'the column "code" is missing'),
        ("kind,start,part,code,code", 'the column "code" is there twice'),
    ],
    ids=["unknown", "missing", "twice"],
)
def test_a_head_that_is_none_is_refused(head: str, said: str) -> None:
    with pytest.raises(ClaimError, match=said):
        read(head=head)

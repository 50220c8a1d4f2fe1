"""A hospital outpatient claim: status indicators in our words, nothing for packaged and inpatient only, else a rate."""

from __future__ import annotations

from pathlib import Path

import pytest

from codeward.codesets import Shelf
from codeward.codesets.lists import Rows
from codeward.pricing import price
from codeward.pricing.outpatient import INDICATORS
from tests.pricing.conftest import DAY, claim_of, made

ADDENDUM_B = (
    "HCPCS Code,Short Descriptor,SI,APC,Relative Weight,Payment Rate\n"
    'J1885,Drug,N,,,\n45385,words,T,5312,12.1,"$1,034.50"\n27130,words,C,,,\n99213,words,B,,,\nG0463,Visit,V,5012,1.4,$125.06\n'
)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path))
    return Shelf(DAY, [made(tmp_path, "opps", {"july-2024-addendum-b.csv": ADDENDUM_B})])


def test_packaged_and_inpatient_only_pay_nothing(shelf: Shelf) -> None:
    priced = price(claim_of("J1885", "27130", kind="outpatient"), shelf)
    assert [(each.amount, each.status) for each in priced.lines] == [(0, "N"), (0, "C")]
    assert "packaged into other services" in priced.lines[0].why
    assert (priced.total, priced.complete) == (0, True)


def test_what_depends_on_the_whole_claim_has_a_national_rate_and_no_amount(shelf: Shelf) -> None:
    priced = price(claim_of("45385", "G0463", "99213", kind="outpatient"), shelf)
    assert [(each.amount, each.rate, each.status) for each in priced.lines] == [
        (None, 103_450, "T"), (None, 12_506, "V"), (None, None, "B"),
    ]  # fmt: skip
    assert "APC 5312" in priced.lines[0].steps[0].reason
    assert (priced.total, priced.complete, len(priced.unpriced)) == (None, False, 3)


def test_without_the_list_nothing_is_said_of_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path))
    priced = price(claim_of("J1885", kind="outpatient"), Shelf(DAY))
    assert (priced.total, priced.lines[0].status, priced.unpriced[0].list) == (None, "", "opps")
    assert priced.unpriced[0].command == "codeward codesets install opps=2024-08-01"


def test_a_code_that_is_not_in_the_addendum(shelf: Shelf) -> None:
    assert (
        "99999 is not in Medicare's list of outpatient services"
        in price(claim_of("99999", kind="outpatient"), shelf).unpriced[0].why
    )


@pytest.mark.shared
def test_every_indicator_of_cmss_file_has_words(shared: Path, tmp_path: Path) -> None:
    text = (shared / "hcpcs" / "opps_addendum_b_level2_2026-04.csv").read_text(encoding="utf-8-sig")
    rows = Rows(made(tmp_path, "opps", {"april-2026-addendum-b.csv": text}))
    assert {str((rows.get(code) or {})["status"]) for code in rows} - INDICATORS.keys() == set()

"""Against CMS's own figures: in every row the components are the total, and published amounts come out to the cent."""

from __future__ import annotations

import csv
import lzma
from decimal import Decimal
from pathlib import Path

import pytest

from codeward.codesets import Book, Shelf
from codeward.pricing import price
from codeward.pricing.model import rounded
from codeward.pricing.schedule import Indices, Schedule
from codeward.pricing.single import fee
from tests.pricing.conftest import DAY, GPCI, NAMES, claim_of, made, row

pytestmark = pytest.mark.shared
# CMS, 2025 physician fee schedule payment amount file of Alabama (contractor 10112, locality 00): amounts outside and
# in a facility. Chosen are the first 74 codes whose values did not change in the year.
PUBLISHED = Path(__file__).parent / "published-alabama-2025.csv"


@pytest.fixture(scope="module")
def book(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The relative value file of July 2024, whole."""
    text = lzma.decompress((shared / "mpfs" / "pprrvu_rvu24c_jul.csv.xz").read_bytes()).decode()
    return made(tmp_path_factory.mktemp("rvu24c"), "mpfs", {"pprrvu_rvu24c_jul.csv": text})


def test_in_every_row_the_components_are_the_total_and_the_amount_is_the_totals(book: Book) -> None:
    """Both ways to one figure: our formula with indices of 1, and CMS's total times the factor, cap apart."""
    one = Decimal(1)
    schedule = Schedule(book, Decimal("33.2875"), Indices("", "", one, one, one, None))
    rows, capped, bases = 0, 0, set()
    wrong: list[tuple[str, str, str]] = []
    for code in book:
        facts = book[code].facts
        for modifier, each in (("", facts), *facts.get("modifiers", {}).items()):
            if "status" not in each:
                continue
            rows += 1
            bases.add(each.get("endoscopic_base"))
            values = schedule.values(code, modifier)
            assert values is not None
            for facility, place in enumerate(("nonfacility", "facility")):
                total = Decimal(each[place])
                if sum(Decimal(each[name]) for name in ("work", f"{place}_pe", "malpractice")) != total:
                    wrong.append((code, modifier, place))
                amount, plain = (
                    fee(values, schedule, facility=bool(facility)),
                    rounded(total * schedule.factor),
                )
                capped += amount < plain
                if amount > plain or (amount < plain and not any(values.cap)):
                    wrong.append((code, modifier, place))
    assert (rows, wrong, book.manifest["conversion_factor"]) == (18_664, [], "33.2875")
    assert capped == 148  # 74 rows of imaging, in both places
    # Every endoscopy has its base in the file; that of one family is priced by the contractor.
    assert [base for base in bases if base and book[base].facts["status"] not in ("A", "R")] == ["0652T"]


def test_published_amounts_come_out_to_the_cent(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path))
    with PUBLISHED.open() as stream:
        published = {each["code"]: each for each in csv.DictReader(stream)}
    with lzma.open(shared / "mpfs" / "rvu_2025_basic.csv.xz", "rt") as stream:
        rows = [
            row(each["hcpcs"], each["work_rvu"], pe=each["pe_rvu_nonfac"], pe_facility=each["pe_rvu_fac"],
                mp=each["mp_rvu"], factor="32.3465")
            for each in csv.DictReader(stream)
            if each["hcpcs"] in published
        ]  # fmt: skip
    books = [
        made(tmp_path, "mpfs", {"rows.csv": NAMES + "".join(rows)}),
        made(tmp_path, "localities", {"GPCI.csv": GPCI}),
    ]
    shelf = Shelf(DAY, books)
    lines = [{"code": code, "place": place} for code in published for place in ("11", "22")]
    done = price(claim_of(*lines, provider={"locality": "AL"}), shelf).lines
    expected = [amount for each in published.values() for amount in (each["outside"], each["facility"])]
    assert len(expected) == 148
    assert [f"{Decimal(each.amount or 0) / 100:.2f}" for each in done] == expected

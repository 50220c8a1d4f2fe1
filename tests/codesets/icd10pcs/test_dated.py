"""Tables by date: a row is offered for a day only with the codes that are valid on it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeward.codesets import books, procedure_tables, validity
from codeward.codesets.icd10pcs import Builder, parse_choices, tables_of
from codeward.codesets.icd10pcs.rows import Table, Value, without_codes

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize("on", [date(2016, 10, 1), date(2023, 10, 1), date(2024, 4, 1), TODAY])
def test_the_rows_make_the_codes_of_the_release_that_are_valid_on_the_day(on: date) -> None:
    listed, book = validity.opened(), books.open("icd10pcs", on)
    assert listed is not None
    whole = {code for table in tables_of(book) for code in table.codes()}
    left = {code for table in procedure_tables(book) for code in table.codes()}
    assert left == whole & set(listed.codes("icd10pcs", on))


def test_a_code_that_ended_is_not_offered() -> None:
    then, now = (books.open("icd10pcs", on) for on in (date(2024, 1, 15), TODAY))
    chosen = parse_choices("30233A")
    assert [v.char for v in Builder(then, procedure_tables(then)).values(chosen, 7)] == ["Z"]
    assert Builder(now, procedure_tables(now)).values(chosen, 7) == ()
    assert Builder(now, procedure_tables(now)).state(parse_choices("30233AZ")).remaining == 0
    assert Builder(now).state(parse_choices("30233AZ")).code == "30233AZ"


def test_the_tables_of_a_day_are_kept() -> None:
    book = books.open("icd10pcs", TODAY)
    assert procedure_tables(book) is procedure_tables(books.open("icd10pcs", TODAY))


def test_a_release_named_without_a_date_has_its_whole_tables() -> None:
    book = books.open_release("icd10pcs-2023-10-01")
    assert procedure_tables(book) is tables_of(book)


VALUES = st.lists(st.sampled_from("0123XYZ"), min_size=1, max_size=3, unique=True).map(
    lambda chars: tuple(Value(char, f"label {char}", derived=False) for char in chars)
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(VALUES, VALUES, VALUES, VALUES), min_size=1, max_size=2), st.data())
def test_what_is_left_out_is_gone_and_every_other_code_keeps_its_labels(
    rows: list, data: st.DataObject
) -> None:
    table = Table("0DT", tuple(rows))
    codes = sorted(set(table.codes()))
    gone = set(data.draw(st.lists(st.sampled_from(codes), unique=True)))
    left = without_codes(table, gone)
    assert set(left.codes()) == set(codes) - gone
    assert all(value.label == f"label {value.char}" for row in left.rows for axis in row for value in axis)

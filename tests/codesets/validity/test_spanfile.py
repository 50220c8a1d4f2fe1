"""The compiled list: what goes in comes out, spans that touch are one, and damage is told."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeward.codesets.container.codes import pack, unpack
from codeward.codesets.validity import Span, Validity
from codeward.errors import BookError, BookFormatError, BookTruncated
from tests.codesets.validity.conftest import FIRST, LAST, Make

CODES = st.from_regex(r"[A-Z][0-9][0-9A-Z]{1,5}", fullmatch=True)


def spans_of(cuts: list[int]) -> list[Span]:
    """Pairs of days as spans with a gap of at least two days between them."""
    days = [FIRST + timedelta(each) for each in sorted(set(cuts))]
    pairs = list(zip(days[::2], days[1::2], strict=False))
    return [Span(a, b - timedelta(1)) for a, b in pairs if a <= b - timedelta(1)]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(CODES, st.lists(st.integers(0, 4000), min_size=2, max_size=8), max_size=20))
def test_every_span_comes_back_and_every_other_day_is_outside(
    made: Make, wanted: dict[str, list[int]]
) -> None:
    rows = {code: spans_of(cuts) for code, cuts in wanted.items()}
    found = made({"icd10cm": [(code, span) for code, spans in rows.items() for span in reversed(spans)]})
    for code, spans in rows.items():
        assert list(found.spans("icd10cm", code)) == _joined(spans)
        for day in (FIRST + timedelta(n) for n in range(0, 4000, 97)):
            inside = found.span_on("icd10cm", code.lower(), day) is not None
            assert inside == any(a <= day <= b for a, b in spans)
    found.verify()


def _joined(spans: list[Span]) -> list[Span]:
    out: list[Span] = []
    for span in spans:
        if out and out[-1].last + timedelta(1) == span.first:
            out[-1] = Span(out[-1].first, span.last)
        else:
            out.append(span)
    return out


@given(CODES)
def test_a_packed_key_is_unpacked(code: str) -> None:
    assert unpack(pack(code)) == code


def test_spans_that_touch_become_one_and_those_that_overlap_are_refused(made: Make) -> None:
    day = date(2020, 9, 30)
    two = [("A000", Span(FIRST, day)), ("A000", Span(day + timedelta(1), LAST))]
    assert made({"icd10cm": two}).spans("icd10cm", "A00.0") == (Span(FIRST, LAST),)
    with pytest.raises(ValueError, match="overlap"):
        made({"icd10cm": [("A000", Span(FIRST, day)), ("A000", Span(day, LAST))]})


def test_what_is_no_code_of_the_system_has_no_span(made: Make) -> None:
    found = made({"icd10cm": [("A000", Span(FIRST, LAST))], "icd10pcs": []})
    for system, asked in (("icd10cm", "A0.00"), ("icd10cm", "A00"), ("icd10pcs", "A000"), ("cpt", "A000")):
        assert found.spans(system, asked) == ()
    assert found.spans("icd10cm", "A" * 100_000) == ()


@pytest.mark.parametrize("cut", [0, 10, 63, 64, 200, -8, -1])
def test_a_file_cut_short_is_damaged(made: Make, tmp_path: Path, cut: int) -> None:
    whole = made({"icd10cm": [("A000", Span(FIRST, LAST))]}).path.read_bytes()
    path = tmp_path / "cut.valid"
    path.write_bytes(whole[:cut])
    with pytest.raises(BookError):
        Validity(path)


def test_one_changed_byte_of_the_days_is_found_by_verify(made: Make, tmp_path: Path) -> None:
    content = bytearray(made({"icd10cm": [("A000", Span(FIRST, LAST))]}).path.read_bytes())
    content[-1] ^= 1
    path = tmp_path / "changed.valid"
    path.write_bytes(content)
    with pytest.raises(BookTruncated):
        Validity(path).verify()


def test_another_file_is_not_a_list(tmp_path: Path) -> None:
    path = tmp_path / "other.valid"
    path.write_bytes(b"something else" * 20)
    with pytest.raises(BookFormatError):
        Validity(path)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_damage_anywhere_is_a_typed_error_or_the_right_answer(made: Make, at: int, byte: int) -> None:
    path = made({"icd10cm": [("A000", Span(FIRST, LAST)), ("B00", Span(FIRST, LAST))]}).path
    content = bytearray(path.read_bytes())
    content[at % len(content)] = byte
    other = path.with_name("damaged.valid")
    other.write_bytes(content)
    try:
        found = Validity(other)
        assert found.spans("icd10cm", "A000") == (Span(FIRST, LAST),)
        assert found.spans("icd10cm", "C00") == ()
        assert sorted(found.codes("icd10cm", LAST)) == ["A000", "B00"]
    except BookError:
        return


def test_what_lies_below_a_code_is_found_by_its_beginning_and_the_day(made: Make) -> None:
    day = date(2020, 9, 30)
    old, new = Span(FIRST, day), Span(day + timedelta(1), LAST)
    found = made({"icd10cm": [("A00", old), ("A000", new), ("A0012", new), ("A01", new), ("B000", new)]})
    below = [code for code, _ in found.below("icd10cm", "A00", LAST)]
    assert below == ["A000", "A0012"]
    assert list(found.below("icd10cm", "A00", FIRST)) == []
    assert sorted(found.outside("icd10cm", FIRST)) == ["A000", "A0012", "A01", "B000"]
    for strange in ("", "A00-A09", "Ω", "A" * 20):
        assert list(found.below("icd10cm", strange, LAST)) == [] or strange == ""

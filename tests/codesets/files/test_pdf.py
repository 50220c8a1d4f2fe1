"""PDFs of publishers: read page by page, within a bound, and a damaged one is refused."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from codeward.codesets.files import pdf
from codeward.errors import LoaderError


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(width=72, height=72)
    path = tmp_path / "blank.pdf"
    writer.write(path)
    return path


def test_more_pages_than_any_publisher_has_are_refused(blank: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pdf.text_of_pdf(blank).strip() == ""
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    with pytest.raises(LoaderError, match="more than 2 pages"):
        pdf.text_of_pdf(blank)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_is_refused_or_survived(blank: Path, tmp_path: Path, data: st.DataObject) -> None:
    raw = bytearray(blank.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(5, len(raw) - 1))] = data.draw(st.integers(0, 255))
    damaged = tmp_path / "damaged.pdf"
    damaged.write_bytes(raw[: data.draw(st.integers(5, len(raw)))])
    # Nothing but text, or a refusal that can be read: no other error of the library comes through.
    with suppress(LoaderError):
        assert isinstance(pdf.text_of_pdf(damaged), str)


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7\n", b"%PDF-1.7\nxref\n0 9999999999\ntrailer<</Root 1 0 R>>"])
def test_what_is_no_pdf_is_refused_by_name(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "damaged.pdf"
    path.write_bytes(raw)
    with pytest.raises(LoaderError, match=r"damaged\.pdf.*cannot be read as a PDF"):
        pdf.text_of_pdf(path)

"""Errors name the thing and the way out, on one line."""

from __future__ import annotations

import pytest

from codeward import errors
from codeward.errors import ChartError, CodewardError, LoaderError, UnknownCode, quoted


def test_every_public_error_descends_from_the_root() -> None:
    classes = [getattr(errors, name) for name in errors.__all__ if name != "quoted"]
    assert all(issubclass(cls, CodewardError) for cls in classes)
    assert len(classes) == 11


def test_it_says_what_failed_and_the_way_out_on_one_line() -> None:
    error = CodewardError("the book\nis gone.", "Compile it again")
    assert str(error) == "the book is gone. Compile it again."


def test_an_unknown_code_is_a_key_error_that_reads_like_a_sentence() -> None:
    error = UnknownCode("E11.99", "icd10cm-2026-04-01", ("E11.9",))
    assert isinstance(error, KeyError)
    assert str(error) == '"E11.99" is not in icd10cm-2026-04-01. Nearest: E11.9.'


def test_a_loader_error_names_file_and_line() -> None:
    assert str(LoaderError("malformed", path="tabular.xml", line=7)) == "tabular.xml:7: malformed."


def test_a_chart_error_names_file_and_place() -> None:
    assert str(ChartError("no code", path="key.yaml", where="lines.0")) == "key.yaml (lines.0): no code."


@pytest.mark.parametrize(
    ("text", "shown"),
    [("E11", '"E11"'), ("a\x00b\n", '"a\\x00b\\x0a"'), ("x" * 100, '"' + "x" * 59 + '…"')],
)
def test_quoted_text_is_printable_and_short(text: str, shown: str) -> None:
    assert quoted(text) == shown

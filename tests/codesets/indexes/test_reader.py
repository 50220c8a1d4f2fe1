"""Index XML as it comes: well formed, odd, damaged, hostile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from codeward.codesets.indexes.official import counts
from codeward.codesets.indexes.reader import load
from codeward.errors import LoaderError
from tests.codesets.indexes.conftest import SMALL


def test_a_term_keeps_all_that_is_printed(small: Callable[..., Path]) -> None:
    source = load(small())
    diabetes = source.letters[0].terms[0]
    assert diabetes.printed == "Diabetes, diabetic (mellitus) (sugar)"
    assert diabetes.title == "Diabetes, diabetic"
    arthropathy = diabetes.children[0].children[1]
    assert (arthropathy.code, arthropathy.manifestation) == ("E11.618", "M14.6-")
    assert diabetes.children[1].see_also == "Hemochromatosis"
    assert counts(source.letters)["subterms"] == 5


def test_what_is_not_known_is_reported_with_its_place(small: Callable[..., Path]) -> None:
    odd = SMALL.replace(
        "<mainTerm><title>Hand", '<mainTerm new="yes"><aside>by <b>hand</b></aside><title>Hand'
    )
    source = load(small(odd))
    assert [row["what"] for row in source.unknown] == ["mainTerm@new", "mainTerm/aside"]
    assert source.unknown[1]["text"] == "by hand"
    assert counts(source.letters)["main_terms"] == 4


@pytest.mark.parametrize("change", [
    lambda raw: b"\xef\xbb\xbf" + raw,
    lambda raw: raw.replace(b"\n", b"\r\n"),
    lambda raw: raw.replace(b'"utf-8"', b'"iso-8859-1"').replace(b"Hopping", b"H\xf6pping"),
])  # fmt: skip
def test_byte_order_marks_line_ends_and_latin_1_are_read(
    change: Callable[[bytes], bytes], small: Callable[..., Path]
) -> None:
    source = load(small(change(SMALL.encode())))
    assert counts(source.letters)["main_terms"] == 4
    assert source.unknown == []
    assert source.letters[1].terms[2].title in ("Hopping", "Höpping")


def test_a_second_reference_at_a_term_is_kept(small: Callable[..., Path]) -> None:
    twice = SMALL.replace("<see>Nowhere, at all</see>", "<see>Hand</see><see>Hemochromatosis</see>")
    assert load(small(twice)).letters[1].terms[2].see == "Hand; Hemochromatosis"


@pytest.mark.parametrize(("content", "says"), [
    (SMALL[:900], "malformed XML"),
    ("", "malformed XML"),
    ("<ICD10CM.tabular/>", "starts with <ICD10CM.tabular>"),
    ("<ICD10CM.index><version>2026</version></ICD10CM.index>", "holds no main term"),
    (SMALL.replace("<title>Hand</title>", ""), "without a title"),
    (SMALL.replace("<code>E83.119", '<cell col="x">E83.119').replace("E83.119</code>", "E83.119</cell>"), "col is"),
    ('<!DOCTYPE a [<!ENTITY b "bbbb">]>' + SMALL.partition("?>")[2], "declares an entity"),
    (SMALL.replace("utf-8", "utf-9"), "unreadable|malformed|unknown encoding"),
    (b"PK\x03\x04 not xml", "malformed XML"),
])  # fmt: skip
def test_what_cannot_be_read_is_said(content: str | bytes, says: str, small: Callable[..., Path]) -> None:
    with pytest.raises(LoaderError, match=says):
        load(small(content))


def test_terms_too_deep_are_refused(small: Callable[..., Path]) -> None:
    deep = "<term><title>a</title>" * 40 + "</term>" * 40
    with pytest.raises(LoaderError, match="deep"):
        load(small(SMALL.replace("<code>E83.119</code>", deep)))

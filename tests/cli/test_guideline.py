"""`codeward guideline`: a section, in ours and in the publisher's words, and a search."""

from __future__ import annotations

import textwrap

from codeward.charts import authorities
from tests.cli.conftest import Run, validator


def test_without_an_edition_ours_is_printed_and_the_way_to_the_other(run: Run) -> None:
    done = run("guideline", "II.H")
    assert done.code == 0
    assert textwrap.fill(authorities()["II.H"].text, 100) in done.out
    assert "codeward codesets install guidelines" in done.err


def test_json_has_its_shape(run: Run) -> None:
    one = run("guideline", "Section I.C.18.e", "--json", "--on", "2026-05-12").json
    validator("guideline").validate(one)
    assert (one["section"], one["official"], one["release"]) == ("I.C.18.e", None, None)
    assert [each["section"] for each in one["below"]] == ["I.C.18.e.1"]
    found = run("guideline", "--search", "coma scale", "--json").json
    validator("guideline-search").validate(found)
    assert "I.C.18.e.1" in [hit["section"] for hit in found["hits"]]


def test_what_is_not_there_is_said(run: Run) -> None:
    done = run("guideline", "V.A")
    assert (done.code, done.out) == (2, "")
    assert "have no section" in done.err
    assert run("guideline", "--search", "zebra").code == 1
    assert run("guideline").code == run("guideline", "II.H", "--search", "x").code == 2

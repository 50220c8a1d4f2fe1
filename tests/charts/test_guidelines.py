"""The guidelines by section: ours alone, beside the publisher's text, found by number and by words."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from codeward.charts import authorities, guide, is_guideline
from codeward.charts.guidelines import MAX_WORDS
from codeward.codesets.install.installer import install_path
from codeward.curriculum import program
from codeward.errors import CodewardError

SECTION = re.compile(r"(?<![A-Za-z] )\b(?:I|II|III|IV)\.[A-Z](?:\.[0-9a-z]{1,4})*\b(?!\.[0-9A-Za-z])")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def installed(home: Path, shared: Path) -> Path:
    path = shared / "icd10cm_guidelines/icd10cm-guidelines-FY2026-October-2025.txt.xz"
    return install_path("guidelines", None, path, home=home).path


def test_without_an_edition_ours_stand_alone(home: Path) -> None:
    found = guide(date(2026, 5, 12))
    assert (found.release, found.in_force) == (None, False)
    one = found.section("Section I.C.9.a")
    assert (one.title, one.official_title, one.paragraphs) == (authorities()["I.C.9.a"].title, "", ())
    assert [each.id for each in one.below][:2] == ["I.C.9.a.1", "I.C.9.a.2"]
    assert found.get("V.A") is None
    with pytest.raises(CodewardError, match="no section"):
        found.section("NCCI I.C")


def test_sections_stand_in_the_order_of_the_guidelines(home: Path) -> None:
    ids = [one.id for one in guide().contents]
    assert (
        ids.index("I.A.9.b")
        < ids.index("I.A.10")
        < ids.index("I.B.1")
        < ids.index("II.H")
        < ids.index("IV.A")
    )
    assert ids[-1] == "Appendix I"
    assert ids == list(dict.fromkeys(ids))
    for before, after in itertools.pairwise(ids):
        assert guide().section(after).before == next(one for one in guide().contents if one.id == before)


def test_what_is_cited_of_other_rules_is_no_section() -> None:
    assert [
        one for one in ("I.C.9.a", "II", "III.B", "Appendix I", "I.C.1.d.1.a.iv") if not is_guideline(one)
    ] == []
    assert [
        one for one in ("NCCI I.C", "PCM 12 40.1", "Tabular I10", "I.c", "V", "", "I10") if is_guideline(one)
    ] == []


def test_a_search_asks_for_every_word(home: Path) -> None:
    hits = guide().search("uncertain outpatient")
    assert "IV.H" in [one.heading.id for one in hits]
    assert [one.heading.id for one in guide().search(" section ii.h. ")] == ["II.H"]
    assert guide().search("zebra") == guide().search("") == guide().search("…") == ()


@given(st.text(max_size=2 * MAX_WORDS))
def test_any_search_is_survived(words: str) -> None:
    found = guide(date(2026, 5, 12))
    assert {one.heading.id for one in found.search(words)} <= {one.id for one in found.contents}


@pytest.mark.shared
def test_the_publishers_text_stands_beside_ours(installed: Path) -> None:
    found = guide(date(2026, 5, 12))
    assert (str(found.release and found.release.in_force_from), found.in_force) == ("2025-10-01", True)
    one = found.section("I.C.9.a.1")
    assert (one.title, one.ours) == ("Hypertension with Heart Disease", authorities()["I.C.9.a.1"])
    assert one.paragraphs[0].startswith("Hypertension with heart conditions classified to I50.-")
    assert [each.id for each in one.above] == ["I", "I.C", "I.C.9", "I.C.9.a"]
    assert (one.before and one.before.id, one.after and one.after.id) == ("I.C.9.a", "I.C.9.a.2")
    assert found.section("I.C").ours is None
    assert [hit.heading.id for hit in found.search("uncertain diagnosis")][:3] == ["II.H", "III.C", "IV.H"]
    assert guide(date(2027, 3, 1)).in_force is False


def test_an_edition_that_comes_or_goes_is_seen(home: Path, shared: Path) -> None:
    assert guide().release is None
    path = shared / "icd10cm_guidelines/icd10cm-guidelines-FY2026-October-2025.txt.xz"
    made = install_path("guidelines", None, path, home=home).path
    assert guide().release is not None
    made.unlink()
    assert guide().release is None


def strings(thing: Any) -> Iterator[str]:
    """Every text in a tree of models, dataclasses and containers."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, BaseModel):
        for name in type(thing).model_fields:
            yield from strings(getattr(thing, name))
    elif dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            yield from strings(getattr(thing, field.name))
    elif isinstance(thing, dict):
        yield from strings([*thing.keys(), *thing.values()])
    elif isinstance(thing, list | tuple | set | frozenset):
        for each in thing:
            yield from strings(each)


@pytest.mark.shared
def test_every_section_that_our_content_cites_stands_in_the_edition_of_fy2026(installed: Path) -> None:
    official = {
        name
        for name in guide(date(2026, 5, 12)).contents
        if guide(date(2026, 5, 12)).section(name.id).official_title
    }
    there = {one.id for one in official}
    assert len(there) == 492
    cited = {
        "authorities": {name for name in authorities() if is_guideline(name)},
        "charts": {
            c for chart in program_charts() for text in strings(chart.key) for c in SECTION.findall(text)
        },
        "lessons": {
            c for one in program().lessons.values() for text in strings(one) for c in SECTION.findall(text)
        },
        "skills": {c for one in program().skills.values() for c in one.authorities if is_guideline(c)},
    }
    assert {name: len(found) > 50 for name, found in cited.items()} == dict.fromkeys(cited, True)
    assert {name: sorted(found - there) for name, found in cited.items()} == {name: [] for name in cited}


def program_charts() -> list[Any]:
    from codeward.charts import load_curriculum

    return list(load_curriculum().charts.values())

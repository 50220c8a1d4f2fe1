"""Blueprints: six examinations as data, each figure with a source, and the planned day chooses the edition."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from codeward.curriculum import LessonError, blueprint_of, blueprints, content_folder, read_blueprint
from codeward.errors import CodewardError

DAY = date(2026, 6, 15)


def _raw() -> dict[str, Any]:
    return copy.deepcopy(yaml.safe_load((content_folder() / "blueprints" / "ccs.yaml").read_text()))


def _read(folder: Path, raw: dict[str, Any]) -> None:
    path = folder / "ccs.yaml"
    path.write_text(yaml.safe_dump(raw, sort_keys=False))
    read_blueprint(path, "blueprints/ccs.yaml")


@pytest.mark.parametrize(
    ("exam", "scored", "unscored", "minutes"),
    [("CPC", 100, 0, 240), ("CCS", 97, 10, 240), ("COC", 100, 0, 240), ("CIC", 61, 0, 240), ("CRC", 100, 0, 240),
     ("CCA", 90, 15, 120)],
)  # fmt: skip
def test_six_examinations_have_the_counts_that_their_sources_say(
    exam: str, scored: int, unscored: int, minutes: int
) -> None:
    edition = blueprint_of(exam).on(DAY).edition
    assert (edition.scored, edition.unscored, edition.minutes.is_) == (scored, unscored, minutes)
    assert list(blueprints()) == ["CCA", "CCS", "CIC", "COC", "CPC", "CRC"]


def test_the_sections_of_the_ccs_and_its_scenarios() -> None:
    edition = blueprint_of("ccs").on(DAY).edition
    assert [(part.domain, part.scored, part.unscored) for part in edition.sections] == [
        ("i", 39, 4), ("ii", 19, 2), ("iii", 10, 1), ("iv", 19, 2), ("v", 10, 1)]  # fmt: skip
    assert edition.scenarios is not None
    assert (edition.scenarios.count, edition.scenarios.parts) == (8, 3)


def test_what_is_not_seen_is_unconfirmed() -> None:
    cpc = blueprint_of("CPC").on(DAY).edition
    assert not cpc.unconfirmed(cpc.part("s1").source)
    assert cpc.unconfirmed(cpc.part("k").source)
    assert blueprint_of("CCS").on(DAY).edition.unconfirmed("reading")
    for found in blueprints().values():
        for edition in found.editions:
            for source in edition.sources.values():
                assert source.says
                assert source.mark != "seen" or (source.address and source.seen)


def test_the_planned_day_chooses_the_edition_and_says_when_none_covers_it() -> None:
    ccs = blueprint_of("CCS")
    assert ccs.on(date(2026, 5, 1)).exact
    assert not ccs.on(date(2026, 4, 30)).exact
    assert ccs.on(date(2027, 9, 1)) == (ccs.editions[-1], False)
    later = copy.deepcopy(_raw())
    later["editions"].append({**copy.deepcopy(later["editions"][0]), "version": "2027", "from": date(2027, 5, 1),
                              "to": date(2028, 4, 30)})  # fmt: skip
    two = type(ccs).model_validate(later)
    assert two.on(date(2027, 5, 1)).edition.version == "2027"
    assert two.on(date(2026, 6, 1)).edition.version == "2026"


def _source(raw: dict[str, Any]) -> None:
    raw["editions"][0]["minutes"]["source"] = "nowhere"


def _address(raw: dict[str, Any]) -> None:
    raw["editions"][0]["sources"]["books"].pop("address")


def _share(raw: dict[str, Any]) -> None:
    raw["editions"][0]["sections"][0]["share"] = [10, 12]


def _twice(raw: dict[str, Any]) -> None:
    raw["editions"][0]["sections"][1]["domain"] = "i"


def _scenarios(raw: dict[str, Any]) -> None:
    raw["editions"][0]["scenarios"]["parts"] = 6


def _order(raw: dict[str, Any]) -> None:
    raw["editions"].append(copy.deepcopy(raw["editions"][0]))


def _passing(raw: dict[str, Any]) -> None:
    raw["editions"][0]["pass"]["percent"] = 70


def _days(raw: dict[str, Any]) -> None:
    raw["editions"][0]["to"] = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("change", "said"),
    [(_source, "no source 'nowhere'"), (_address, "an address and a day"), (_share, "outside of the share"),
     (_twice, "there twice"), (_scenarios, "as many scored questions"), (_order, "follow one another"),
     (_passing, "one of them"), (_days, "ends after it begins")],
)  # fmt: skip
def test_a_blueprint_that_does_not_hang_together_is_refused(change: Any, said: str, tmp_path: Path) -> None:
    raw = _raw()
    _read(tmp_path, raw)
    change(raw)
    with pytest.raises(LessonError, match=said):
        _read(tmp_path, raw)


def test_an_examination_without_blueprint_is_named() -> None:
    with pytest.raises(CodewardError, match="no blueprint of"):
        blueprint_of("CPB")

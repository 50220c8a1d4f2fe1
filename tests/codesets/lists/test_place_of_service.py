"""Places of service: all that CMS assigned, the facility rate as CMS gives it, our words."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from codeward.codesets.lists import place_of_service


def test_a_place_is_found_however_its_number_is_written() -> None:
    office = place_of_service.get("11")
    assert office is not None
    assert (office.name, office.facility) == ("Office", False)
    assert place_of_service.get(2) == place_of_service.get("02") == place_of_service.get(" 2 ")


def test_there_is_no_such_place() -> None:
    assert place_of_service.get("28") is None  # unassigned
    assert place_of_service.get("100") is None
    assert place_of_service.get("") is None


def test_a_place_begins_on_its_day() -> None:
    assert place_of_service.get("10", date(2021, 12, 31)) is None
    assert place_of_service.get("10", date(2022, 1, 1)) is not None
    assert len(place_of_service.all_of()) == 52
    assert "27" not in {place.code for place in place_of_service.all_of(date(2023, 9, 30))}


def test_every_row_has_a_source_and_is_json() -> None:
    for place in place_of_service.all_of():
        assert place.source
        assert place.verified
        assert json.loads(json.dumps(place.to_json()))["gloss"] is True


@pytest.mark.shared
def test_numbers_and_rates_are_cms_s_and_no_words_are(shared: Path) -> None:
    path = shared / "place_of_service" / "pos_codes_2024.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        theirs = {row["pos_code"]: row for row in csv.DictReader(stream) if row["pos_type"] != "Unassigned"}
    ours = {place.code: place for place in place_of_service.all_of()}
    assert set(ours) == set(theirs)
    assert all(ours[code].facility == (theirs[code]["pos_type"] == "Facility") for code in theirs)
    assert all(ours[code].explanation != theirs[code]["pos_description"] for code in theirs)

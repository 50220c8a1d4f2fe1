"""The teaching path: our charts in a sound order, and what a pack's own path must say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from codeward.charts import ChartError, load_curriculum, stops
from tests.charts.build import files, line
from tests.charts.test_loader import write

LINES = [line("d1", "R05.1")]
PATH = "schema: 1\ncharts:\n  - {chart: one, minutes: 8}\n  - {chart: two, minutes: 12}\n"


def pack(folder: Path, path: str | None = PATH, levels: tuple[int, int] = (1, 2)) -> Path:
    for number, (slug, level) in enumerate(zip(("one", "two"), levels, strict=True), start=1):
        head = {"id": slug, "number": 3 - number, "difficulty": level}
        write(folder / slug, files(LINES, head, chart=slug))
    if path is not None:
        (folder / "path.yaml").write_text(path, encoding="utf-8")
    return folder


def test_every_chart_of_ours_has_its_place_and_minutes_and_no_level_comes_back() -> None:
    found = load_curriculum(more=())
    path = found.path()
    assert {stop.chart for stop in path} == set(found.practice())
    # A draft may stand on the path before it is listed, and need not.
    assert set(found.practice()) <= set(found.minutes) <= set(found.charts)
    assert [stop.level for stop in path] == sorted(found.charts[stop.chart].difficulty for stop in path)
    assert {stop.level for stop in path} == {1, 2, 3}
    assert all(3 <= stop.minutes <= 30 for stop in path)


def test_the_first_level_begins_with_the_plainest_record_and_the_third_ends_in_intensive_care() -> None:
    found = load_curriculum(more=())
    names = [stop.chart for stop in found.path()]
    assert names[:3] == ["painter-elbow", "two-days-of-burning", "walk-in-cough"]
    words = {chart.id: " ".join(d.text for d in chart.documents) for chart in found.charts.values()}
    # Nothing that a beginner meets first is a heading or a finding in letters alone.
    first = " ".join(words[name] for name in names[:3])
    assert not re.search(r"\b(CC|HPI|MDM|DX|CVA|UVJ|HPF)\b", first)
    assert [name for name in names if found.charts[name].number <= 40][-1] == "icu-unresponsive-arrival"
    stays = [i for i, name in enumerate(names) if found.charts[name].inpatient_facility]
    visits = [i for i, name in enumerate(names) if not found.charts[name].inpatient_facility]
    assert sum(stays) / len(stays) > sum(visits) / len(visits)


def test_within_a_level_charts_that_ask_for_procedures_come_last() -> None:
    found = load_curriculum(more=())
    stands = [(stop.level, "procedures" in found.charts[stop.chart].asks) for stop in found.path()]
    assert stands == sorted(stands)
    assert any(asks for _, asks in stands)


def test_a_packs_path_gives_order_and_minutes(tmp_path: Path) -> None:
    found = load_curriculum(pack(tmp_path / "north"))
    assert [(s.chart, s.level, s.minutes) for s in found.path()] == [
        ("north:one", 1, 8),
        ("north:two", 2, 12),
    ]


def test_without_a_path_charts_stand_by_level_and_number_with_minutes_of_their_length(tmp_path: Path) -> None:
    found = load_curriculum(pack(tmp_path / "north", None, levels=(1, 1)))
    assert [stop.chart for stop in found.path()] == ["north:two", "north:one"]
    assert all(stop.minutes >= 5 for stop in found.path())
    assert found.minutes == {}


def test_beside_ours_a_schools_charts_stand_at_the_end_of_their_level(tmp_path: Path) -> None:
    found = load_curriculum(more=[pack(tmp_path / "north")])
    names = [stop.chart for stop in found.path()]
    first = [stop.chart for stop in stops(found.practice(), found.minutes) if stop.level == 1]
    assert names[: len(first)] == first
    assert first[-1] == "north:one"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (PATH.replace("two", "three"), "there is no chart"),
        (PATH.replace("two", "one"), "one stands on the path twice"),
        ("schema: 1\ncharts:\n  - {chart: one, minutes: 8}\n", "two has no place on the path"),
        (PATH.replace("minutes: 8", "minutes: 0"), "minutes"),
        (PATH.replace("schema: 1", "schema: 2"), "schema"),
        (PATH + "more: 1\n", "more"),
        ("- [", "not readable as YAML"),
    ],
)
def test_a_fault_of_the_path_names_it_and_hides_no_chart(tmp_path: Path, path: str, told: str) -> None:
    folder = pack(tmp_path / "north", path)
    with pytest.raises(ChartError, match=told) as caught:
        load_curriculum(folder)
    assert caught.value.path == "path.yaml"
    assert len(load_curriculum(folder, strict=False).path()) == 2


def test_a_path_that_goes_back_to_an_easier_level_is_told(tmp_path: Path) -> None:
    with pytest.raises(ChartError, match="two is of level 1, after one of level 2"):
        load_curriculum(pack(tmp_path / "north", levels=(2, 1)))

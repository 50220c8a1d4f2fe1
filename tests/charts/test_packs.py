"""Packs side by side: a school's own charts never collide with Codeward's, and every id finds its chart."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from codeward import settings
from codeward.charts import ChartError, load_curriculum, load_snapshot
from codeward.errors import UnknownChart
from tests.charts.build import files, line
from tests.charts.test_loader import write

LINES = [line("d1", "R05.1")]


def pack(folder: Path, *slugs: str, said: str | None = None) -> Path:
    for number, slug in enumerate(slugs, start=1):
        head = {"id": slug, "number": number}
        write(folder / slug, files(LINES, head, chart=slug))
    if said is not None:
        (folder / "pack.yaml").write_text(said, encoding="utf-8")
    return folder


def test_our_own_charts_are_shown_by_their_slug_and_found_by_their_full_id() -> None:
    found = load_curriculum(more=())
    chart = found.charts["walk-in-cough"]
    assert (chart.id, chart.pack, chart.full_id) == ("walk-in-cough", "codeward", "codeward:walk-in-cough")
    assert found.find("codeward:walk-in-cough") is found.find("walk-in-cough") is chart
    assert "pack.yaml" not in chart.files


def test_a_schools_charts_bear_their_pack_and_stand_beside_ours(tmp_path: Path) -> None:
    found = load_curriculum(more=[pack(tmp_path / "St. Anne's", "walk-in-cough", "sore-knee")])
    own = found.charts["walk-in-cough"]
    theirs = found.charts["st-anne-s:walk-in-cough"]
    assert (theirs.pack, theirs.full_id, theirs.key.chart) == (
        "st-anne-s",
        "st-anne-s:walk-in-cough",
        "walk-in-cough",
    )
    assert len(found.charts) == len(load_curriculum(more=()).charts) + 2
    assert found.find("walk-in-cough") is own  # an id that stands as it is means itself
    assert found.find("sore-knee") is found.charts["st-anne-s:sore-knee"]
    assert theirs.to_json()["id"] == theirs.summary()["id"] == "st-anne-s:walk-in-cough"


def test_the_charts_of_a_folder_of_content_bear_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "north"
    pack(folder / "charts", "sore-knee")
    (folder / "lessons").mkdir()
    assert "north:sore-knee" in load_curriculum(more=[folder]).charts
    assert load_curriculum(folder / "charts").charts.keys() == {"north:sore-knee"}
    (folder / "pack.yaml").write_text("id: north-school\n")
    assert "north-school:sore-knee" in load_curriculum(more=[folder]).charts


def test_a_folder_of_charts_alone_is_called_as_it_is(tmp_path: Path) -> None:
    pack(tmp_path / "charts", "sore-knee")
    assert load_curriculum(tmp_path / "charts").charts.keys() == {"charts:sore-knee"}


def test_a_slug_that_two_packs_have_must_be_said_in_full(tmp_path: Path) -> None:
    one, two = (pack(tmp_path / name, "sore-knee") for name in ("north", "south"))
    found = load_curriculum(more=[one, two])
    with pytest.raises(UnknownChart, match=r"Several charts .* north:sore-knee, south:sore-knee"):
        found.find("sore-knee")
    assert found.find("south:sore-knee").pack == "south"
    with pytest.raises(UnknownChart, match="There is no chart"):
        found.find("west:sore-knee")


def test_a_pack_says_its_name_in_a_file(tmp_path: Path) -> None:
    folder = pack(tmp_path / "any", "sore-knee", said="id: our-school\ntitle: Our school\n")
    assert list(load_curriculum(folder).charts) == ["our-school:sore-knee"]


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("id: codeward\n", "Codeward's own"),
        ("id: Our School\n", "pattern"),
        ("id: a\nmore: b\n", "not known"),
        (f"id: {'x' * 31}\n", "30"),
    ],
)
def test_a_pack_file_that_will_not_do_is_told(tmp_path: Path, said: str, says: str) -> None:
    with pytest.raises(ChartError, match=says) as caught:
        load_curriculum(pack(tmp_path, "sore-knee", said=said))
    assert caught.value.path == "pack.yaml"


def test_a_pack_file_that_is_no_text_is_told_once(tmp_path: Path) -> None:
    folder = pack(tmp_path, "sore-knee", "sore-hip")
    (folder / "pack.yaml").write_bytes(b"\xff\xfe")
    found = load_curriculum(folder, strict=False)
    assert (found.charts, [str(error) for error in found.errors]) == (
        {},
        ["pack.yaml: not UTF-8 at byte 0. Save it as UTF-8."],
    )


def test_a_snapshot_still_knows_whose_it_is(tmp_path: Path) -> None:
    chart = load_curriculum(pack(tmp_path / "north", "sore-knee")).charts["north:sore-knee"]
    again = load_snapshot(chart.files)
    assert (again.id, again.pack, again.version) == (chart.id, chart.pack, chart.version)
    ours = load_snapshot(files(LINES, {"id": "sore-knee"}, chart="sore-knee"))
    assert ours.version != chart.version


def test_one_id_in_two_folders_is_an_error(tmp_path: Path) -> None:
    one = pack(tmp_path / "a", "sore-knee", said="id: our-school\n")
    two = pack(tmp_path / "b", "sore-knee", said="id: our-school\n")
    with pytest.raises(ChartError, match="in two folders"):
        load_curriculum(one, more=[two])
    assert len(load_curriculum(one, more=[one]).charts) == 1


def test_an_id_has_room_in_an_attempt(tmp_path: Path) -> None:
    with pytest.raises(ChartError, match="longer than 64"):
        load_curriculum(pack(tmp_path / "north", "x" * 60))


def test_the_environment_names_a_schools_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [pack(tmp_path / name, "sore-knee") for name in ("north", "south")]
    monkeypatch.setenv(settings.CURRICULUM, os.pathsep.join(map(str, folders)))
    assert settings.curriculum() == tuple(folders)
    assert {"north:sore-knee", "south:sore-knee"} <= set(load_curriculum().charts)
    assert "north:sore-knee" not in load_curriculum(more=()).charts

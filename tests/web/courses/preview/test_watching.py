"""A folder under preview: what was saved is read again, and what is wrong is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from codeward.curriculum import program
from codeward.web.charts.api import curriculum
from codeward.web.courses.preview import watching
from codeward.web.courses.preview.watching import Previewed, Watch


def edit(path: Path, before: str, after: str) -> None:
    """Save the file with other words in it."""
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


def test_what_was_saved_is_read_again_and_the_rest_is_not(content: Path) -> None:
    watch = Watch(Previewed(content / "lessons" / "z1", content, "z1"))
    first = watch.look()
    before, charts = program(), curriculum()
    assert watch.look() == first
    assert program() is before
    edit(content / "lessons" / "z1" / "lesson.md", "for four days. The code", "for five days. The code")
    assert watch.look() > first
    assert "five days" in program().lessons["z1"].files["lesson.md"]
    assert curriculum() is charts


def test_what_an_editor_keeps_for_itself_is_no_change(content: Path) -> None:
    watch = Watch(Previewed(content, content))
    first = watch.look()
    (content / "lessons" / "z1" / ".lesson.md.swp").write_text("half a word")
    assert watch.look() == first


def test_a_fault_names_file_line_and_way_out(content: Path) -> None:
    watch = Watch(Previewed(content / "lessons" / "z1", content, "z1"))
    edit(content / "lessons" / "z1" / "lesson.md", "level: 2", "level: nine")
    watch.look()
    [fault] = watch.faults()
    text = (content / "lessons" / "z1" / "lesson.md").read_text().splitlines()
    name, _colon, line = fault.place.partition(":")
    assert name == "north/lessons/z1/lesson.md"
    assert text[int(line) - 1] == "level: nine"
    assert "integer" in fault.said
    assert fault.way_out


def test_beside_one_lesson_another_may_be_half_written(content: Path) -> None:
    (content / "lessons" / "z9").mkdir()
    (content / "lessons" / "z9" / "lesson.md").write_text("not yet")
    alone = Watch(Previewed(content / "lessons" / "z1", content, "z1"))
    alone.look()
    assert alone.faults() == []
    whole = Watch(Previewed(content, content))
    whole.look()
    assert {one.place.partition(":")[0] for one in whole.faults()} == {"north/lessons/z9/lesson.md"}


def test_a_chart_of_ones_own_that_cannot_be_read_is_told(content: Path) -> None:
    (content / "charts" / "sore-knee").mkdir(parents=True)
    (content / "charts" / "sore-knee" / "chart.yaml").write_text("schema: 2\n")
    watch = Watch(Previewed(content, content))
    watch.look()
    assert any(one.place.startswith("sore-knee/") or "sore-knee" in one.said for one in watch.faults())


def test_a_folder_of_very_many_files_is_looked_through_so_far(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "FILES_WATCHED", 1)
    watch = Watch(Previewed(content, content))
    watch.look()
    assert len(watch._seen or {}) == 1


def test_no_page_of_a_school_reads_again() -> None:
    root = Path(watching.__file__).parents[3]
    named = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if "read_again" in path.read_text(encoding="utf-8")
    }
    assert named == {"web/courses/preview/watching.py", "curriculum/__init__.py", "curriculum/loader.py"}

"""`preview` as a process: it stands apart from the school of this machine, and reloads when a file is saved."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from codeward.curriculum import content_folder
from codeward.errors import CodewardError
from codeward.settings import cache_dir
from codeward.web.serving.preview import find
from tests.web.conftest import PATIENCE
from tests.web.courses.conftest import CONTENT
from tests.web.serving.school import READY, environment, free_port

CLI = "import sys; from codeward.cli.main import main; sys.exit(main())"
LESSON = CONTENT / "lessons" / "z1"


def test_a_lesson_is_found_in_its_folder_of_content(tmp_path: Path) -> None:
    assert find(LESSON, tmp_path) == {"folder": LESSON, "content": CONTENT, "lesson": "z1"}
    own = content_folder().resolve() / "lessons" / "d1"
    assert find(own, tmp_path) == {"folder": own, "content": None, "lesson": "d1"}
    assert find(CONTENT, tmp_path) == {"folder": CONTENT, "content": CONTENT, "lesson": ""}


def test_a_lesson_that_lies_anywhere_gets_a_folder_of_content(tmp_path: Path) -> None:
    folder = shutil.copytree(LESSON, tmp_path / "drafts" / "z1")
    (tmp_path / "made").mkdir()
    found = find(folder, tmp_path / "made")
    assert found["lesson"] == "z1"
    assert (found["content"] / "lessons" / "z1" / "lesson.md").read_text() == (
        folder / "lesson.md"
    ).read_text()


def test_a_folder_of_nothing_is_refused_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(CodewardError, match="holds no lesson") as told:
        find(tmp_path, tmp_path)
    assert "lesson.md" in told.value.way_out


@pytest.mark.browser
def test_the_page_reloads_on_save_and_nothing_is_kept(chromium: Any, tmp_path: Path) -> None:
    folder = shutil.copytree(LESSON, tmp_path / "north" / "lessons" / "z1")
    home, temporary, port = tmp_path / "home", tmp_path / "tmp", free_port()
    temporary.mkdir()
    env = environment(
        home, cache_dir(), TMPDIR=str(temporary), CODEWARD_DATABASE_URL="postgres://nobody@127.0.0.1:1/x"
    )
    command = [sys.executable, "-c", CLI, "curriculum", "preview", str(folder), "--port", str(port)]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if READY in line:
                break
        context = chromium.new_context()
        page = context.new_page()
        page.set_default_timeout(3 * PATIENCE)
        page.goto(f"http://127.0.0.1:{port}/preview/")
        assert page.url.endswith("/lessons/z1/")
        page.check("[data-ask='z1-k1'] input[value='1']")
        page.click("[data-ask='z1-k1'] button[value=check]")
        page.wait_for_selector("[data-ask='z1-k1'] .ask-why-wrong")
        assert {one["name"] for one in context.cookies()} >= {"cw_session_preview"}
        assert "cw_session" not in {one["name"] for one in context.cookies()}
        text = (folder / "lesson.md").read_text()
        (folder / "lesson.md").write_text(text.replace("level: 2", "level: nine", 1))
        page.wait_for_selector("text=This cannot be read yet")
        assert "north/lessons/z1/lesson.md:" in page.inner_text("main")
        (folder / "lesson.md").write_text(text.replace("Ms. Quill has coughed", "Ms. Vane has coughed"))
        page.wait_for_selector("text=Ms. Vane has coughed")
        context.close()
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 0
    assert list(temporary.iterdir()) == []
    assert not home.exists()

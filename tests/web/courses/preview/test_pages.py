"""The pages of a preview: a learner's own, with their faults told and their answers counted for nothing but here."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from codeward.curriculum import Worked, content_folder, program
from codeward.web.courses.preview.watching import Previewed
from tests.web.courses.preview.test_watching import edit

pytestmark = pytest.mark.django_db
Browse = Callable[[Previewed], Client]


def test_a_lesson_is_shown_as_its_learner_sees_it_and_waits_for_the_next_edition(
    content: Path, browse: Browse
) -> None:
    client = browse(Previewed(content / "lessons" / "z1", content, "z1"))
    assert client.get("/preview/")["Location"] == "/lessons/z1/"
    html = client.get("/lessons/z1/").content.decode()
    assert "Ms. Quill has coughed" in html
    assert "Your answers are kept nowhere" in html
    edition = client.get("/preview/edition").json()["edition"]
    assert f'data-edition="{edition}"' in html
    edit(content / "lessons" / "z1" / "lesson.md", "Ms. Quill has coughed", "Ms. Vane has coughed")
    assert client.get("/preview/edition").json()["edition"] != edition
    assert "Ms. Vane has coughed" in client.get("/lessons/z1/").content.decode()


def test_an_error_is_a_page_that_goes_away_when_it_is_mended(content: Path, browse: Browse) -> None:
    client = browse(Previewed(content / "lessons" / "z1", content, "z1"))
    lesson = content / "lessons" / "z1" / "lesson.md"
    edit(lesson, "level: 2", "level: nine")
    wrong = client.get("/lessons/z1/")
    assert wrong.status_code == 422
    html = wrong.content.decode()
    assert "north/lessons/z1/lesson.md:" in html
    assert "lesson-format" in html
    assert "data-edition=" in html
    edit(lesson, "level: nine", "level: 2")
    assert client.get("/lessons/z1/").status_code == 200


def test_feedback_is_given_on_an_answer(content: Path, browse: Browse) -> None:
    client = browse(Previewed(content / "lessons" / "z1", content, "z1"))
    sent = client.post("/lessons/z1/answer", {"ask": "z1-k1", "answer": "1"}, headers={"X-Part": "1"})
    assert "Subacute begins at three weeks." in sent.content.decode()


def test_a_folder_lists_what_it_holds(content: Path, browse: Browse) -> None:
    client = browse(Previewed(content, content))
    html = client.get("/preview/").content.decode()
    assert 'href="/lessons/z1/"' in html
    assert 'href="/preview/questions/north-q1/"' in html
    assert 'href="/lessons/d1/"' not in html


def test_a_question_of_the_bank_is_answered_with_its_reasons(content: Path, browse: Browse) -> None:
    client = browse(Previewed(content, content))
    at = "/preview/questions/north-q1/"
    assert "The note says right." not in client.get(at).content.decode()
    assert "The note says right." in client.post(at, {"answer": "1"}).content.decode()
    assert client.get("/preview/questions/nothing/").status_code == 404


def test_a_school_has_no_such_addresses(client: Client) -> None:
    try:
        reverse("preview:begin")
    except NoReverseMatch:
        pass
    else:
        raise AssertionError("a school has the preview's addresses")
    assert client.get("/preview/edition").status_code == 404


def test_an_assignment_that_an_instructor_is_to_mark_says_who_marks_it_now(
    content: Path, browse: Browse
) -> None:
    client = browse(Previewed(content / "lessons" / "z1", content, "z1"))
    lesson = content / "lessons" / "z1" / "lesson.md"
    assert "There is no queue for that yet" not in client.get("/lessons/z1/").content.decode()
    edit(lesson, "```assignment\n", "```assignment\nmarks: instructor\n")
    assert "There is no queue for that yet" in client.get("/lessons/z1/").content.decode()
    sent = client.post(
        "/lessons/z1/answer", {"ask": "assignment1", "answer": "Words"}, headers={"X-Part": "1"}
    )
    assert "No instructor marks this yet" in sent.content.decode()


def test_a_lesson_of_codewards_own_is_shown_with_its_record(content: Path, browse: Browse) -> None:
    client = browse(Previewed(content_folder() / "lessons" / "d3", None, "d3"))
    assert client.get("/preview/")["Location"] == "/lessons/d3/"
    html = client.get("/lessons/d3/").content.decode()
    lesson = program().lessons["d3"]
    assert lesson.record is not None
    worked = next(one for one in lesson.of(Worked) if one.chart == lesson.record.id)
    shown = next(one for one in lesson.record.documents if one.id == worked.steps[0].show.document)
    assert str(shown.title) in html


def test_a_chart_of_the_folder_is_opened_from_its_lesson(content: Path, browse: Browse) -> None:
    ours = content_folder() / "charts" / "walk-in-cough"
    shutil.copytree(ours, content / "charts" / "walk-in-cough")
    edit(content / "lessons" / "z1" / "lesson.md", "id: walk-in-cough\nmode", "id: north:walk-in-cough\nmode")
    client = browse(Previewed(content, content))
    assert 'href="/charts/north:walk-in-cough/"' in client.get("/lessons/z1/").content.decode()
    assert client.get("/charts/north:walk-in-cough/").status_code == 200

"""A corrected lesson tells whom it concerns, once; what they answered stays as it was."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from codeward.curriculum import Lesson, program
from codeward.web.accounts.models import User
from codeward.web.courses.corrections import corrections_of, key_changed
from codeward.web.learning.models import Response
from codeward.web.notices.api import Notice, words_of
from tests.web.courses.conftest import CONTENT, sender

pytestmark = pytest.mark.django_db
Edit = Callable[[str, str], None]


@pytest.fixture
def edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Edit]:
    """``edit(before, after)`` changes the lesson z1 and has the school read it, as a new start does."""
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    monkeypatch.setenv("CODEWARD_CURRICULUM", str(folder))
    program.cache_clear()

    def edited(before: str, after: str) -> None:
        path = folder / "lessons" / "z1" / "lesson.md"
        text = path.read_text()
        assert text.count(before) == 1
        path.write_text(text.replace(before, after))
        program.cache_clear()

    yield edited
    monkeypatch.undo()
    program.cache_clear()


WRONG_KEY = ('code: R05.1}], right: true, why: "Acute, and', 'code: R05.8}], right: true, why: "Acute, and')


def run(*more: str) -> None:
    """The command, as whoever runs the school types it."""
    call_command("correct_lessons", *more, verbosity=0)


def told(person: User) -> list[Notice]:
    """What somebody was told of checks."""
    return list(Notice.objects.filter(person=person, kind="courses.check_corrected"))


def text_of(notice: Notice) -> str:
    """What a notice says below its subject."""
    return " ".join(words_of(notice).paragraphs)


def test_who_answered_under_the_old_key_is_told_once_and_their_answer_stays(
    as_alice: Client, as_bob: Client, alice: User, bob: User, edit: Edit
) -> None:
    sender(as_alice)("z1-k1", "0")
    sender(as_bob)("z1-k1", "1")
    before = list(Response.objects.order_by("pk").values())
    edit(*WRONG_KEY)
    for _ in range(2):
        run("--why", "The cough is another one.")
    [right], [wrong] = told(alice), told(bob)
    assert words_of(right).subject == "“A cough at the walk-in desk”: the key of a check was corrected"
    assert "counted as right" in text_of(right)
    assert "counted as wrong" in text_of(wrong)
    assert "The cough is another one." in text_of(wrong)
    assert right.url == "/lessons/z1/#ask-z1-k1"
    assert list(Response.objects.order_by("pk").values()) == before
    page = as_alice.get("/lessons/z1/").content.decode()
    assert "This was corrected after you answered it." in page


def test_where_words_alone_were_mended_nobody_is_told(as_alice: Client, alice: User, edit: Edit) -> None:
    sender(as_alice)("z1-k1", "0")
    edit(
        "Acute cough for four days, no cause named. Which line?",
        "An acute cough, no cause named. Which line?",
    )
    run()
    assert told(alice) == []


def test_a_comma_that_is_mended_after_the_key_tells_nobody_again(
    as_alice: Client, alice: User, edit: Edit
) -> None:
    sender(as_alice)("z1-k1", "0")
    edit(*WRONG_KEY)
    run("z1")
    edit(
        "Acute cough for four days, no cause named. Which line?",
        "An acute cough, no cause named. Which line?",
    )
    run("z1")
    assert len(told(alice)) == 1


def test_who_answers_under_the_new_key_is_not_told(as_alice: Client, alice: User, edit: Edit) -> None:
    edit(*WRONG_KEY)
    sender(as_alice)("z1-k1", "0")
    run()
    assert told(alice) == []


def test_questions_before_a_lesson_concern_nobody(as_alice: Client, edit: Edit) -> None:
    sender(as_alice)("z1-p1", "2")
    edit('{text: "The cough itself", right: true, why', '{text: "The cough itself", why')
    edit(
        '{text: "Pneumonia, the likeliest cause", why',
        '{text: "Pneumonia, the likeliest cause", right: true, why',
    )
    edit(
        'right: true, why: "Nobody diagnosed pneumonia.", cite: [I.B.4], wrong: {axis: documentation}}',
        'right: true, why: "Nobody diagnosed pneumonia.", cite: [I.B.4]}',
    )
    assert program().lessons["z1"].items["z1-p1"].right[0].text == "Pneumonia, the likeliest cause"
    assert corrections_of(program().lessons["z1"]) == []


def test_an_unknown_lesson_is_told() -> None:
    with pytest.raises(CommandError, match="no lesson z99"):
        run("z99")


def option(text: str, *, right: bool = False) -> dict[str, object]:
    """An option in words, as it is kept."""
    return {"text": text, "lines": None, "right": right}


def test_in_words_the_key_changed_where_an_option_is_right_in_one_version_alone() -> None:
    old = {"options": [option("A", right=True), option("B"), option("C")]}
    assert not key_changed(old, {"options": [option("C"), option("B"), option("A, reworded", right=True)]})
    assert key_changed(old, {"options": [option("A"), option("B", right=True), option("C")]})


def test_pairs_are_a_key(lesson: Lesson) -> None:
    old = json.loads(lesson.items["z1-k5"].model_dump_json(by_alias=True))
    new = json.loads(json.dumps(old))
    assert not key_changed(old, new)
    new["pairs"][0]["right"], new["pairs"][1]["right"] = new["pairs"][1]["right"], new["pairs"][0]["right"]
    assert key_changed(old, new)

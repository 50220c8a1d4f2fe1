"""Pictures: ours pass, and nothing that acts or reaches outside does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.curriculum import LessonError, program
from codeward.curriculum.pictures import check_picture
from tests.curriculum.made import PICTURE


def inside(what: str) -> str:
    return PICTURE.replace("<rect", f"{what}\n<rect")


def test_a_picture_of_ours_is_sound() -> None:
    check_picture(PICTURE, "arm.svg")
    check_picture(inside('<defs><pattern id="p"/></defs><use href="#p" fill="url(#p)"/>'), "arm.svg")


def test_every_picture_that_ships_is_sound() -> None:
    pictures = [
        (f"{one.folder}/{name}", text)
        for one in program().lessons.values()
        for name, text in one.pictures.items()
    ]
    for path, text in pictures:
        check_picture(text, path)


BAD = [
    ("<script>alert(1)</script>", "the element script"),
    ('<g onload="x()"/>', "the attribute onload"),
    ('<image href="a.png"/>', "the element image"),
    ("<foreignObject/>", "the element foreignObject"),
    ('<use href="https://example.org/a.svg#x"/>', "the address"),
    ('<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="file:///x"/>', "the address"),
    ('<rect fill="url(https://example.org/x)"/>', "an address in fill"),
    ('<rect style="fill:url(//x.y/z)"/>', "an address in style"),
    ("<style>@import url(x.css);</style>", "an address in a style"),
    ("<style>.a{fill:url(http://x)}</style>", "an address in a style"),
    ('<a href="#x"><rect/></a>', "the element a"),
    ("<animate/>", "the element animate"),
    ("<?xml-stylesheet href='x'?>", "the instruction"),
]


@pytest.mark.parametrize(("what", "said"), BAD)
def test_what_acts_or_reaches_outside_is_refused_with_its_line(what: str, said: str) -> None:
    with pytest.raises(LessonError) as raised:
        check_picture(inside(what), "lessons/z1/arm.svg")
    assert said in str(raised.value)
    assert (raised.value.path, raised.value.line) == ("lessons/z1/arm.svg", 3)
    assert raised.value.way_out


def test_an_entity_is_refused() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaa">]>\n' + PICTURE
    with pytest.raises(LessonError, match="a declaration"):
        check_picture(bomb, "a.svg")


@pytest.mark.parametrize(
    "text", ["", "<svg", "<html/>", PICTURE.replace("viewBox", "box"), PICTURE.replace("title", "desc")]
)
def test_what_is_no_picture_is_refused(text: str) -> None:
    with pytest.raises(LessonError):
        check_picture(text, "a.svg")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_no_text_raises_anything_but_a_lesson_error(text: str) -> None:
    for picture in (text, inside(text)):
        try:
            check_picture(picture, "a.svg")
        except LessonError:
            continue
        assert "<script" not in picture

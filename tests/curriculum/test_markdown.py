# ruff: noqa: E501
"""Prose: our marks, a small Markdown, never HTML, and never an error without a type."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.curriculum import (
    CiteMark,
    CodeMark,
    Emphasis,
    LessonError,
    Link,
    Paragraph,
    Prose,
    TermMark,
    Words,
    inline_of,
    marks_of,
    plain,
    read_lesson,
    strays,
    system_of,
)
from codeward.curriculum.markdown import parts_of


def prose(text: str) -> Prose:
    (part,) = parts_of(text, "lesson.md")
    assert isinstance(part, Prose)
    return part


def test_the_three_marks() -> None:
    found = list(
        marks_of(
            prose(
                "See [[E11.22]], [[E11.-]] and [[E08-E13]] {I.A.15}, {Tabular E11\nuse_additional}: [t:eschar|crust]."
            )
        )
    )
    assert found == [
        CodeMark("E11.22", line=1),
        CodeMark("E11", below=True, line=1),
        CodeMark("E08-E13", line=1),
        CiteMark("I.A.15", line=1),
        CiteMark("Tabular E11 use_additional", line=1),
        TermMark("eschar", "crust", line=2),
    ]


def test_plain_words_have_no_marks() -> None:
    assert (
        plain(prose("*With* presumes [[E11.-]] the **link** {I.A.15}, [t:eschar]."))
        == "With presumes E11- the link , eschar."
    )


def test_marks_stand_inside_emphasis_and_lists() -> None:
    block = prose("- one *two {I.B.14}*\n- three\n\n  four [[I10]]\n")
    assert [mark.kind for mark in marks_of(block)] == ["cite", "code"]
    assert inline_of("*a* b") == (Emphasis((Words("a"),)), Words(" b"))


def test_a_link_is_https_alone() -> None:
    (link,) = marks_of(prose("[the book](https://example.org/x)"))
    assert isinstance(link, Link)
    assert link.address == "https://example.org/x"
    with pytest.raises(LessonError):
        prose("[x](http://example.org)")


def test_less_than_is_no_html() -> None:
    assert plain(prose("A wound < 3 cm, or <5 mm & deep.")) == "A wound < 3 cm, or <5 mm & deep."


@pytest.mark.parametrize(
    "html", ["<b>", "</p>", "<br/>", "<!-- x -->", "<img src=x>", "<SCRIPT>", "`<i>`", "<?php"]
)
def test_html_is_refused_wherever_it_stands(html: str) -> None:
    with pytest.raises(LessonError, match="HTML"):
        inline_of(f"a {html} b")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("It is E11.22 now", ["E11.22"]), ("codes I10 and Z79.4", ["I10", "Z79.4"]), ("S72.001A", ["S72.001A"]),
        ("99213 and 0DTJ4ZZ and J1885", ["99213", "0DTJ4ZZ", "J1885"]), ("0042T", ["0042T"]),
        ("35,000 of 12.5 in 2026, 80% at 9:30", []), ("vitamin B12 and disc at T12", []), ("A1c, COVID-19, H1N1", []),
        ("see [[E11.22]] {I.C.4}", []), ("PATIENT REFUSED", []), ("room 12345678", []), ("$10000", []),
    ],
)  # fmt: skip
def test_codes_outside_a_mark_are_found_and_nothing_else(text: str, codes: list[str]) -> None:
    assert [stray.code for stray in strays(text)] == codes


def test_questions_may_show_a_notes_own_codes() -> None:
    assert plain(inline_of("The note says E11.22.")) == "The note says E11.22."


@pytest.mark.parametrize(
    ("code", "system"), [("E11.22", "icd10cm"), ("E08-E13", "icd10cm"), ("0DTJ4ZZ", "icd10pcs"), ("J1885", "hcpcs"),
                         ("99213", "cpt"), ("??", None)],
)  # fmt: skip
def test_a_codes_system_is_seen_in_how_it_is_written(code: str, system: str | None) -> None:
    assert system_of(code) == system


def test_lines_are_those_of_the_file() -> None:
    with pytest.raises(LessonError) as raised:
        parts_of("one\n\ntwo\nthree <b>\n", "x.md", 10)
    assert (raised.value.path, raised.value.line) == ("x.md", 13)


TEXTS = st.text(
    alphabet=string.ascii_letters + string.digits + " \n#*_`[]{}()<>!|-.:;&'\"\\tE11.", max_size=300
)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_no_text_raises_anything_but_a_lesson_error(text: str) -> None:
    try:
        parts = parts_of(text, "lesson.md")
    except LessonError as error:
        assert error.line >= 1  # noqa: PT017 - which error is half of what is asked
        return
    for part in parts:
        if isinstance(part, Prose):
            assert "<script" not in plain(part)
            assert all(block.kind != "html" for block in part.blocks)


HEADS = st.sampled_from(["schema: 1", "id: z1", "id: [", "title: a", "needs: [z1]", "coding_date: 2026-06-01", "x: &a b", "y: *a",
                         "minutes: {read: 20}", "objectives: []", "? a", "- a", "a: b: c", "\t", "%x", "!!python/object:a"])  # fmt: skip
FENCES = st.sampled_from(["check", "claims", "cards", "table", "picture", "pretest", "worked", "poll", ""])


@settings(max_examples=60, deadline=None)
@given(st.lists(HEADS, max_size=6), FENCES, TEXTS, TEXTS)
def test_no_lesson_raises_anything_but_a_lesson_error(
    head: list[str], word: str, inside: str, after: str
) -> None:
    text = "---\n" + "\n".join(head) + f"\n---\n\n```{word}\n{inside}\n```\n{after}"
    with pytest.raises(LessonError):  # the head is never whole
        read_lesson({"lesson.md": text, "cards.yaml": inside, "a.svg": after}, "lessons/z1")


def test_deep_nesting_is_refused_or_read_flat() -> None:
    deep = "".join(f"{'  ' * n}- a\n" for n in range(60))
    try:
        assert parts_of(deep, "x")
    except LessonError as error:
        assert "inside" in str(error)  # noqa: PT017
    assert isinstance(prose("> > a").blocks[0].kind, str)
    assert Paragraph((Words("a"),)).kind == "paragraph"

"""The guidelines by section: the contents say which, the body what, further down they count on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.codesets.lists.outline import outline
from codeward.codesets.lists.sections import Guidelines
from codeward.errors import CodewardError, LoaderError
from tests.codesets.lists.conftest import Make

TEXT = """ICD-10-CM Official Guidelines for Coding and Reporting
Section I. Conventions, and what holds for every
chapter .............. 7
A. Conventions .......... 7
1. The books ....... 7
B. Chapters ......... 8
1. Chapter 1: One (A00-B99) ..... 8
a. First things, said at some length and
in two lines ........ 8
b. Second things ....... 9
2. Chapter 2: Two ..... 9
Section II. Selection ..... 10
A. Alone ........ 10
I. Ninth ....... 10
Appendix I 11
Page 6 of 12
Section I. Conventions, and what holds for every
chapter
Opening words.
A. Conventions
1. The books
Line one
and two.

Another paragraph. A list:
2. not a heading
B. Chapters
1. Chapter 1: One (A00-B99)
a. First things, said at some length and
in two lines
1) Kinds
See Section I.A.1
(a) Small, and
smaller still
Text of it.
Page 7 of 12
(b) Large
(i) Very
(ii) Less
(c) Middling
2) Others
b. Second things
1) Alone
2. Chapter 2: Two
Nothing.
Section II. Selection
A. Alone
I. Ninth
End.
Appendix I
Reporting
1) inside
"""


def test_the_outline() -> None:
    sections, missing = outline(TEXT)
    assert missing == []
    assert [(each.id, each.depth) for each in sections] == [
        ("I", 0), ("I.A", 1), ("I.A.1", 2), ("I.B", 1), ("I.B.1", 2), ("I.B.1.a", 3), ("I.B.1.a.1", 4),
        ("I.B.1.a.1.a", 5), ("I.B.1.a.1.b", 5), ("I.B.1.a.1.b.i", 6), ("I.B.1.a.1.b.ii", 6), ("I.B.1.a.1.c", 5),
        ("I.B.1.a.2", 4), ("I.B.1.b", 3), ("I.B.1.b.1", 4), ("I.B.2", 2), ("II", 0), ("II.A", 1), ("II.I", 1),
        ("Appendix I", 0),
    ]  # fmt: skip
    found = {each.id: each for each in sections}
    assert found["I"].title == "Conventions, and what holds for every chapter"
    assert found["I.B.1.a"].title == "First things, said at some length and in two lines"
    assert found["I.B.1.a.1.a"].title == "Small, and smaller still"
    assert found["I.B.1.a.1.a"].paragraphs == ["Text of it."]
    assert found["I.A.1"].paragraphs == ["Line one and two.", "Another paragraph. A list: 2. not a heading"]


def test_a_heading_that_the_body_lacks_is_told() -> None:
    sections, missing = outline(TEXT.replace("\nb. Second things\n1) Alone", ""))
    assert missing == ["b Second things"]
    assert "I.B.2" in [each.id for each in sections]


def many() -> str:
    listed = "".join(f"{n}. Topic {n} .... {n}\n" for n in range(1, 100))
    body = "".join(f"{n}. Topic {n}\nWords on {n}.\n" for n in range(1, 100))
    return f"Section I. All ...... 1\nA. Topics ... 1\n{listed}Section I. All\nA. Topics\n{body}"


def test_sections_are_found_as_they_are_cited(make: Make) -> None:
    guidelines = Guidelines(make("guidelines", many(), called="g.txt"))
    assert len(guidelines) == 101
    section = guidelines.section("Section I.A.7.")
    assert section == ("I.A.7", "Topic 7", "Words on 7.", ())
    assert guidelines.section("i.a.7") == section
    assert guidelines.section("I").below == ("I.A",)
    assert guidelines.whole("I.A.99") == "I.A.99 Topic 99\n\nWords on 99."
    assert guidelines.whole("I").count("Words on") == 99
    with pytest.raises(CodewardError, match="no section"):
        guidelines.section("V.A")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has 0 sections"),
        ("Section I. All\n", "has 0 sections"),
        (TEXT, "has 20 sections where the guidelines have hundreds"),
        ("%PDF-1.7\nnothing", "cannot be read as a PDF"),
    ],
)
def test_what_is_no_edition(make: Make, text: str, said: str) -> None:
    with pytest.raises(LoaderError, match=said):
        make("guidelines", text, called="g.txt")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(TEXT.splitlines()), max_size=60))
def test_any_order_of_lines_is_survived(lines: list[str]) -> None:
    sections, _ = outline("\n".join(lines))
    ids = [each.id for each in sections]
    assert all(ids)
    assert len(ids) == len(set(ids))

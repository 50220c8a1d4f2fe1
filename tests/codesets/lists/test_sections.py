"""The guidelines by section: the contents say which, the body what, further down they count on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.codesets.lists.outline import outline
from codeward.codesets.lists.sections import MAX_LINES, MAX_TEXT, Guidelines
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


TYPESET = """Section I. All ..... 1
A. Conventions .... 1
1. Lists ..... 1
B. General ...... 2
1. Chapter 1: Kinds (A00-B99) ..... 2
Reserved for future guideline expansion ...... 2
a. Admissions and encounters involving therapy, and radiation ...... 3
Appendix I 9
Section I. All
A. Conventions
1. Lists
Codes are of ICD -10-CM; follow chapter-
specific rules of the ICD-
10-CM and site- specific ones. It goes over

ICD-10-CM Official Guidelines for Coding and Reporting
FY 2026
Page 2 of 121

the page. These are:
• One, and
its second line
\uf0a7 Two
Afterward the codes are:
Z11 Encounter for
screening
Z12, Another encounter
Except: Z12.9, Unspecified
Assign code Z12 once.
2. Forgotten by the Contents
It is here.
B. General
1. Chapter 1: Kinds (A00-B99)
Reserved for future guideline expansion
a. Admissions and encounters involving antineoplastic therapy,
and radiation
1) Methicillin susceptible organisms of many kinds (MSSA) and
MRSA colonization
(a) First:
(b) B
(c) C
(d) D
(e) E
(f) F
(g) G
(h) Eighth
Its text.
(i) Ninth, a letter
(j) Tenth
2) Roman ones
(a) One
(i) Small one
(ii) Small two
3) Use of a Category in Conjunction with Site Specific
Pain Codes
The text follows.

ICD-10-CM Official Guidelines for Coding and Reporting
FY 2026
Page 3 of 121

Another paragraph after the turn.
Appendix I
Present on Admission
Introduction
"""


def test_the_type_setting_is_taken_out_of_the_text() -> None:
    found = {each.id: each for each in outline(TYPESET)[0]}
    assert found["I.A.1"].paragraphs == [
        (
            "Codes are of ICD-10-CM; follow chapter-specific rules of the ICD-10-CM and site-specific ones. "
            "It goes over the page. These are:"
        ),
        "• One, and its second line",
        "• Two Afterward the codes are:",
        "Z11 Encounter for screening",
        "Z12, Another encounter",
        "Except: Z12.9, Unspecified",
        "Assign code Z12 once.",
    ]
    assert found["I.B.1.a.3"].paragraphs == ["The text follows.", "Another paragraph after the turn."]
    assert (found["I.B.1"].title, found["I.B.1"].paragraphs) == (
        "Chapter 1: Kinds (A00-B99)",
        ["Reserved for future guideline expansion"],
    )
    assert (found["Appendix I"].title, found["Appendix I"].paragraphs) == (
        "Present on Admission",
        ["Introduction"],
    )


def test_headings_of_two_lines_are_one() -> None:
    titles = {each.id: each.title for each in outline(TYPESET)[0]}
    assert titles["I.B.1.a"] == "Admissions and encounters involving antineoplastic therapy, and radiation"
    assert (
        titles["I.B.1.a.1"] == "Methicillin susceptible organisms of many kinds (MSSA) and MRSA colonization"
    )
    assert titles["I.B.1.a.3"] == "Use of a Category in Conjunction with Site Specific Pain Codes"
    assert titles["I.B.1.a.1.a"] == "First"


def test_a_heading_that_the_contents_forgot_goes_on_where_they_end() -> None:
    found = {each.id: each for each in outline(TYPESET)[0]}
    assert (found["I.A.2"].title, found["I.A.2"].paragraphs) == ("Forgotten by the Contents", ["It is here."])


def test_the_ninth_letter_is_no_roman_numeral() -> None:
    ids = [each.id for each in outline(TYPESET)[0]]
    assert ids[ids.index("I.B.1.a.1.h") :][:3] == ["I.B.1.a.1.h", "I.B.1.a.1.i", "I.B.1.a.1.j"]
    assert [each for each in ids if each.startswith("I.B.1.a.2.a.")] == ["I.B.1.a.2.a.i", "I.B.1.a.2.a.ii"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x\n" * (MAX_LINES + 1), "many times as long"),
        ("x" * (MAX_TEXT + 1), "many times as long"),
        (f"Section I. A\nSection I. A\n{''.join(f'({chr(97 + n % 26)}) x{chr(10)}1) y{chr(10)}' for n in range(9))}",
         "where the guidelines have hundreds"),
    ],
)  # fmt: skip
def test_what_is_far_too_long_is_refused(make: Make, text: str, said: str) -> None:
    with pytest.raises(LoaderError, match=said):
        make("guidelines", text, called="g.txt")


def test_more_sections_than_can_be_are_refused(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codeward.codesets.lists.sections.MAX_SECTIONS", 100)
    with pytest.raises(LoaderError, match="more than 100 sections"):
        make("guidelines", many(), called="g.txt")


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
@given(st.lists(st.sampled_from([*TEXT.splitlines(), *TYPESET.splitlines()]), max_size=80))
def test_any_order_of_lines_is_survived(lines: list[str]) -> None:
    sections, _ = outline("\n".join(lines))
    ids = [each.id for each in sections]
    assert all(ids)
    assert len(ids) == len(set(ids))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_text_is_survived(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([TEXT, TYPESET]))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(start + 60, len(text))))
        text = text[:start] + data.draw(st.text(max_size=12)) + text[end:]
    sections, _missing = outline(text)
    assert len(sections) <= text.count("\n") + 1
    assert sum(len(one) for each in sections for one in each.paragraphs) <= len(text)

"""Properties that hold for any text and any code."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeward.codesets import Book, Reference, matches, validate
from codeward.codesets.container.codes import as_key, dotted, pack, undotted
from codeward.codesets.container.references import looks_unparsed, parse
from codeward.errors import UnknownCode

relaxed = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
codelike = st.from_regex(r"[A-Z]([0-9][0-9A-Z]|A[0-9])(\.[0-9A-Z]{1,4})?", fullmatch=True)


@relaxed
@given(asked=st.one_of(st.text(), codelike, st.from_regex(r"[A-Za-z0-9.\- ]{0,10}", fullmatch=True)))
def test_no_text_makes_a_look_up_crash(book: Book, asked: str) -> None:
    concept = book.get(asked)
    answer = validate(book, asked)
    if concept is None:
        with pytest.raises(UnknownCode):
            book[asked]
        assert not answer.valid
    else:
        assert answer.valid == concept.billable
    assert answer.message.isprintable()
    assert all(code in book for code in answer.suggestions)


@relaxed
@given(data=st.data())
def test_a_code_answers_the_same_with_or_without_dot_in_any_case(book: Book, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(book) - 1))
    concept = book.file.concept(index)
    for asked in (concept.code, concept.code.lower(), undotted(concept.code), f" {concept.code}\n"):
        assert book[asked] == concept
    assert book[concept.code].index == index


@relaxed
@given(code=codelike)
def test_a_key_is_read_from_a_code_and_the_dot_comes_back(code: str) -> None:
    key = as_key(code)
    assert key == undotted(code)
    assert dotted(undotted(code)) == code


keylike = st.from_regex(r"[0-9A-Z]{1,5}(-[0-9A-Z]{1,5})?|[0-9A-Z]{6,11}", fullmatch=True)


@relaxed
@given(one=keylike, other=keylike)
def test_different_keys_are_different_64_bit_numbers(one: str, other: str) -> None:
    assert as_key(one) == one
    assert 0 <= pack(one) < 1 << 64
    assert (pack(one) == pack(other)) == (one == other)
    assert pack(one) != pack("0" + one[:10])


@relaxed
@given(first=codelike, last=codelike, hyphen=st.sampled_from(["", "-", ".-"]))
def test_a_reference_round_trips(first: str, last: str, hyphen: str) -> None:
    if hyphen == ".-" and "." in first:
        hyphen = "-"
    (single,) = parse(f"something ({first}{hyphen})")
    assert (single.first, single.last, single.condition) == (first, None, None)
    assert matches(single, first)
    (span,) = parse(f"something ({first}-{last})")
    assert (span.text, span.first, span.last) == (f"{first}-{last}", first, last)
    assert Reference(**span.to_json()) == span  # type: ignore[arg-type]


@relaxed
@given(text=st.one_of(st.text(), st.from_regex(r"[A-Z0-9.\-(),; with]{0,40}", fullmatch=True)))
def test_no_note_makes_the_parser_crash(text: str) -> None:
    for reference in parse(text):
        assert reference.text in text
        assert isinstance(matches(reference, "E11.9"), bool)
    assert looks_unparsed(text) in (True, False)

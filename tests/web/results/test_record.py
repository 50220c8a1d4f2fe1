"""The record with marks: the text is never changed, and each piece names its rows."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from codeward.charts import Document
from codeward.web.results.record import Side, Span, marked

SIDES: list[Side] = ["mine", "key", "wrong", "mention"]


def document(text: str) -> Document:
    """A document of that text."""
    return Document.model_validate(
        {
            "id": "note",
            "kind": "note",
            "title": "Note",
            "date": "2026-05-01",
            "author": {"name": "A", "role": "attending"},
            "signed": True,
            "text": text,
        },
        strict=False,
    )


def bare(told: str) -> str:
    """The text without marks."""
    return html.unescape(re.sub(r"<[^>]*>", "", told))


def test_overlapping_spans_are_cut_into_pieces() -> None:
    told = str(
        marked(
            document("acute cough, dry"),
            [Span("note", 0, 11, "mine", "a"), Span("note", 6, 16, "key", "b")],
        ).html
    )
    assert '<mark class="evidence" data-mine="a">acute </mark>' in told
    assert '<mark class="evidence evidence-both" data-key="b" data-mine="a">cough</mark>' in told
    assert '<mark class="evidence evidence-key" data-key="b">, dry</mark>' in told


def test_a_mark_that_goes_on_over_a_line_end_is_one_mark() -> None:
    """A ring around each piece would cut the words apart where a line only wraps."""
    line = "Hurts on the outside when he lifts a bucket or turns a doorknob, no"
    text = f"{line}\nfall, no numbness, and takes lisinopril 10 mg every day in the\nmorning too."
    told = str(marked(document(text), [Span("note", 0, len(text), "key", "a")]).html)
    assert told.count("<mark") == 1
    assert told.count('<span class="record-wrap">\n</span>') == 2


def test_markup_in_a_record_is_text() -> None:
    told = str(marked(document("<script>x</script> & more"), [Span("note", 0, 8, "mine", '"><b>')]).html)
    assert "<script>" not in told
    assert "<b>" not in told
    assert bare(told) == "<script>x</script> & more"


def test_offsets_are_code_points() -> None:
    text = "🙂🙂 קר cough"
    told = str(marked(document(text), [Span("note", 6, 11, "mine", "a")]).html)
    assert '<mark class="evidence" data-mine="a">cough</mark>' in told


def test_headings_and_columns_keep_their_shape() -> None:
    told = str(marked(document("HISTORY\nWBC    18.1\nBP 118/72, HR 96"), []).html)
    assert '<span class="record-heading">HISTORY</span>' in told
    assert '<span class="record-columns">WBC    18.1</span>' in told
    assert "record-heading" not in told.split("BP")[1]


@given(
    text=st.text(alphabet=st.sampled_from("AB ab<&\n🙂é,."), min_size=1, max_size=60),
    raw=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from(SIDES)), max_size=6),
)
def test_the_text_is_never_changed(text: str, raw: list[tuple[int, int, Side]]) -> None:
    spans = [Span("note", a, b, side, f"r{n}") for n, (a, b, side) in enumerate(raw)]
    told = str(marked(document(text), spans).html)
    assert bare(told) == text
    for n, (a, b, side) in enumerate(raw):
        if 0 <= a < b <= len(text):
            pieces = re.findall(
                rf'<mark [^>]*data-{side}="[^"]*\br{n}\b[^"]*"[^>]*>(.*?)</mark>', told, flags=re.S
            )
            assert bare("".join(pieces)) == text[a:b]

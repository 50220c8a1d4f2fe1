from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from codeward.charts.base import StrictModel
from codeward.errors import CodewardError
from codeward.web import batches


class Few(StrictModel):
    """A batch of numbers."""

    numbers: tuple[int, ...]


class RefusedError(CodewardError):
    """What the tests raise."""


def read(body: bytes) -> Few:
    return batches.read(TypeAdapter(Few), body, field="numbers", most=40, fault=RefusedError)


def test_a_batch_is_read() -> None:
    assert read(b'{"numbers": [1, 2]}').numbers == (1, 2)


@pytest.mark.parametrize(
    ("body", "said", "way_out"),
    [
        (b" " * 41, "the request holds 41 bytes", "Send at most 40 at once"),
        (b"\xff", "the request is not JSON", 'Send {"numbers": [...]}'),
        (b"[1]", "the request is not an object", 'Send {"numbers": [...]}'),
        (
            b'{"numbers": ["a\\u0000"]}',
            "a text holds control characters (NUL)",
            "Remove it and send the text again",
        ),
        (
            b'{"numb\\u0000ers": []}',
            "a text holds control characters (NUL)",
            "Remove it and send the text again",
        ),
        (b'{"numbers": [1, "x"]}', "numbers[1]: ", "Send it again corrected"),
    ],
)
def test_what_is_no_batch_is_refused_with_a_way_out(body: bytes, said: str, way_out: str) -> None:
    with pytest.raises(RefusedError) as caught:
        read(body)
    assert caught.value.message.startswith(said)
    assert caught.value.way_out == way_out

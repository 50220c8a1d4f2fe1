"""What people type, in one line."""

from __future__ import annotations

import pytest

from codeward.web.typed import one_line


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("  two\n\twords ", None, "two words"),
        ("a\x00b \x00 c", None, "ab c"),
        ("abcdef", 3, "abc"),
        ("\x00\x00abc", 3, "abc"),
        ("", 5, ""),
    ],
)
def test_a_text_becomes_one_line_without_nul(text: str, most: int | None, kept: str) -> None:
    assert one_line(text, most) == kept

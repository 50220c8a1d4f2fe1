from __future__ import annotations

from io import BytesIO

import pytest

from codeward.codesets.files.xmlstream import XmlReader
from codeward.errors import LoaderError


class Words(XmlReader):
    """Keeps what it is told."""

    def __init__(self) -> None:
        super().__init__("a.xml")
        self.told: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.told.append(f"<{tag}{attributes or ''}>")

    def end(self, tag: str) -> None:
        self.told.append(f"</{tag}>")

    def characters(self, text: str) -> None:
        self.told.append(text)


def test_elements_and_text_come_in_order() -> None:
    reader = Words()
    reader.parse(BytesIO(b'<a b="c">one &amp; <d/>two</a>'))
    assert reader.told == ["<a{'b': 'c'}>", "one & ", "<d>", "</d>", "two", "</a>"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"<a>\n<b></a>", r"a\.xml:2: malformed XML \(mismatched tag\)"),
        (b"", r"a\.xml:1: malformed XML \(no element found\)"),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', r"a\.xml:1: (unreadable text|malformed XML)"),
        (b'<!DOCTYPE a [<!ENTITY b "b">]><a/>', r"a\.xml:1: declares an entity"),
        (b"<a>" + b" " * 2000 + b"</a>", r"a\.xml:1: is larger than any official file"),
    ],
)
def test_what_cannot_be_read_is_refused_with_file_and_line(text: bytes, said: str) -> None:
    with pytest.raises(LoaderError, match=said):
        Words().parse(BytesIO(text), most=2000)

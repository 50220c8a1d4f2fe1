"""A small reader for CMS's ICD-10-PCS XML: one element tree, no entities, bounded depth and size.

Entity declarations are refused, so a file cannot expand itself to fill memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from codeward.codesets.files.source import opened
from codeward.codesets.files.xmlstream import XmlReader
from codeward.errors import LoaderError

__all__ = ["Element", "load"]

_DEEPEST = 40
_MOST_BYTES = 400_000_000


class Element:
    """One element: name, attributes, own text, children."""

    __slots__ = ("attributes", "children", "line", "name", "text")

    def __init__(self, name: str, attributes: dict[str, str], line: int) -> None:
        self.name = name
        self.attributes = attributes
        self.line = line
        self.text = ""
        self.children: list[Element] = []

    def all(self, name: str) -> Iterator[Element]:
        """Yield the children called *name*."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> Element | None:
        """Return the first child called *name*."""
        return next(self.all(name), None)

    def words(self, name: str) -> str:
        """Return the text of the first child called *name*, blanks joined."""
        found = self.first(name)
        return " ".join(found.text.split()) if found is not None else ""


def load(path: Path, root: str) -> Element:
    """Return the document at *path* (plain or `.xz`), whose root must be *root*. Raises LoaderError."""
    reader = _Reader(path.name, root)
    with opened(path) as stream:
        reader.parse(stream, _MOST_BYTES)
    return reader.top.children[0]


class _Reader(XmlReader):
    """The state of one reading: the elements that are open, outermost first."""

    def __init__(self, file: str, root: str) -> None:
        super().__init__(file)
        self.root = root
        self.top = Element("", {}, 0)
        self.open = [self.top]

    def error(self, message: str, line: int | None = None) -> LoaderError:
        return LoaderError(message, "Fetch it again.", path=self.file, line=line)

    def refuse(self, *_: object) -> None:
        raise LoaderError(
            "declares an entity, which no official file does", "Fetch the file again.", path=self.file
        )

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self.open) > _DEEPEST:
            raise LoaderError("elements lie too deep", "Fetch the file again.", path=self.file)
        if len(self.open) == 1 and tag != self.root:
            raise LoaderError(
                f"begins with <{tag}>, not with <{self.root}>",
                "Check that it is the right file.",
                path=self.file,
                line=1,
            )
        element = Element(tag, attributes, self.parser.CurrentLineNumber)
        self.open[-1].children.append(element)
        self.open.append(element)

    def end(self, _tag: str) -> None:
        self.open.pop()

    def characters(self, text: str) -> None:
        self.open[-1].text += text

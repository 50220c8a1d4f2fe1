"""A small reader for CMS's ICD-10-PCS XML: one element tree, no entities, bounded depth and size.

Entity declarations are refused, so a file cannot expand itself to fill memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from codeward.codesets.source import opened
from codeward.errors import LoaderError

__all__ = ["Element", "load"]

_CHUNK = 1 << 16
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
    top = Element("", {}, 0)
    stack = [top]
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(stack) > _DEEPEST:
            raise LoaderError("elements lie too deep", "Fetch the file again.", path=path.name)
        element = Element(name, attributes, parser.CurrentLineNumber)
        if len(stack) == 1 and name != root:
            raise LoaderError(
                f"begins with <{name}>, not with <{root}>",
                "Check that it is the right file.",
                path=path.name,
                line=1,
            )
        stack[-1].children.append(element)
        stack.append(element)

    def end(_name: str) -> None:
        stack.pop()

    def text(data: str) -> None:
        stack[-1].text += data

    def refuse(*_: object) -> None:
        raise LoaderError(
            "declares an entity, which no official file does", "Fetch the file again.", path=path.name
        )

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.EntityDeclHandler = text, refuse
    read = 0
    with opened(path) as stream:
        try:
            while chunk := stream.read(_CHUNK):
                read += len(chunk)
                if read > _MOST_BYTES:
                    raise LoaderError("is larger than any official file", "Fetch it again.", path=path.name)
                parser.Parse(chunk, False)  # noqa: FBT003 - expat's own signature
            parser.Parse(b"", True)  # noqa: FBT003
        except expat.ExpatError as e:
            reason = expat.ErrorString(e.code) or "malformed"
            raise LoaderError(
                f"malformed XML ({reason})", "Fetch it again.", path=path.name, line=e.lineno
            ) from e
        except (LookupError, ValueError) as e:
            raise LoaderError(f"unreadable text ({e})", "Fetch it again.", path=path.name) from e
    return top.children[0]

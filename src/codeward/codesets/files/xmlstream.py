"""Read an official XML file as a stream of expat's events; what the elements mean is the reader's business.

Nothing but what a reader keeps is ever held. Entity declarations are refused, so a file cannot expand itself to
fill memory, and whatever is wrong with the text comes out as a LoaderError with the file's name.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Protocol
from xml.parsers import expat

from codeward.errors import LoaderError

__all__ = ["Stream", "XmlReader"]

_CHUNK = 1 << 16


class Stream(Protocol):
    """Bytes to read; a size of them at a time."""

    def read(self, size: int, /) -> bytes: ...


class XmlReader(ABC):
    """One reading of one file. `self.parser` knows the line; its `CharacterDataHandler` may be changed meanwhile."""

    def __init__(self, file: str) -> None:
        self.file = file
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.EntityDeclHandler = self.refuse
        parser.CharacterDataHandler = self.characters
        self.parser = parser

    @abstractmethod
    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""

    @abstractmethod
    def end(self, tag: str) -> None:
        """Take the end of an element."""

    @abstractmethod
    def characters(self, text: str) -> None:
        """Take a piece of text."""

    def parse(self, stream: Stream, most: int | None = None) -> None:
        """Read *stream* to its end. Raises LoaderError where it is no XML, or holds more than *most* bytes."""
        size = 0
        try:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if most is not None and size > most:
                    raise self.error("is larger than any official file")
                self.parser.Parse(chunk, False)  # noqa: FBT003 - expat's own signature
            self.parser.Parse(b"", True)  # noqa: FBT003
        except expat.ExpatError as e:
            reason = expat.ErrorString(e.code) or "malformed"
            raise self.error(f"malformed XML ({reason})", line=e.lineno) from e
        except (LookupError, ValueError) as e:  # an encoding that Python does not know or cannot read with
            raise self.error(f"unreadable text ({e})") from e

    def error(self, message: str, line: int | None = None) -> LoaderError:
        """Return the error that says *message* of *line*, of the line being read where none is given."""
        where = self.parser.CurrentLineNumber if line is None else line
        return LoaderError(message, "Fetch the official file again.", path=self.file, line=where)

    def refuse(self, *_: object) -> None:
        """Refuse a declaration of an entity."""
        raise self.error("declares an entity, which an official file never does")

"""Every error that Codeward raises on purpose, as one tree.

CodewardError
├── UnknownCode        the book holds no such code (also a KeyError)
├── UnknownChart       the curriculum holds no such chart (also a KeyError)
├── NotInForce         no release covers the date that was asked
├── BookError          a compiled book cannot be found, made or read
│   ├── BookFormatError    not a book, or a book of another format version
│   └── BookTruncated      a book that is shorter or longer than it says, or damaged inside
├── LoaderError        an official file cannot be read
├── QueryError         a search that cannot be run
├── ChartError         a chart on disk does not fit the contract
└── AnswerError        an answer handed in does not fit the contract

An error names the thing that failed and the way out, because it is shown to people as it is: on one
line of standard error, or on a page. Rooms may add subclasses of their own.
"""

from __future__ import annotations

__all__ = [
    "AnswerError",
    "BookError",
    "BookFormatError",
    "BookTruncated",
    "ChartError",
    "CodewardError",
    "LoaderError",
    "NotInForce",
    "QueryError",
    "UnknownChart",
    "UnknownCode",
    "quoted",
]


def quoted(text: object, limit: int = 60) -> str:
    """Return *text* fit for a message: one line, printable, at most *limit* characters, in quotes."""
    shown = str(text)
    if len(shown) > limit:
        shown = shown[: limit - 1] + "…"
    return '"' + "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in shown) + '"'


class CodewardError(Exception):
    """The root: `.message` names the thing, `.way_out` says what to do next, `str()` is all on one line.

    `.command` is what whoever runs the school types to do it. It is told on the command line and to programs, never
    on a learner's page, so no way out holds a command itself.
    """

    message: str
    way_out: str
    command: str

    def __init__(self, message: str, way_out: str = "", *, command: str = "") -> None:
        self.message = " ".join(message.split())
        self.way_out = " ".join(way_out.split())
        self.command = command
        super().__init__(self.message, self.way_out)

    def __str__(self) -> str:
        way = ": ".join(part for part in (self.way_out.rstrip("."), self.command) if part)
        parts = [part.rstrip(".") + "." for part in (self.message, way) if part]
        return " ".join(parts)


class UnknownCode(CodewardError, KeyError):  # noqa: N818 - named as people say it
    """A code that the release does not hold; `.suggestions` are the nearest real codes, best first."""

    def __init__(self, code: str, release: str, suggestions: tuple[str, ...] = ()) -> None:
        self.code = code
        self.release = release
        self.suggestions = suggestions
        nearest = f"Nearest: {', '.join(suggestions)}" if suggestions else "Search by words"
        command = "" if suggestions else "codeward search …"
        super().__init__(f"{quoted(code)} is not in {release}", nearest, command=command)


class UnknownChart(CodewardError, KeyError):  # noqa: N818
    """A chart id that the curriculum does not hold, or that several packs hold.

    `.suggestions` are the nearest ids, best first, or those of the several charts that may be meant.
    """

    def __init__(self, chart: str, suggestions: tuple[str, ...] = (), *, several: bool = False) -> None:
        self.chart = chart
        self.suggestions = suggestions
        if several:
            super().__init__(
                f"Several charts are called {quoted(chart)}", f"Say which: {', '.join(suggestions)}"
            )
            return
        way = f"Nearest: {', '.join(suggestions)}" if suggestions else "See the list"
        super().__init__(
            f"There is no chart {quoted(chart)}", way, command="" if suggestions else "codeward charts"
        )


class NotInForce(CodewardError):  # noqa: N818
    """No installed release of the code system covers the date."""


class BookError(CodewardError):
    """A compiled book cannot be found, made or read."""


class BookFormatError(BookError):
    """The file is not a book, or a book of a format version that this Codeward does not read."""


class BookTruncated(BookError):  # noqa: N818
    """The book's bytes are not what its header says: cut short, grown, or damaged inside."""


class LoaderError(CodewardError):
    """An official file cannot be read; `.path` and, where known, `.line` (from 1) say where."""

    def __init__(
        self, message: str, way_out: str = "", *, path: str = "", line: int | None = None, command: str = ""
    ) -> None:
        self.path = path
        self.line = line
        where = f"{path}:{line}" if line is not None else path
        super().__init__(f"{where}: {message}" if where else message, way_out, command=command)


class QueryError(CodewardError):
    """A search query that cannot be run."""


class ChartError(CodewardError):
    """A chart on disk does not fit the contract; `.path` is the file, `.where` the place inside it."""

    def __init__(
        self, message: str, way_out: str = "", *, path: str = "", where: str = "", command: str = ""
    ) -> None:
        self.path = path
        self.where = where
        place = " ".join(part for part in (path, f"({where})" if where else "") if part)
        super().__init__(f"{place}: {message}" if place else message, way_out, command=command)


class AnswerError(CodewardError):
    """An answer handed in does not fit the contract; `.where` is the place inside it."""

    def __init__(self, message: str, way_out: str = "", *, where: str = "") -> None:
        self.where = where
        super().__init__(f"{where}: {message}" if where else message, way_out)

"""Read CDC's index XML: the Alphabetic Index, the External Cause Index, the Neoplasm Table, the Table of Drugs.

Source of the format: `icd10cm_index.xsd` and `icd10cm_drug_neoplasm.xsd` of CDC/NCHS and the editions in the
wild, which all start with <ICD10CM.index>. One expat stream; what the reader does not know it keeps and
reports (`IndexSource.unknown`), never drops. Entity declarations are refused, so a file cannot expand itself
to fill memory.
"""

from __future__ import annotations

from pathlib import Path

from codeward.codesets.files.source import opened
from codeward.codesets.files.xmlstream import Stream, XmlReader
from codeward.codesets.indexes.term import Letter, Term
from codeward.errors import LoaderError

__all__ = ["IndexSource", "load"]

_ROOTS = ("ICD10CM.index", "ICD10CM.table")  # the second is what the schema of the tables calls it
# The element of a term → the attribute that keeps its text.
_FIELDS = {
    "code": "code", "manif": "manifestation", "see": "see", "seeAlso": "see_also",
    "seecat": "see_category", "subcat": "see_subcategory", "warning": "warning",
}  # fmt: skip
_TERM = {"title", "nemod", "cell", "term", *_FIELDS}
_KNOWN = {
    "ICD10CM.index": {"version", "title", "indexHeading", "letter"},
    "ICD10CM.table": {"version", "title", "indexHeading", "letter"},
    "indexHeading": {"head"},
    "letter": {"title", "mainTerm"},
    "mainTerm": _TERM,
    "term": _TERM,
    "title": {"nemod"},
}
_ATTRIBUTES = {"term": {"level"}, "cell": {"col"}, "head": {"col"}}
_TEXT = frozenset({"version", "title", "nemod", "cell", "head", *_FIELDS})
_DEEPEST = 24  # terms within terms; the official files go nine deep


class IndexSource:
    """What one file says: its version and title, the table's columns, the letters, what was not understood."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.version = ""
        self.title = ""
        self.columns: dict[int, str] = {}
        self.letters: list[Letter] = []
        self.unknown: list[dict[str, object]] = []
        self.empty = 0


def load(path: Path) -> IndexSource:
    """Read the index at *path* (plain or `.xz`). Raises LoaderError naming file and line."""
    with opened(path) as stream:
        return _Reader(path.name).read(stream)


class _Reader(XmlReader):
    """The state of one reading: the path of open elements, the open terms, the texts being gathered."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.source = IndexSource(file)
        self.path: list[str] = []
        self.open: list[Term] = []
        self.texts: list[list[str]] = []
        self.columns: list[int] = []
        self.skipping = 0
        self.skipped: list[str] = []

    def read(self, stream: Stream) -> IndexSource:
        self.parse(stream)
        if not any(letter.terms for letter in self.source.letters):
            raise LoaderError(
                "holds no main term", "This is not an ICD-10-CM index XML.", path=self.source.path
            )
        return self.source

    # -- elements ------------------------------------------------------------------------------------------

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self.skipping:
            self.skipping += 1
            return
        if not self.path:
            if tag not in _ROOTS:
                raise self.error(f"starts with <{tag}>, not with <{_ROOTS[0]}>")
        elif tag not in _KNOWN.get(self.path[-1], ()):
            self.skip(tag, attributes)
            return
        self.check_attributes(tag, attributes)
        self.path.append(tag)
        if tag in _TEXT:
            self.texts.append([])
        if tag in ("cell", "head"):
            column = attributes.get("col", "")
            if not column.isascii() or not column.isdigit():
                raise self.error(f'a <{tag}> whose col is "{column}"')
            self.columns.append(int(column))
        elif tag == "letter":
            self.source.letters.append(Letter())
        elif tag in ("mainTerm", "term"):
            self.enter(tag)

    def enter(self, tag: str) -> None:
        term = Term(self.parser.CurrentLineNumber)
        above = self.source.letters[-1].terms if tag == "mainTerm" else self.open[-1].children
        above.append(term)
        self.open.append(term)
        if len(self.open) > _DEEPEST:
            raise self.error(f"terms stand more than {_DEEPEST} deep")

    def end(self, tag: str) -> None:
        if self.skipping:
            self.skipping -= 1
            if not self.skipping:
                self.source.unknown[-1]["text"] = " ".join("".join(self.skipped).split())
            return
        self.path.pop()
        if tag in _TEXT:
            self.take(tag, " ".join("".join(self.texts.pop()).split()))
        elif tag in ("mainTerm", "term"):
            term = self.open.pop()
            if not term.printed:
                raise self.error(f"a <{tag}> without a title, begun on line {term.line}")

    def take(self, tag: str, text: str) -> None:
        """Store the text of a finished element by the element that it stands in."""
        within = self.path[-1]
        if tag in ("cell", "head"):
            column = self.columns.pop()
            (self.open[-1].cells if tag == "cell" else self.source.columns)[column] = text
        elif tag == "title":
            self.take_title(within, text)
        elif not text:
            self.source.empty += 1
        elif tag == "version":
            self.source.version = text
        elif tag == "nemod":
            self.open[-1].nonessential = text
            if within == "title":  # what the title says before them; the rest of its text follows
                self.open[-1].before = " ".join("".join(self.texts[-1]).split())
                self.texts[-1].clear()
        else:
            name = _FIELDS[tag]
            known = getattr(self.open[-1], name)
            setattr(self.open[-1], name, f"{known}; {text}" if known else text)

    def take_title(self, within: str, text: str) -> None:
        if within == "letter":
            self.source.letters[-1].title = text
        elif within in _ROOTS:
            self.source.title = text
        elif self.open[-1].nonessential:
            self.open[-1].after = text
        else:
            self.open[-1].before = text

    # -- what is not understood ----------------------------------------------------------------------------

    def check_attributes(self, tag: str, attributes: dict[str, str]) -> None:
        for name, value in attributes.items():
            if name not in _ATTRIBUTES.get(tag, ()) and tag not in _ROOTS:
                self.report(f"{tag}@{name}", value)

    def skip(self, tag: str, attributes: dict[str, str]) -> None:
        self.skipping = 1
        self.skipped = []
        shown = "".join(f" {k}={v!r}" for k, v in attributes.items())
        self.report(f"{self.path[-1]}/{tag}{shown}", "")

    def characters(self, text: str) -> None:
        if self.skipping:
            self.skipped.append(text)
        elif self.path and self.path[-1] in _TEXT:
            self.texts[-1].append(text)
        elif not text.isspace():
            self.report(f"{self.path[-1] if self.path else ''}/text", " ".join(text.split()))

    def report(self, what: str, text: str) -> None:
        term = self.open[-1].printed if self.open else ""
        line = self.parser.CurrentLineNumber
        self.source.unknown.append({"what": what, "term": term, "line": line, "text": text})

"""Read CDC's ICD-10-CM Tabular List XML, any edition of it, as a stream.

Source of the format: `icd10cm_tabular.xsd` of CDC/NCHS and the editions in the wild. The text is read with
expat event by event: nothing but the entries themselves is ever held. What the reader does not know it keeps
and reports (`Tabular.unknown`), never drops: an unknown element's text becomes a line of the report with its
place. Entity declarations are refused, so a file cannot expand itself to fill memory.
"""

from __future__ import annotations

from pathlib import Path

from codeward.codesets.compile.entry import SeventhCharacter
from codeward.codesets.container.model import InstructionKind, Kind
from codeward.codesets.files.source import opened
from codeward.codesets.files.xmlstream import Stream, XmlReader
from codeward.errors import LoaderError

__all__ = ["Node", "Tabular", "load"]

_LISTS: dict[str, InstructionKind] = {
    "includes": "includes",
    "inclusionTerm": "inclusion_term",
    "excludes1": "excludes1",
    "excludes2": "excludes2",
    "codeFirst": "code_first",
    "useAdditionalCode": "use_additional",
    "codeAlso": "code_also",
    "notes": "note",
    "sevenChrNote": "seventh_character",
}
_ENTRIES = frozenset({"chapter", "section", "diag"})
_ATTRIBUTES = {"section": {"id"}, "diag": {"placeholder"}, "extension": {"char"}, "introSection": {"type"}}
# Where each known element may stand; anything else is kept and reported.
_KNOWN = {
    "": {"ICD10CM.tabular"},
    "ICD10CM.tabular": {"version", "introduction", "chapter"},
    "introduction": {"introSection"},
    "introSection": {"title", "instruction"},
    "instruction": {"note"},
    "chapter": {"name", "desc", "sectionIndex", "section", *_LISTS},
    "sectionIndex": {"sectionRef"},
    "section": {"desc", "diag", "sevenChrDef", *_LISTS},
    "diag": {"name", "desc", "diag", "sevenChrDef", "visualImpairment", *_LISTS},
    "sevenChrDef": {"extension", "note"},
    "visualImpairment": {"visCategory"},
    "visCategory": {"heading", "value", "visRange"},
    "visRange": {"heading", "visMax", "visMin"},
    "visMax": {"heading", "value"},
    "visMin": {"heading", "value"},
    **{name: {"note"} for name in _LISTS},
}
_TEXT = frozenset({"version", "name", "desc", "note", "extension", "title", "heading", "value"})
_DEEPEST = 24  # entries within entries; the official file goes eight deep


class Node:
    """One entry as the Tabular prints it, before 7th characters are added."""

    __slots__ = ("children", "kind", "line", "name", "notes", "parent", "seventh", "title")

    def __init__(self, kind: Kind, name: str, parent: Node | None, line: int) -> None:
        self.kind = kind
        self.name = name
        self.parent = parent
        self.line = line
        self.title = ""
        self.children: list[Node] = []
        self.notes: list[tuple[InstructionKind, str]] = []
        self.seventh: list[SeventhCharacter] | None = None


class Tabular:
    """What one file says: its version, the chapters, and what was not understood."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.version = ""
        self.introduction: list[str] = []
        self.chapters: list[Node] = []
        self.unknown: list[dict[str, object]] = []
        self.empty = 0  # elements that should have text and have none, such as an empty <codeAlso><note/>


def load(path: Path) -> Tabular:
    """Read the Tabular at *path* (plain or `.xz`). Raises LoaderError naming file and line."""
    with opened(path) as stream:
        return _Reader(path.name).read(stream)


class _Reader(XmlReader):
    """The state of one reading: the path of open elements, the open entries, the text being gathered."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.tabular = Tabular(file)
        self.path = [""]
        self.open: list[Node] = []
        self.text: list[str] = []
        self.skipping = 0
        self.skipped: list[str] = []
        self.rows: list[list[tuple[str, str]]] = []

    def read(self, stream: Stream) -> Tabular:
        self.parse(stream)
        if not self.tabular.chapters:
            raise LoaderError(
                "holds no chapter", "This is not an ICD-10-CM Tabular List XML.", path=self.file
            )
        return self.tabular

    # -- elements ------------------------------------------------------------------------------------------

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self.skipping:
            self.skipping += 1
            return
        above = self.path[-1]
        if tag not in _KNOWN.get(above, ()):
            if not above:
                raise self.error(f"starts with <{tag}>, not with <ICD10CM.tabular>")
            self.skip(tag, attributes)
            return
        if attributes:
            self.check_attributes(tag, attributes)
        self.path.append(tag)
        if tag in _TEXT:
            self.text = []
            self.parser.CharacterDataHandler = self.text.append
        if tag in _ENTRIES:
            self.enter(tag, attributes)
        elif tag == "sevenChrDef":
            if self.open[-1].seventh is None:
                self.open[-1].seventh = []
        elif tag == "extension":
            self.extend(attributes)
        elif tag == "visCategory":
            self.rows.append([])

    def end(self, tag: str) -> None:
        if self.skipping:
            self.skipping -= 1
            if not self.skipping:
                self.unskip()
            return
        self.path.pop()
        if tag in _TEXT:
            self.parser.CharacterDataHandler = self.characters
            self.take(tag, "".join(self.text))
        elif tag in _ENTRIES:
            self.leave(tag)
        elif tag == "visualImpairment":
            self.take_vision_table()

    def enter(self, tag: str, attributes: dict[str, str]) -> None:
        parent = self.open[-1] if self.open else None
        kind: Kind = "chapter" if tag == "chapter" else "section" if tag == "section" else "subcategory"
        name = attributes.get("id", "") if tag == "section" else ""
        node = Node(kind, name, parent, self.parser.CurrentLineNumber)
        if parent is None:
            self.tabular.chapters.append(node)
        else:
            parent.children.append(node)
        self.open.append(node)
        if len(self.open) > _DEEPEST:
            raise self.error(f"entries stand more than {_DEEPEST} deep")

    def leave(self, tag: str) -> None:
        node = self.open.pop()
        if not node.name:
            raise self.error(f"a <{tag}> without a name, begun on line {node.line}")
        if tag == "diag" and len(node.name) == 3:
            node.kind = "category"

    def extend(self, attributes: dict[str, str]) -> None:
        char = attributes.get("char", "")
        seventh = self.open[-1].seventh
        if len(char) != 1 or seventh is None:
            raise self.error(f'an <extension> whose char is "{char}"')
        seventh.append(SeventhCharacter(char.upper(), ""))

    def take(self, tag: str, text: str) -> None:
        """Store the text of a finished element by the element that it stands in."""
        text = text.strip()
        within = self.path[-1]
        if not text:
            self.tabular.empty += 1
        elif within in _LISTS:
            self.open[-1].notes.append((_LISTS[within], text))
        elif tag == "name":
            self.open[-1].name = text
        elif tag == "desc":
            self.open[-1].title = text
        elif within == "sevenChrDef":
            self.take_seventh(tag, text)
        elif tag == "version":
            self.tabular.version = text
        elif tag in ("heading", "value"):
            self.rows[-1].append((within, text))
        else:
            self.tabular.introduction.append(text)

    def take_vision_table(self) -> None:
        """Keep H54's table as a note of the category, which says "see table below"."""
        category = next((node for node in self.open if node.kind == "subcategory"), self.open[-1])
        category.notes.append(("note", _vision_table(self.rows)))
        self.rows = []

    def take_seventh(self, tag: str, text: str) -> None:
        seventh = self.open[-1].seventh or []
        if tag == "extension":
            seventh[-1].text = text
        elif seventh:
            seventh[-1].notes.append(text)
        else:  # a note before any extension speaks of all of them
            self.open[-1].notes.append(("seventh_character", text))

    # -- what is not understood ----------------------------------------------------------------------------

    def check_attributes(self, tag: str, attributes: dict[str, str]) -> None:
        known = {"first", "last", "id"} if tag == "sectionRef" else _ATTRIBUTES.get(tag, ())
        for name, value in attributes.items():
            if name not in known and not (tag == "ICD10CM.tabular" and ":" in name):
                self.report(f"{tag}@{name}", value)

    def skip(self, tag: str, attributes: dict[str, str]) -> None:
        self.skipping = 1
        self.skipped = []
        self.parser.CharacterDataHandler = self.skipped.append
        shown = "".join(f" {k}={v!r}" for k, v in attributes.items())
        self.report(f"{self.path[-1]}/{tag}{shown}", "")

    def unskip(self) -> None:
        inside_text = self.path[-1] in _TEXT
        self.parser.CharacterDataHandler = self.text.append if inside_text else self.characters
        self.tabular.unknown[-1]["text"] = " ".join("".join(self.skipped).split())

    def characters(self, text: str) -> None:
        """Keep text that stands where the format has none. A <sectionRef> repeats its block's title."""
        if not text.isspace() and self.path[-1] != "sectionRef":
            self.report(f"{self.path[-1]}/text", " ".join(text.split()))

    def report(self, what: str, text: str) -> None:
        entry = self.open[-1].name if self.open else ""
        line = self.parser.CurrentLineNumber
        self.tabular.unknown.append({"what": what, "entry": entry, "line": line, "text": text})


def _vision_table(rows: list[list[tuple[str, str]]]) -> str:
    """Return H54's table as text, one line a row, its cells divided by bars, its figures as printed."""
    lines = []
    for row in rows:
        cells = [
            "; ".join(text for within, text in row if within == column)
            for column in ("visCategory", "visRange", "visMax", "visMin")
        ]
        lines.append(" | ".join(cell for cell in cells if cell))
    return "\n".join(lines)

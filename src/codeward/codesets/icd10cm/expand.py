"""Add the 7th-character codes, and say of every entry whether it is billable.

ICD-10-CM guideline I.A.4 and I.A.5: a code that needs a 7th character is invalid without it, and the
placeholder X fills the characters between. The nearest definition up the tree wins. Only codes in the list of
valid codes are made: the Tabular alone would make 76 that do not exist (S06.1X7D and the like).
"""

from __future__ import annotations

from codeward.codesets.compile.entry import Entry, SeventhCharacter
from codeward.codesets.container.codes import dotted, undotted
from codeward.codesets.container.model import InstructionKind
from codeward.codesets.icd10cm.tabular import Node, Tabular
from codeward.codesets.icd10cm.valid_codes import ValidCodes
from codeward.errors import LoaderError

__all__ = ["Expansion", "expand"]


class Expansion:
    """All entries in tabular order, the 7th-character definitions they use, and what did not fit."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.definitions: list[tuple[int, list[SeventhCharacter]]] = []
        self.not_made: list[str] = []
        self.not_in_tabular: list[str] = []
        self.renamed: list[str] = []


def expand(tabular: Tabular, valid: ValidCodes) -> Expansion:
    """Return every entry of the release. Raises LoaderError where two entries bear one name."""
    return _Expander(tabular, valid).run()


class _Expander:
    def __init__(self, tabular: Tabular, valid: ValidCodes) -> None:
        self.tabular = tabular
        self.valid = valid.billable
        self.categories = {
            node.name
            for chapter in tabular.chapters
            for section in chapter.children
            for node in section.children
        }
        self.out = Expansion()
        self.seen: set[str] = set()

    def run(self) -> Expansion:
        for chapter in self.tabular.chapters:
            self.add(chapter, -1, 0)
        self.out.not_in_tabular = sorted(dotted(key) for key in self.valid - self.seen)
        return self.out

    def add(self, node: Node, parent: int, inherited: int) -> None:
        entries = self.out.entries
        index = len(entries)
        seventh = self.define(node, index) if node.seventh else inherited
        entry = Entry(self.name(node), node.kind, node.title, parent, seventh)
        entry.notes = self.notes(node)
        entries.append(entry)
        for child in node.children:
            self.add(child, index, seventh)
        if not node.children and node.kind in ("category", "subcategory"):
            self.leaf(entry, index)
        entry.end = len(entries)

    def name(self, node: Node) -> str:
        """Return the entry's code. A block that bears a category's name gets it twice: "B99" → "B99-B99"."""
        code = node.name
        if node.kind == "section" and code in self.categories:
            code = f"{code}-{code}"
            self.out.renamed.append(node.name)
        key = undotted(code)
        if key in self.seen:
            raise LoaderError(
                f"{code} stands there twice", "Fetch the file again.", path=self.tabular.path, line=node.line
            )
        self.seen.add(key)
        return code

    def define(self, node: Node, index: int) -> int:
        self.out.definitions.append((index, node.seventh or []))
        return len(self.out.definitions)

    @staticmethod
    def notes(node: Node) -> list[tuple[InstructionKind, str]]:
        """Return the notes of an entry; the lines of its 7th-character definition follow their heading."""
        if not node.seventh:
            return node.notes
        lines: list[tuple[InstructionKind, str]] = [
            ("seventh_character", f"{s.char} {s.text}") for s in node.seventh
        ]
        headings = [note for note in node.notes if note[0] == "seventh_character"]
        return [note for note in node.notes if note[0] != "seventh_character"] + headings + lines

    def leaf(self, entry: Entry, index: int) -> None:
        """Finish an entry without children: billable as it is, or the stem of 7th-character codes."""
        key = undotted(entry.code)
        made = self.extend(key, entry, index) if entry.seventh else 0
        if made:
            return
        entry.billable = key in self.valid
        if entry.billable:
            entry.kind = "code"

    def extend(self, key: str, entry: Entry, index: int) -> int:
        stem = key.ljust(6, "X")
        made = 0
        for seventh in self.out.definitions[entry.seventh - 1][1]:
            code = stem + seventh.char
            if len(key) > 6 or code not in self.valid:
                self.out.not_made.append(dotted(code))
                continue
            child = Entry(dotted(code), "code", seventh.text, index, entry.seventh)
            child.extends = child.billable = True
            child.notes = [("note", note) for note in seventh.notes]
            self.seen.add(code)
            self.out.entries.append(child)
            child.end = len(self.out.entries)
            made += 1
        return made

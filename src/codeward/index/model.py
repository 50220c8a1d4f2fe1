"""What the index answers: entries with their path, code, table row and resolved cross references."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from codeward.codesets import Release
from codeward.codesets.books import release_json

__all__ = ["BOOKS", "COLUMNS", "CrossReference", "IndexEntry"]

BOOKS = ("index", "external_cause", "neoplasm", "drugs")
# The columns of the two tables by their number in the official files, as words for JSON and links.
COLUMNS: dict[str, dict[int, str]] = {
    "neoplasm": {
        2: "malignant_primary", 3: "malignant_secondary", 4: "in_situ", 5: "benign", 6: "uncertain",
        7: "unspecified",
    },
    "drugs": {
        2: "accidental", 3: "self_harm", 4: "assault", 5: "undetermined", 6: "adverse_effect", 7: "underdosing",
    },
}  # fmt: skip


class CrossReference(NamedTuple):
    """A cross reference: its text, and the entry that it leads to where there is one.

    `outcome` says what became of it: "term" or "partly" (an entry of the same book), the name of another index
    book, "condition" and "advice" (a word to the reader), "codes" (codes of the Tabular), "nowhere".
    """

    text: str
    outcome: str
    book: str | None = None
    id: str | None = None
    path: tuple[str, ...] = ()
    code: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {**self._asdict(), "path": list(self.path)}


class IndexEntry(NamedTuple):
    """One term with its path. `id` is stable from release to release as long as the path stays the same.

    `path` are titles without nonessential modifiers, `printed` as the book prints them. `code` is the default
    code, with a dash where characters are missing; in a table it is the cell that the words chose, `column` says
    which. `table` maps a column to its code, None where the table has none.
    """

    book: str
    id: str
    path: tuple[str, ...]
    printed: tuple[str, ...]
    code: str | None
    manifestation: str | None
    nonessential: str
    see: tuple[CrossReference, ...]
    see_also: tuple[CrossReference, ...]
    see_category: str | None
    see_subcategory: str | None
    warning: str | None
    table: dict[str, str | None] | None
    column: str | None
    below: int  # entries right under it
    source: str  # "official" or "derived"
    release: Release
    in_force: bool
    score: float = 0.0
    on: date | None = None  # the coding date asked

    @property
    def title(self) -> str:
        """The last part of the path, as the book prints it."""
        return self.printed[-1]

    @property
    def leads_to(self) -> str | None:
        """The code to verify: its own, else the one that the first "see" leads to."""
        if self.code is not None:
            return self.code
        direct = self.see_subcategory or self.see_category
        return direct or next((reference.code for reference in self.see if reference.code), None)

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {
            "path": list(self.path),
            "code": self.code,
            "manifestation": self.manifestation,
            "see": [reference.to_json() for reference in self.see],
            "see_also": [reference.to_json() for reference in self.see_also],
            "see_category": self.see_category,
            "see_subcategory": self.see_subcategory,
            "table": self.table,
            "column": self.column,
            "nonessential": self.nonessential or None,
            "printed": list(self.printed),
            "book": self.book,
            "id": self.id,
            "below": self.below,
            "source": self.source,
            "score": round(self.score, 4),
            "release": release_json(self.release, in_force=self.in_force, on=self.on),
        }

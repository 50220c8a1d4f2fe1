"""What changed between two releases, in pages: kinds with counts, rows narrowed by words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from codeward.codesets import CODING, SYSTEMS, Book, BookFile, Release, books
from codeward.codesets.compare import Diff, diff
from codeward.errors import CodewardError

__all__ = ["KINDS", "Changed", "Compared", "cached", "change_counts", "choices", "compared"]

PER_PAGE = 100
CODES = ("added", "deleted", "retitled", "not_billable", "split")
WHOLE = ("instructions", "headings")
KINDS: dict[str, Promise] = {
    "added": _("Added"),
    "deleted": _("Deleted"),
    "retitled": _("New title"),
    "not_billable": _("No longer billable"),
    "split": _("Split into"),
    "instructions": _("Instructions"),
    "headings": _("Headings"),
    "facts": _("Facts"),
}


@dataclass(frozen=True, slots=True)
class Changed:
    """One change: the code, what was, what is, codes that replaced it."""

    code: str
    new: str
    old: str = ""
    change: str = ""
    codes: tuple[str, ...] = ()
    here: bool = True  # whether the code stands in the newer release


@dataclass(frozen=True, slots=True)
class Compared:
    """A page of a comparison."""

    older: Release
    newer: Release
    counts: tuple[tuple[str, Promise, int], ...]
    kind: str
    rows: tuple[Changed, ...]
    total: int
    number: int
    pages: int
    instructions_compared: bool
    linked: bool  # whether the codes have pages in the codebook: those of lists and the paths of an index have none


_done: dict[tuple[BookFile, BookFile], bool] = {}


def cached(older: str, newer: str) -> bool:
    """Whether this comparison was made before and is kept: it costs nothing then."""
    try:
        return (books.open_release(older).file, books.open_release(newer).file) in _done
    except CodewardError:  # told by the comparison itself
        return False


@lru_cache(maxsize=4)
def _diff(older: BookFile, newer: BookFile) -> tuple[Diff, dict[str, tuple[Changed, ...]]]:
    # Kept by the books that are open: another file of the same release may take a book's place.
    found = diff(Book(older, in_force=True), Book(newer, in_force=True))
    if len(_done) >= 4:
        _done.clear()
    _done[older, newer] = True
    return found, _rows(found)


def _rows(found: Diff) -> dict[str, tuple[Changed, ...]]:
    before = {row.code: row.description for row in (*found.deleted, *found.not_billable)}
    return {
        "added": tuple(Changed(row.code, row.description) for row in found.added),
        "deleted": tuple(Changed(row.code, "", row.description, here=False) for row in found.deleted),
        "retitled": tuple(Changed(row.code, row.new, row.old) for row in found.retitled),
        "not_billable": tuple(Changed(row.code, row.description) for row in found.not_billable),
        "split": tuple(
            Changed(code, "", before.get(code, ""), codes=codes, here=code in found.new)
            for code, codes in found.split.items()
        ),
        "instructions": tuple(
            Changed(row.code, row.text, change=f"{row.change} {row.kind.replace('_', ' ')}")
            for row in found.instructions
        ),
        "headings": tuple(
            Changed(row.code, row.new or "", row.old or "", row.change, here=row.new is not None)
            for row in found.headings
        ),
        "facts": tuple(
            Changed(row.code, str(row.new), str(row.old), row.name.replace("_", " ")) for row in found.facts
        ),
    }


def compared(older: str, newer: str, kind: str, words: str, page: int) -> Compared:
    """Page `page` of the changes of one kind, narrowed to rows that hold all `words`. Raises CodewardError."""
    found, rows = _diff(books.open_release(older).file, books.open_release(newer).file)
    wanted = words.casefold().split()
    kept = {
        name: tuple(row for row in some if _holds(row, wanted)) if wanted else some
        for name, some in rows.items()
    }
    # Beside a list of codes every heading would seem new: instructions and headings are compared in whole books only.
    shown = [*CODES, *WHOLE] if found.instructions_compared else [*CODES]
    shown += ["facts"] if rows["facts"] else []
    counts = tuple((name, KINDS[name], len(kept[name])) for name in shown)
    chosen = kind if kind in shown else next((name for name, _word, n in counts if n), "added")
    total = len(kept[chosen])
    pages = max(1, -(-total // PER_PAGE))
    page = max(1, min(page, pages))
    return Compared(
        found.old.release, found.new.release, counts, chosen, kept[chosen][(page - 1) * PER_PAGE : page * PER_PAGE],
        total, page, pages, found.instructions_compared, found.new.system in CODING,
    )  # fmt: skip


def change_counts(older: str, newer: str) -> list[tuple[str, str, int]]:
    """(kind, its word, how many) of what changed between two releases by their ids. Raises CodewardError."""
    return [(kind, str(word), n) for kind, word, n in compared(older, newer, "", "", 1).counts]


def _holds(row: Changed, words: list[str]) -> bool:
    text = f"{row.code} {row.new} {row.old} {row.change} {' '.join(row.codes)}".casefold()
    return all(word in text for word in words)


def known(offered: list[tuple[str, list[Release]]]) -> set[str]:
    """The ids of the releases that can be compared, of the `choices` offered."""
    return {one.id for _display, rows in offered for one in rows}


def usual(offered: list[tuple[str, list[Release]]]) -> tuple[str, str]:
    """The ids of the two newest releases of the first system that has two: what the page offers to compare."""
    for _display, rows in offered:
        return rows[1].id, rows[0].id
    return "", ""


def choices() -> list[tuple[str, list[Release]]]:
    """(system, releases newest first) of every system with two or more: what can be compared."""
    found: dict[str, list[Release]] = {}
    for release in books.releases():
        found.setdefault(release.system, []).append(release)
    return [
        (SYSTEMS[name].display, rows) for name, rows in found.items() if len(rows) > 1 and name in SYSTEMS
    ]

"""Open a crosswalk and map codes with it.

    open("icd9").map("E11.22")          the ICD-9-CM codes of the GEM, each with its flags
    open("icd9").alternatives("E10.21") the same as a reader needs it: one code from each list
    open("icd9").reverse("250.40")      every ICD-10-CM code whose entry names this ICD-9-CM code

Rows are compiled at first use into `CODEWARD_CACHE/crosswalks`; an official file that a user installs is compiled
into `CODEWARD_HOME/crosswalks` and takes the place of the packaged rows.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codeward import settings
from codeward.crosswalks.descriptor import Descriptor, load, names
from codeward.crosswalks.model import (
    FORMAT,
    Alternative,
    Edition,
    MisplacedDot,
    OtherSystem,
    Target,
    display,
    keyed,
)
from codeward.crosswalks.official import edition_of, installed, put
from codeward.crosswalks.standing import first_day, known_by_date
from codeward.errors import BookFormatError, CodewardError, LoaderError, UnknownCode

if TYPE_CHECKING:
    from codeward.codesets import Book
    from codeward.crosswalks.store import Store

__all__ = ["Crosswalk", "close_all", "describe", "for_code", "install", "names", "open", "open_official"]

_KEY = re.compile(r"[0-9A-Z]{1,11}")
_MOST = 8
_opened: dict[Path, Store] = {}


class Crosswalk:
    """One edition of a crosswalk. Reading is safe from several threads."""

    def __init__(self, descriptor: Descriptor, edition: Edition, store: Store) -> None:
        self._descriptor = descriptor
        self._store = store
        self.edition = edition

    @property
    def id(self) -> str:
        """The name that `open` takes."""
        return self._descriptor.id

    @property
    def title(self) -> str:
        """What it maps, in words."""
        return self._descriptor.title

    @property
    def source_system(self) -> str:
        """The system of the codes that `map` takes."""
        return self._descriptor.source_system

    @property
    def target_system(self) -> str:
        """The system of the codes that `map` returns."""
        return self._descriptor.target_system

    @property
    def info(self) -> dict[str, Any]:
        """Where the rows come from: publisher, source, licence, edition, file, digest, number of rows."""
        described = self._descriptor
        return {
            "id": described.id, "title": described.title, "from": self.source_system, "to": self.target_system,
            "publisher": described.publisher, "source": described.origin, "licence": described.licence,
            "note": described.note, **self._store.info,
        }  # fmt: skip

    def map(self, code: str, on: date | None = None) -> tuple[Target, ...]:
        """Return what *code* maps to, in the publisher's order; empty where the code stands but maps to nothing.

        With a date *on* the edition of that date answers.

        Raises UnknownCode for a code that neither the crosswalk nor the book of its system knows.
        """
        if on is not None and self.edition.days_from(on):
            other = open(self.id, on)
            if other.edition != self.edition:
                return other.map(code)
        key = self._key(code)
        found = self._store.forward(key)
        if not found:
            self._known(code, key)
        return tuple(self._target(self.target_system, *row) for row in found)

    def targets(self, code: str) -> tuple[Target, ...]:
        """Return what *code* maps to, empty where it stands in no row; asks no book."""
        return tuple(self._target(self.target_system, *row) for row in self._store.forward(self._key(code)))

    def alternatives(self, code: str) -> tuple[Alternative, ...]:
        """Return the lawful ways to translate *code*: single codes first, then each scenario with its choice lists.

        CMS/CDC GEM documentation: of a combination entry one code of each choice list is taken, all of one scenario.
        """
        singles: list[Alternative] = []
        scenarios: dict[int, dict[int, list[Target]]] = {}
        for target in self.map(code):
            if target.flags.get("combination"):
                lists = scenarios.setdefault(target.flags["scenario"], {})
                lists.setdefault(target.flags["choice_list"], []).append(target)
            elif target.code:
                singles.append(Alternative(0, ((target,),)))
        grouped = [
            Alternative(number, tuple(tuple(lists[each]) for each in sorted(lists)))
            for number, lists in sorted(scenarios.items())
        ]
        return (*singles, *grouped)

    def reverse(self, target: str) -> tuple[Target, ...]:
        """Return every source code whose entry names *target*, with the flags of that entry; empty if none.

        Raises MisplacedDot, an UnknownCode, for a code whose dot is not where its system has it.
        """
        key = keyed(self.target_system, target)
        if key is None:
            raise MisplacedDot(target, self.target_system)
        return tuple(self._target(self.source_system, *row) for row in self._store.backward(key))

    def names(self) -> dict[str, str]:
        """Return every code that this crosswalk maps to, with its description."""
        found = self._store.names()
        return {
            display(self.target_system, code): text or self._descriptor.texts.get(code, "")
            for code, text in found.items()
        }

    def sources(self) -> tuple[str, ...]:
        """Return every code that this crosswalk maps, in order."""
        return tuple(display(self.source_system, key) for key in self._store.sources())

    def why_empty(self, code: str, on: date | None = None) -> str:
        """Say why `map` returned nothing for *code*, in words for people; a heading is one on the date *on*."""
        book = self._book(on)
        concept = book.get(code) if book is not None else None
        if concept is not None and not concept.billable:
            return f"{concept.code} is a heading; map one of the codes below it"
        written = display(self.source_system, self._key(code))
        said = f"{written} stands in no row of {self.title} ({self.edition.id})"
        since = first_day(self.source_system, written, self.edition)
        if since is None:
            return said
        return f"{said}: it is in use since {since}, and this edition is of {self.edition.in_force_from}"

    def _key(self, code: str) -> str:
        key = keyed(self.source_system, code)
        if key is None:
            raise self._other(code) or MisplacedDot(code, self.source_system, self._with_zeros(code))
        if not _KEY.fullmatch(key):
            raise self._unknown(code, "")
        return key

    def _other(self, code: str) -> UnknownCode | None:
        """Return what to say of a code of ICD-10-CM that is asked here as one of ICD-9-CM, or the other way round."""
        if self.source_system == "icd9cm" and known_by_date("icd10cm", code.strip()):
            return OtherSystem(code, self.title, "icd10cm", self.source_system)
        if self.source_system == "icd10cm" and _mapped_from_icd9(code):
            return OtherSystem(code, self.title, "icd9cm", self.source_system)
        return None

    def _with_zeros(self, code: str) -> tuple[str, ...]:
        """Return the code that a spreadsheet may have made *code* of by dropping zeros before it, if there is one."""
        head, _, tail = code.strip().partition(".")
        meant = f"{head.zfill(3)}.{tail}"
        there = (
            head.isascii()
            and head.isdigit()
            and len(head) < 3
            and self._store.forward(meant.replace(".", ""))
        )
        return (meant,) if there else ()

    def _target(self, system: str, key: str, text: str | None, flags: dict[str, Any]) -> Target:
        if not key:
            return Target("", "Nothing corresponds", flags)
        described = text or self._descriptor.texts.get(key) or ""
        return Target(display(system, key), described, flags)

    def _known(self, code: str, key: str) -> None:
        """Raise UnknownCode unless the book of the source system knows *code*."""
        if known_by_date(self.source_system, key):
            return
        other = self._other(code)
        if other is not None:
            raise other
        book = self._book()
        if book is None:
            raise self._unknown(code, key)
        if book.get(code) is None and book.get(key) is None:
            near = self._unknown(code, key)
            raise near if near.suggestions else UnknownCode(code, book.release.id)

    def _book(self, on: date | None = None) -> Book | None:
        """Return the book of the source system for the date, the newest without one; None where there are none."""
        from codeward.codesets import books

        return books.open(self.source_system, on) if books.releases(self.source_system) else None

    def _unknown(self, code: str, key: str) -> UnknownCode:
        near = (
            tuple(display(self.source_system, each) for each in self._store.near(key, _MOST)) if key else ()
        )
        return UnknownCode(code, self.title, near)


def open(crosswalk: str, on: date | None = None) -> Crosswalk:  # noqa: A001
    """Return the crosswalk with the id *crosswalk*: its edition in force on *on* (today), else the nearest one.

    Raises CodewardError for an unknown id, LoaderError where its file cannot be read, BookError where it cannot be
    compiled.
    """
    described = load(crosswalk)
    official = installed(described)
    if official is not None:
        return _official(described, official)
    from codeward.codesets.books import today

    asked = today() if on is None else on
    edition = min(
        (each for each, _ in described.editions),
        key=lambda each: (each.days_from(asked), -each.in_force_from.toordinal()),
    )
    path = settings.cache_dir() / "crosswalks" / _name(described, edition)
    return Crosswalk(described, edition, _store(path, described, edition))


def _mapped_from_icd9(code: str) -> bool:
    """Say whether *code* is one of ICD-9-CM, as far as its mappings to ICD-10-CM name it."""
    try:
        return bool(open("icd10").targets(code))
    except UnknownCode:
        return False


def for_code(code: str, crosswalk: str) -> str:
    """Return the id of the twin for ICD-9-CM where *code* can only be one of it and *crosswalk* has such a twin."""
    twin = f"{crosswalk}-icd9"
    return twin if code.strip()[:1].isdigit() and twin in names() else crosswalk


def open_official(crosswalk: str) -> Crosswalk | None:
    """Return the installed official file of *crosswalk*, None where there is none."""
    described = load(crosswalk)
    path = installed(described)
    return _official(described, path) if path else None


def _official(described: Descriptor, path: Path) -> Crosswalk:
    store = _cached(path)
    return Crosswalk(described, edition_of(store.info), store)


def _name(described: Descriptor, edition: Edition) -> str:
    return f"{described.id}-{edition.id}.f{FORMAT}-{described.mark}.sqlite"


def _cached(path: Path) -> Store:
    from codeward.crosswalks.store import Store

    store = _opened.get(path)
    if store is None:
        store = _opened[path] = Store(path)
    return store


def _store(path: Path, described: Descriptor, edition: Edition) -> Store:
    """Return the compiled rows; a file in the cache that cannot be read is made again once."""
    from codeward.codesets import write_atomically

    def make() -> bytes:
        return _compile(described, edition)

    if not path.exists():
        write_atomically(path, make)
    try:
        return _cached(path)
    except BookFormatError:
        path.unlink(missing_ok=True)
        write_atomically(path, make)
        return _cached(path)


def _compile(described: Descriptor, edition: Edition) -> bytes:
    from codeward.crosswalks.reader import mappings, names_of, verify
    from codeward.crosswalks.store import compile_rows

    tables = described.tables(edition, "rows")
    if not tables:
        raise CodewardError(
            f"{described.title}: no package carries it",
            "Install the publisher's file",
            command=f"codeward map --install FILE --to {described.id}",
        )
    for table in {each.path: each for each in tables if each.sha256}.values():
        verify(table)
    rows = [row for table in tables for row in mappings(table)]
    if not rows:
        raise LoaderError("holds no row of this crosswalk", "Check the descriptor", path=str(described.path))
    targets = names_of(described.tables(edition, "names"))
    sources = names_of(described.tables(edition, "source_names"))
    info = {
        "edition": edition.id, "in_force_from": edition.in_force_from.isoformat(),
        "in_force_to": edition.in_force_to.isoformat() if edition.in_force_to else None,
        "files": [{"file": table.file, "sha256": table.sha256} for table in tables], "official": False,
    }  # fmt: skip
    return compile_rows(rows, targets, sources, info)


def install(
    crosswalk: str, path: Path, edition: str | None = None, *, since: date | None = None
) -> Crosswalk:
    """Read the publisher's own file at *path* and let it take the place of the packaged rows.

    *edition* names it (else the file's name does); installing it again changes nothing. Raises LoaderError where the
    file is not of this crosswalk, CodewardError where it takes no official file.
    """
    described = load(crosswalk)
    return _official(described, put(described, path, edition, since))


def describe(crosswalk: str) -> dict[str, Any]:
    """Return what a list of crosswalks shows of one, without compiling it."""
    described = load(crosswalk)
    official = installed(described)
    newest, fields = described.editions[-1]
    edition = edition_of(_cached(official).info) if official else newest
    return {
        "id": described.id, "title": described.title, "from": described.source_system,
        "to": described.target_system, "publisher": described.publisher, "source": described.origin,
        "licence": described.licence, "note": described.note, "edition": edition.id,
        "in_force_from": edition.in_force_from.isoformat(), "packaged": bool(fields["rows"]),
        "official": official is not None, "takes_official_file": described.takes_official,
    }  # fmt: skip


def close_all() -> None:
    """Close every open crosswalk, as tests that change the home or the cache need."""
    for store in _opened.values():
        store.close()
    _opened.clear()

"""Which index books answer for a date, opened or compiled when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from codeward.codesets import Book
from codeward.codesets.indexes import BLOBS, Letter, Terms, pack
from codeward.errors import BookFormatError, BookTruncated
from codeward.index import container
from codeward.index.equivalents import digest
from codeward.index.merge import Searching
from codeward.index.volume import Volume
from codeward.index.words import Words, compile_words
from codeward.search import open_searcher

__all__ = ["SYSTEMS", "Opening", "cache_path"]

SYSTEMS = {
    "index": "icd10cm-index", "external_cause": "icd10cm-external-cause", "neoplasm": "icd10cm-neoplasm",
    "drugs": "icd10cm-drugs",
}  # fmt: skip
# Counts up when the derived books or their words come out otherwise from the same data.
MADE = 22


def cache_path(book: Book, name: str) -> Path:
    """Return where what is made for *book* lies: in the cache, named by everything that it is made from."""
    from codeward import settings
    from codeward.search import lexicon

    marks = f"i{container.FORMAT}.{MADE}-{digest()[:8]}-{lexicon.digest()[:8]}"
    return settings.cache_dir() / f"{book.file.path.stem}.{book.file.digest.hex()[:8]}.{marks}.{name}"


@dataclass
class Opening:
    """The books of one date: the Tabular, and official index books where one is in force."""

    tabular: Book
    on: date | None
    official: dict[str, Book] = field(default_factory=dict)

    @cached_property
    def _searcher(self) -> Searching:
        return open_searcher(self.tabular)

    def searcher(self) -> Searching:
        """Return the search of the Tabular."""
        return self._searcher

    def volume(self, name: str) -> Volume:
        """Return one index book: the official one of the date, else the one derived from the Tabular."""
        book = self.official.get(name)
        if book is None:
            return self._derived(name)
        blobs = {}
        for blob in BLOBS:
            found = book.extra(blob)
            if found is None:
                raise BookFormatError(
                    f"{book.release.id} is no index book of this Codeward", "Install it again."
                )
            blobs[blob] = found
        terms = Terms(blobs, book.release.id)
        words = _cached(cache_path(book, "words"), lambda: compile_words(terms))
        return Volume(
            name,
            "official",
            book.release,
            in_force=book.in_force,
            terms=terms,
            words=Words(words),
            on=book.asked,
        )

    def _derived(self, name: str) -> Volume:
        def make() -> dict[str, bytes]:
            blobs = pack(_letters(self.tabular, name))
            terms = Terms({key: memoryview(blob) for key, blob in blobs.items()}, name)
            return {**blobs, **compile_words(terms)}

        blobs = _cached(cache_path(self.tabular, f"{name}.derived"), make)
        release = self.tabular.release
        return Volume(
            name, "derived", release, in_force=self.tabular.in_force,
            terms=Terms(blobs, f"{release.id} ({name}, derived)"), words=Words(blobs),
            on=self.tabular.asked,
        )  # fmt: skip


def _letters(tabular: Book, name: str) -> list[Letter]:
    from codeward.index.derive.diseases import causes, diseases, sent_away, sources
    from codeward.index.derive.drugs import drugs
    from codeward.index.derive.neoplasms import neoplasms

    if name == "neoplasm":
        return neoplasms(tabular, sources(tabular, "CD"))
    if name == "drugs":
        return drugs(tabular, sources(tabular, "T"))
    if name == "external_cause":
        return causes(sources(tabular, "VWXY"))
    return diseases(sources(tabular), sent_away(tabular))


def _cached(path: Path, make: Callable[[], dict[str, bytes]], *, again: bool = True) -> dict[str, memoryview]:
    if not path.exists():
        from codeward.codesets import write_atomically

        write_atomically(path, lambda: container.packed(make()))
    try:
        return container.read(path)
    except BookTruncated:  # damaged: it is made anew
        if not again:
            raise
        path.unlink(missing_ok=True)
        return _cached(path, make, again=False)

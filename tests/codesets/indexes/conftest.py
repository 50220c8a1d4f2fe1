"""Official index files compiled once, and small ones written as the official are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from codeward.codesets import Book, Release
from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.indexes import official
from codeward.codesets.indexes.store import BLOBS, Terms

FILES = {
    "index-2017": ("icd10cm_fy2017_xml/icd10cm_index_2017.xml.xz", "compile_index", date(2016, 10, 1)),
    "index-2016": ("icd10cm_fy2017_xml/icd10cm_index_2016.xml.xz", "compile_index", date(2015, 10, 1)),
    "external-cause": (
        "icd10cm/icd10cm-eindex-2026-04-01.xml.xz",
        "compile_external_cause",
        date(2026, 4, 1),
    ),
    "neoplasm": ("icd10cm/icd10cm-neoplasm-2026-04-01.xml.xz", "compile_neoplasm", date(2026, 4, 1)),
    "drugs": ("icd10cm/icd10cm-drug-2026-04-01.xml.xz", "compile_drugs", date(2026, 4, 1)),
}
SMALL = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index>
  <version>2026</version><title>ICD-10-CM INDEX TO DISEASES and INJURIES</title>
  <letter><title>D</title>
    <mainTerm><title>Diabetes, diabetic<nemod>(mellitus) (sugar)</nemod></title><code>E11.9</code>
      <term level="1"><title>with</title>
        <term level="2"><title>amyotrophy</title><code>E11.44</code></term>
        <term level="2"><title>arthropathy NEC</title><code>E11.618</code><manif>M14.6-</manif></term>
      </term>
      <term level="1"><title>bronzed</title><code>E83.110</code><seeAlso>Hemochromatosis</seeAlso></term>
      <term level="1"><title>sugar</title><see>Diabetes, with, amyotrophy</see></term>
    </mainTerm>
  </letter>
  <letter><title>H</title>
    <mainTerm><title>Hemochromatosis</title><code>E83.119</code></mainTerm>
    <mainTerm><title>Hand</title><seeAlso>condition</seeAlso></mainTerm>
    <mainTerm><title>Hopping</title><see>Nowhere, at all</see></mainTerm>
  </letter>
</ICD10CM.index>
"""


def release(day: date = date(2026, 4, 1), system: str = "icd10cm-index") -> Release:
    return Release(f"{system}-{day}", system, "An index", day, None)


@pytest.fixture
def small(tmp_path: Path) -> Callable[[str | bytes], Path]:
    def write(text: str | bytes = SMALL) -> Path:
        path = tmp_path / "index.xml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write


@pytest.fixture(scope="session")
def books_of(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Book]:
    folder = tmp_path_factory.mktemp("indexes")
    made: dict[str, Book] = {}

    def of(name: str) -> Book:
        if name not in made:
            file, compiler, day = FILES[name]
            path = folder / f"{name}.book"
            path.write_bytes(getattr(official, compiler)(release(day), [shared / file]))
            made[name] = Book(BookFile(path), in_force=True)
        return made[name]

    return of


def terms_of(book: Book) -> Terms:
    blobs = {name: blob for name in BLOBS if (blob := book.extra(name)) is not None}
    return Terms(blobs, book.release.id)

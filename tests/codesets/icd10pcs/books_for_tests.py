"""Small books of ICD-10-PCS made in the test, and what the shared official files hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from codeward.codesets import Book
from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.container.model import Release

Compile = Callable[[Release, Sequence[Path], Sequence[str | None]], bytes]

# A table in CMS's layout whose same character means different things in different rows.
TABLES = """<?xml version="1.0" encoding="utf-8"?>
<ICD10PCS.tabular><version>2024</version><title>T</title>
<pcsTable>
 <axis pos="1" values="1"><title>Section</title><label code="0">Medical and Surgical</label></axis>
 <axis pos="2" values="1"><title>Body System</title><label code="D">Gastrointestinal System</label></axis>
 <axis pos="3" values="1"><title>Operation</title><label code="T">Resection</label>
  <definition>Cutting out all</definition></axis>
 <pcsRow codes="4">
  <axis pos="4" values="2"><title>Body Part</title><label code="H">Cecum</label><label code="J">Appendix</label></axis>
  <axis pos="5" values="2"><title>Approach</title><label code="0">Open</label><label code="4">Percutaneous Endoscopic</label></axis>
  <axis pos="6" values="1"><title>Device</title><label code="Z">No Device</label></axis>
  <axis pos="7" values="1"><title>Qualifier</title><label code="Z">No Qualifier</label></axis>
 </pcsRow>
 <pcsRow codes="2">
  <axis pos="4" values="1"><title>Body Part</title><label code="7">Stomach, Pylorus</label></axis>
  <axis pos="5" values="1"><title>Approach</title><label code="8">Via Natural or Artificial Opening Endoscopic</label></axis>
  <axis pos="6" values="1"><title>Device</title><label code="Z">No Device</label></axis>
  <axis pos="7" values="2"><title>Qualifier</title><label code="3">Vertical</label><label code="Z">No Qualifier</label></axis>
 </pcsRow>
</pcsTable>
</ICD10PCS.tabular>
"""  # noqa: E501 - as the file is laid out


def release_of(year: int, system: str = "icd10pcs") -> Release:
    """Return the release of a fiscal year."""
    start = date(year - 1, 10, 1)
    return Release(f"{system}-{start}", system, f"{system} FY{year}", start, date(year, 9, 30))


def made(folder: Path, function: Compile, files: Sequence[Path], year: int, system: str = "icd10pcs") -> Book:
    """Compile *files* and open the book."""
    release = release_of(year, system)
    path = folder / f"{release.id}.book"
    path.write_bytes(function(release, files, ()))
    return Book(BookFile(path), in_force=True)


def written(folder: Path, name: str, text: str) -> Path:
    """Write a file of the test's own."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path

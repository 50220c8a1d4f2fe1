"""Official files that a user installs: compiled into `CODEWARD_HOME/crosswalks`, in place of the packaged rows.

A file is compiled beside those that are there and they are removed afterwards: a process that is killed at any moment
leaves the old rows or the new ones.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codeward import settings
from codeward.crosswalks.descriptor import Descriptor, load, names
from codeward.crosswalks.model import FORMAT, Edition
from codeward.errors import CodewardError, LoaderError

if TYPE_CHECKING:
    from codeward.crosswalks.reader import Mapped

__all__ = ["edition_of", "installed", "put"]

# Keeps "chronic" from taking the files of "chronic-icd9".
_YEAR = "[0-9][0-9][0-9][0-9]"


def installed(described: Descriptor) -> Path | None:
    """Return the newest installed official file of a crosswalk, None where there is none."""
    if described.list is not None:
        return _from_list(described)
    if not described.official:
        return None
    return max(_folder().glob(f"{described.id}-{_YEAR}-*.f{FORMAT}-official.sqlite"), default=None)


def edition_of(info: dict[str, Any]) -> Edition:
    """Return the edition that a compiled official file says it is."""
    return Edition(str(info["edition"]), date.fromisoformat(info["in_force_from"]), None)


def put(described: Descriptor, path: Path, edition: str | None, since: date | None) -> Path:
    """Compile the publisher's file at *path* and return where it lies now; what is installed already is left alone.

    Raises LoaderError where the file is not of this crosswalk, CodewardError where it takes no official file.
    """
    from hashlib import sha256

    from codeward.codesets import write_atomically
    from codeward.crosswalks.reader import names_of
    from codeward.crosswalks.store import compile_rows

    if described.list is not None:
        from codeward.codesets.install import install

        install(described.list, since.isoformat() if since else None, source=path)
        there = _from_list(described)
        assert there is not None
        return there
    if not described.official:
        takers = ", ".join(each for each in names() if load(each).takes_official)
        raise CodewardError(f"{described.id} takes no official file", f"Files are read for: {takers}")
    try:
        digest = sha256(path.read_bytes()).hexdigest()
    except OSError as e:
        raise LoaderError(f"cannot be read ({e.strerror or e})", "Check the path", path=str(path)) from e
    newest, fields = described.editions[-1]
    label = re.sub(r"[^0-9A-Za-z.]+", "_", edition or path.stem)[:60]
    begins = since or newest.in_force_from
    start = f"{described.id}-{begins}-{label}"
    target = _folder() / f"{start}-{digest[:12]}.f{FORMAT}-official.sqlite"
    if target.exists():
        return target
    rows, own = _read(described, path)
    info = {
        "edition": label, "in_force_from": begins.isoformat(), "in_force_to": None,
        "files": [{"file": path.name, "sha256": digest}], "official": True,
    }  # fmt: skip
    targets = [*own, *names_of(described.tables(newest, "names"))]
    sources = names_of(described.tables(newest, "source_names")) if fields.get("source_names") else []
    write_atomically(target, lambda: compile_rows(rows, targets, sources, info))
    for other in _folder().glob(f"{start}-*.f{FORMAT}-official.sqlite"):
        if other != target and re.fullmatch(re.escape(start) + r"-[0-9a-f]{12}\..*", other.name):
            with suppress(OSError):
                other.unlink()
    return target


def _from_list(described: Descriptor) -> Path | None:
    """Return the rows of the conversion table as a crosswalk, compiled into the cache; None where none is installed.

    The list that `codeward codesets install` keeps is the table's one home; what lies in the cache is made from it.
    """
    from codeward.codesets import write_atomically
    from codeward.codesets.lists import newest_conversion as newest
    from codeward.crosswalks.reader import Mapped, names_of
    from codeward.crosswalks.store import compile_rows

    found = newest()
    if found is None:
        return None
    book = found.book
    target = (
        settings.cache_dir() / "crosswalks" / f"{described.id}-{described.mark}-{book.file.path.name}.sqlite"
    )
    if not target.exists():
        edition, fields = described.editions[-1]
        rows = [
            Mapped(row.first, row.last, row.code, {"effective": row.effective.isoformat(), **row.flags})
            for row in found.rows
        ]
        sources = described.tables(edition, "source_names") if fields.get("source_names") else ()
        info = {
            "edition": book.release.id, "in_force_from": book.release.in_force_from.isoformat(),
            "in_force_to": None, "files": book.manifest["source"]["files"], "official": True,
        }  # fmt: skip
        write_atomically(
            target,
            lambda: compile_rows(rows, names_of(described.tables(edition, "names")), names_of(sources), info),
        )
    return target


def _read(described: Descriptor, path: Path) -> tuple[list[Mapped], list[tuple[str, str]]]:
    """Return rows and names of the first layout that reads the file whole."""
    from codeward.crosswalks.reader import mappings, texts

    first: LoaderError | None = None
    for table in described.official:
        try:
            rows = list(mappings(table, path))
            own = list(texts(table, path)) if "text" in table.columns else []
        except LoaderError as e:
            first = first or e
            continue
        if rows:
            return rows, own
    raise first or LoaderError("holds no row", "Check which file it is", path=str(path))


def _folder() -> Path:
    return settings.home() / settings.CROSSWALKS

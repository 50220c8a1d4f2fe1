"""Compile the Tabular List and the list of valid codes into one book: read, expand, parse the references, write.

A book is a pure function of its source files and of the release's data: compiling twice gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from codeward.codesets.compile.writer import Writer, checked_digests, manifest_of
from codeward.codesets.container.model import Release
from codeward.codesets.icd10cm import tabular, valid_codes
from codeward.codesets.icd10cm.expand import expand

__all__ = ["compile_book", "compile_files"]


def compile_files(release: Release, files: Sequence[Path], expected: Sequence[str | None]) -> bytes:
    """Return the bytes of the book of *release* from its files: Tabular and, where given, list of valid codes."""
    return compile_book(release, files[0], files[1] if len(files) > 1 else None, expected)


def compile_book(
    release: Release, tabular_path: Path, codes_path: Path | None, expected: Sequence[str | None] = ()
) -> bytes:
    """Return the bytes of the book of *release*, made from the Tabular XML and the list of valid codes.

    Without a list the codes are those that the Tabular makes, and the manifest says so. *expected* are the SHA-256
    digests that the releases file states; other files raise LoaderError.
    """
    paths = (tabular_path,) if codes_path is None else (tabular_path, codes_path)
    digests = checked_digests(release, paths, expected)
    source = tabular.load(tabular_path)
    valid = valid_codes.derived(source) if codes_path is None else valid_codes.load(codes_path)
    expansion = expand(source, valid)
    writer = Writer(expansion.entries, expansion.definitions)
    return writer.assemble(
        {
            **manifest_of(release, paths, digests),
            "version": source.version,
            "valid_codes": "derived" if codes_path is None else "official",
            "counts": writer.counts(),
            "references": writer.reference_report(),
            "not_made": expansion.not_made,
            "not_in_tabular": expansion.not_in_tabular,
            "renamed_blocks": expansion.renamed,
            "not_understood": source.unknown,
            "empty_elements": source.empty,
            "introduction": source.introduction,
        }
    )

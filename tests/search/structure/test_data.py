"""The data of structure has its schema, and means codes that are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from codeward.codesets import Book
from codeward.errors import LoaderError
from codeward.search.structure import facets_by_code, usual
from codeward.search.structure.data import bound_kinds, conditions, measures, rows


def test_every_line_is_read() -> None:
    assert measures()["cm"].kind == "size"
    assert {"count.view", "level"} <= bound_kinds()
    assert {("order", "first"), ("guidance", "none"), ("contrast", "without")} <= set(usual().items())
    for system in ("cpt", "hcpcs", "icd10pcs"):
        assert conditions(system)[1]


def test_facets_are_of_codes_of_the_books(cpt_book: Book, hcpcs_book: Book) -> None:
    assert not [code for code in facets_by_code() if code not in cpt_book and code not in hcpcs_book]


@pytest.mark.parametrize("line", ["one field", "\ttwo"])
def test_a_line_of_another_width_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "facts.tsv"
    path.write_text(f"codes\tfacets\n{line}\n", encoding="utf-8")
    with pytest.raises(LoaderError, match=r"facts\.tsv"):
        list(rows(path, 2))

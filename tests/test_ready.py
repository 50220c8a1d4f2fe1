"""Preparing the books: what is missing is made in processes of their own, and a failure says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from codeward import ready
from codeward.codesets import books
from codeward.errors import BookError
from codeward.search import opened


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CODEWARD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path / "home"))
    for room in (books, opened):
        room.close_all()
    yield tmp_path / "cache"
    for room in (books, opened):
        room.close_all()


def test_every_system_is_searched_in_its_newest_book_and_the_tabular_has_an_index() -> None:
    work = ready.pieces()
    assert work[0].release == "icd10cm-2026-04-01"
    assert [piece.release for piece in work if piece.indexed] == ["icd10cm-2026-04-01"]
    assert {piece.release.partition("-")[0] for piece in work if piece.searched} == {
        "icd10cm",
        "icd10pcs",
        "hcpcs",
        "cpt",
    }
    assert not next(piece for piece in work if piece.release.endswith("-10-01-titles")).searched


def test_what_is_missing_is_made_and_what_is_there_is_not(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = [piece for piece in ready.pieces() if piece.release.startswith(("hcpcs", "cpt"))]
    monkeypatch.setattr(ready, "pieces", lambda: small)
    said: list[str] = []
    ready.prepare(said.append)
    assert sorted(line.split()[3] for line in said) == sorted(piece.release for piece in small)
    assert len(list(empty.glob("*.book"))) == len(small)
    assert len(list(empty.glob("*.find"))) == len(small)
    assert ready.missing(small) == []
    again: list[str] = []
    ready.prepare(again.append)
    assert again == []


def test_a_book_that_cannot_be_made_says_why(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "pieces", lambda: [ready.Piece("icd10cm-1999-01-01", True, False)])
    with pytest.raises(BookError, match=r"icd10cm-1999-01-01 cannot be compiled: .*not installed"):
        ready.prepare(print)

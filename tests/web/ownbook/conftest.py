"""What tests of the own book share: changes as a page sends them, two releases of a made-up book."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from codeward.codesets import Release, books
from codeward.codesets.compile.plain import PlainEntry, compile_plain

RELEASE = "icd10cm-2026-04-01"
OLD = "icd10cm-2023-10-01-titles"


def put(anchor: str, kind: str = "highlight", mark: str | None = None, **more: Any) -> dict[str, Any]:
    """The change that makes a mark, or with `mark` and `base` changes it."""
    base = more.pop("base", None)
    release = more.pop("release", RELEASE)
    fields = {
        "highlight": {"colour": "yellow"},
        "note": {"text": "look here"},
        "tab": {"colour": "blue", "label": "DM"},
    }
    content = {"release": release, "anchor": anchor, "kind": kind, **fields[kind], **more}
    return {"id": str(uuid4()), "kind": "put", "mark": mark or str(uuid4()), "base": base, "content": content}


def turn(kind: str, mark: str) -> dict[str, Any]:
    """The change that takes a mark out ("remove"), or brings it back ("restore")."""
    return {"id": str(uuid4()), "kind": kind, "mark": mark}


def send(client: Client, *changes: dict[str, Any], **more: Any) -> Any:
    """Send changes."""
    return client.post(
        "/codebook/own/changes", {"changes": list(changes), **more}, content_type="application/json"
    )


def marks(client: Client, *prefixes: str, release: str = RELEASE) -> list[dict[str, Any]]:
    """The marks that stand, as a page asks for them."""
    return list(
        client.get("/codebook/own/marks", {"release": release, "prefix": list(prefixes)}).json()["marks"]
    )


NEW = "icd10cm-2026-10-01"
EXCLUDES = [
    "diabetes mellitus due to underlying condition (E08.-)", "drug or chemical induced diabetes mellitus (E09.-)",
]  # fmt: skip


@pytest.fixture
def october(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A made-up release after April's: E11.9 retitled, an Excludes1 put before the others, E11.8 split, I10 gone."""
    release = Release(NEW, "icd10cm", "Made-up October", dt.date(2026, 10, 1), None)
    more = (("excludes1", "something new"), *(("excludes1", text) for text in EXCLUDES))
    rows = [
        PlainEntry("4", "chapter", "Endocrine", 0),
        PlainEntry("E11", "category", "Type 2 diabetes mellitus", 1, notes=more),  # type: ignore[arg-type]
        PlainEntry("E11.8", "subcategory", "Type 2 diabetes mellitus with unspecified complications", 2),
        PlainEntry("E11.81", "code", "Made-up one", 3, billable=True),
        PlainEntry("E11.82", "code", "Made-up two", 3, billable=True),
        PlainEntry("E11.9", "code", "Type 2 diabetes mellitus, plain", 2, billable=True),
        PlainEntry("9", "chapter", "Circulatory", 0),
        PlainEntry("I11", "category", "Hypertensive heart disease", 1),
    ]
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases" / f"{NEW}.made-up.book").write_bytes(compile_plain(release, rows, sources=[]))
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path))
    yield NEW
    books.close_all()

"""What tests of the own book share: changes as a page sends them, two releases of a made-up book."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client

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

"""Versions of content, kept for ever: what was answered can be read again as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from codeward.web.learning.models import ContentVersion

__all__ = ["digest_of", "keep_version", "keep_versions"]


def digest_of(kind: str, id_: str, files: Mapping[str, str]) -> str:
    """Return the digest of a version: 16 characters of the hash of its kind, id and files, whatever their order."""
    told = json.dumps([kind, id_, sorted(files.items())], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def keep_version(
    kind: ContentVersion.Kind, id_: str, digest: str, files: Mapping[str, str]
) -> ContentVersion:
    """Return the stored version, made when it is new. Two processes may ask at once: one row results."""
    row, _ = ContentVersion.objects.get_or_create(
        digest=digest, defaults={"kind": kind, "content_id": id_, "files": dict(files)}
    )
    return row


def keep_versions(kind: ContentVersion.Kind, versions: Iterable[tuple[str, str, Mapping[str, str]]]) -> int:
    """Store what is not stored of versions (id, digest, files); return how many were new. Idempotent."""
    known = set(ContentVersion.objects.filter(kind=kind).values_list("digest", flat=True))
    new = [
        ContentVersion(kind=kind, content_id=id_, digest=digest, files=dict(files))
        for id_, digest, files in versions
        if digest not in known
    ]
    ContentVersion.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)

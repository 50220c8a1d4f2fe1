"""The file of a backup: a gzipped tar with a manifest that names every part with its digest.

``manifest.json``: ``{"format": 1, "codeward": version, "made": ISO time, "database": "sqlite"|"postgresql",
"files": {name: {"size": bytes, "sha256": hex}}}``; then ``database.sqlite3`` or ``database.pgdump``,
and what else the home keeps (``settings.HOME_HOLDS``): ``secret_key``, ``releases/…``, ``crosswalks/…``. Learners'
data is inside: the file is written with mode 0600.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from codeward.durable import flush, flush_folder
from codeward.errors import CodewardError
from codeward.web.serving.scratch import holding

__all__ = ["BackupError", "digest", "unpack", "write"]

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1 << 20


class BackupError(CodewardError):
    """A backup cannot be made, read or brought back."""


def digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    seen = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(CHUNK):
            seen.update(block)
    return seen.hexdigest()


def write(file: Path, parts: dict[str, Path], database: str) -> dict[str, Any]:
    """Write the backup to `file`, whole or not at all; returns its manifest. `parts`: name in the tar → file."""
    manifest = {
        "format": FORMAT,
        "codeward": version("codeward"),
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": database,
        "files": {
            name: {"size": path.stat().st_size, "sha256": digest(path)}
            for name, path in sorted(parts.items())
        },
    }
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as stream, holding(Path(name)):
            with tarfile.open(fileobj=stream, mode="w:gz") as tar:
                text = json.dumps(manifest, indent=2).encode()
                head = tarfile.TarInfo(MANIFEST)
                head.size, head.mode = len(text), 0o600
                tar.addfile(head, io.BytesIO(text))
                for part, path in sorted(parts.items()):
                    tar.add(path, part, recursive=False, filter=_plain)
            flush(stream)
            Path(name).replace(file)
        flush_folder(file.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return manifest


def _plain(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mode = 0o600
    return info


def unpack(file: Path, into: Path) -> dict[str, Any]:
    """Unpack and verify a backup into the empty folder `into`; returns its manifest.

    Only what the manifest names is unpacked. Raises BackupError when anything is not as it says.
    """
    try:
        with tarfile.open(file, mode="r:gz") as tar:
            manifest = _manifest(tar, file)
            for name, said in manifest["files"].items():
                _one(tar, name, said, into, file)
    except (tarfile.TarError, OSError, EOFError) as error:
        raise BackupError(f"{file} cannot be read as a backup ({error})", "Use another backup.") from error
    return manifest


def _manifest(tar: tarfile.TarFile, file: Path) -> dict[str, Any]:
    first = tar.next()
    stream = tar.extractfile(first) if first is not None and first.name == MANIFEST else None
    if stream is None:
        raise BackupError(f"{file} is no backup of Codeward: it has no manifest", "Use another file.")
    try:
        manifest: dict[str, Any] = json.loads(stream.read())
        known = manifest["format"] == FORMAT and isinstance(manifest["files"], dict)
    except (ValueError, KeyError, TypeError):
        raise BackupError(f"The manifest of {file} is damaged", "Use another backup.") from None
    if not known:
        raise BackupError(
            f"{file} has backup format {manifest['format']!r}, and this Codeward reads {FORMAT}",
            "Restore it with the version of Codeward that made it.",
        )
    return manifest


def _one(tar: tarfile.TarFile, name: str, said: dict[str, Any], into: Path, file: Path) -> None:
    try:
        member = tar.getmember(name)
    except KeyError:
        raise BackupError(f"{file} lacks {name}", "Use another backup.") from None
    stream = tar.extractfile(member) if member.isreg() else None
    target = (into / name).resolve()
    if stream is None or not target.is_relative_to(into.resolve()):
        raise BackupError(f"{file} holds {name}, which no backup holds", "Do not trust this file.")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with target.open("xb") as out:
        target.chmod(0o600)
        while block := stream.read(CHUNK):
            out.write(block)
    if target.stat().st_size != said["size"] or digest(target) != said["sha256"]:
        raise BackupError(f"{name} in {file} is damaged: its digest is another", "Use another backup.")

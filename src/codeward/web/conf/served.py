"""At which address of this machine the school is served, for commands that print a link beside the running school.

Only where `CODEWARD_SITE_URL` says nothing: then `codeward serve` serves this machine alone, on the port it was given.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from codeward.settings import SERVED_AT

__all__ = ["note", "served_at"]

# What `serve` writes and nothing else: whoever may write the home may do worse than change this.
ADDRESS = re.compile(r"http://(?:[A-Za-z0-9.-]{1,253}|\[[0-9a-fA-F:]{2,39}\]):[0-9]{1,5}")


def note(home: Path, address: str) -> None:
    """Write down where the school is served now; an empty `address` where others come in by one we do not know."""
    path = home / SERVED_AT
    if not address:
        path.unlink(missing_ok=True)
        return
    fresh = path.with_name(f".{SERVED_AT}")
    fresh.write_text(address, encoding="ascii")
    fresh.replace(path)


def served_at(home: Path) -> str:
    """The address noted last, such as ``http://127.0.0.1:8123``; empty where there is none that can be used."""
    with suppress(OSError, ValueError):
        text = (home / SERVED_AT).read_text(encoding="ascii").strip()
        if ADDRESS.fullmatch(text):
            return text
    return ""

"""Where Codeward keeps things: the settings that every floor shares.

Beside `codeward.errors` only the standard library is used, and every value is read when asked, so that importing
this module costs nothing on the command line's cold start and a test can change the environment. What only the
school needs (database, mail, hosts) is in `codeward.web.conf.settings`.
"""

import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from codeward.errors import CodewardError

__all__ = [
    "CACHE",
    "CROSSWALKS",
    "CURRICULUM",
    "DATABASE",
    "DOWNLOADS",
    "HOME",
    "HOME_HOLDS",
    "HOME_ID",
    "LOCK",
    "RELEASES",
    "RESTORING",
    "SECRET_KEY",
    "SERVED_AT",
    "SHARED",
    "UPLOADS",
    "Held",
    "cache_dir",
    "curriculum",
    "home",
]

HOME = "CODEWARD_HOME"
CACHE = "CODEWARD_CACHE"
SHARED = "CODEWARD_SHARED"


class Held(NamedTuple):
    """One thing that the home holds: its name there, what it is, and whether a backup takes it along."""

    name: str
    what: str
    kept: bool = True


DATABASE = "codeward.sqlite3"
SECRET_KEY = "secret_key"  # noqa: S105 - the name of the file
RELEASES = "releases"
CROSSWALKS = "crosswalks"
LOCK = "serve.lock"
HOME_ID = "home_id"
DOWNLOADS = "downloads"
UPLOADS = "uploads"
SERVED_AT = "served_at"
RESTORING = ".restoring.json"
# All that lies in the home. Backup and restore walk this, and say what else they find there.
HOME_HOLDS = (
    Held(DATABASE, "the school's database, where CODEWARD_DATABASE_URL names no other"),
    Held(SECRET_KEY, "the key that signs sessions and encrypts the secrets of second steps"),
    Held(
        RELEASES, "installed releases of code systems, lists and indexes, and every book that a grade names"
    ),
    Held(CROSSWALKS, "installed crosswalks and one's own"),
    Held(LOCK, "held while a school runs", kept=False),
    Held(SERVED_AT, "the address on this machine at which the school was served last", kept=False),
    Held(HOME_ID, "which home this is, where several hosts share a database", kept=False),
    Held(DOWNLOADS, "publishers' files on their way", kept=False),
    Held(UPLOADS, "files given to the Books page, until a book is made of them", kept=False),
    Held(RESTORING, "the plan of a restore, while it is carried out", kept=False),
)
CURRICULUM = "CODEWARD_CURRICULUM"


def home() -> Path:
    """The folder that must be backed up; what it holds is `HOME_HOLDS`.

    `CODEWARD_HOME`, or the user's data directory (XDG Base Directory Specification on Linux,
    `Library/Application Support` on macOS, `%LOCALAPPDATA%` on Windows). The folder may not exist yet.
    """
    return _folder(HOME, "XDG_DATA_HOME", ".local/share", "Library/Application Support")


def cache_dir() -> Path:
    """The folder that may be wiped at any time: books compiled from packages, collected static files.

    `CODEWARD_CACHE`, or the user's cache directory. The folder may not exist yet.
    """
    return _folder(CACHE, "XDG_CACHE_HOME", ".cache", "Library/Caches")


def curriculum() -> tuple[Path, ...]:
    """The folders of a school's own content, beside Codeward's: `CODEWARD_CURRICULUM`, separated as in PATH."""
    given = os.environ.get(CURRICULUM, "")
    return tuple(Path(folder).expanduser().absolute() for folder in given.split(os.pathsep) if folder)


def _folder(variable: str, xdg: str, linux: str, mac: str) -> Path:
    given, base, person = os.environ.get(variable), os.environ.get(xdg), os.environ.get("HOME")
    return _resolved(variable, given, xdg if not given else "", base, person, linux, mac)


@lru_cache(maxsize=64)
def _resolved(
    variable: str, given: str | None, xdg: str, _base: str | None, _person: str | None, linux: str, mac: str
) -> Path:
    """Return the folder; asked at every request, so the answer is kept for these very values of the environment."""
    try:
        return Path(given).expanduser().absolute() if given else _usual(xdg, linux, mac)
    except RuntimeError as e:  # no HOME and no such user, as in some containers
        raise CodewardError(
            f"The home directory of {given or 'this user'} cannot be found", f"Set {variable} to a folder"
        ) from e


def _usual(xdg: str, linux: str, mac: str) -> Path:
    """Return the folder where the operating system wants such things. Raises RuntimeError without a home."""
    if sys.platform == "darwin":
        return Path.home() / mac / "codeward"
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return (Path(base) if base else Path.home() / "AppData" / "Local") / "codeward"
    base = os.environ.get(xdg)
    # The specification says that a relative path is to be ignored.
    if base and Path(base).is_absolute():
        return Path(base) / "codeward"
    return Path.home() / linux / "codeward"

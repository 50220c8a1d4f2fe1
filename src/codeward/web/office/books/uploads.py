"""Files that are given to the page: into the home under their own names in a folder of its own, within a size.

Nothing is parsed here and no name is trusted: what a file is, is seen when it is opened (codesets.install), in a
process of its own. The name is kept because a publisher's file says by it of which edition it is.
"""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest
from django.utils.translation import gettext as _

from codeward.errors import CodewardError
from codeward.settings import UPLOADS, home
from codeward.web.bodies import FORM

__all__ = [
    "BEGINNINGS",
    "MOST",
    "MOST_AT_ONCE",
    "MOST_FILES",
    "Upload",
    "UploadRefused",
    "folder_of",
    "forget",
    "plain_name",
    "receive",
    "refuse_crowding",
    "refuse_ending",
    "refuse_other_content",
    "sweep",
    "too_large",
    "unwritten",
]

# The largest set of official files that makes one release (NCCI, all parts and settings of a quarter) has some 120 MB.
MOST = 250_000_000  # bytes, all files of one upload, in pieces
# A form without script comes in one go, and the server keeps it until it is whole, whoever sends it.
MOST_AT_ONCE = 32_000_000
MOST_FILES = 20
# What the home must have left beside the upload: the unpacked files and the book.
SPARE = 1_000_000_000
KEPT = 24 * 3600  # seconds
_PACKED = (b"PK\x03\x04", b"PK\x05\x06")
# How a publisher's file ends, and how what is in it begins; an empty beginning: a text, which is none of the others.
BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    ".zip": _PACKED,
    ".xlsx": _PACKED,
    ".xz": (b"\xfd7zXZ\x00",),
    ".pdf": (b"%PDF",),
    ".xml": (b"<",),
    ".txt": (),
    ".csv": (),
    ".tsv": (),
}


class UploadRefused(CodewardError):  # noqa: N818 - named as people say it
    """What was sent is not taken: too large, too many, or there is no room for it."""


class Upload:
    """An upload on its way into the home: its folder, and what has come of it."""

    def __init__(self, most: int = 0) -> None:
        self.name = secrets.token_hex(8)
        self.folder = folder_of(self.name)
        self.most = most or MOST
        self.read = 0
        self.names: list[str] = []
        self.refused: UploadRefused | None = None

    def open(self, given: str) -> IO[bytes]:
        """Begin a file. Raises UploadRefused for one too many."""
        if len(self.names) >= MOST_FILES:
            raise UploadRefused(
                _("More than %(most)d files were sent") % {"most": MOST_FILES},
                _("Put the publisher's files into one zip and send that"),
            )
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = plain_name(given)
        refuse_ending(name)
        if name in self.names:
            name = f"{len(self.names)}-{name}"
        self.names.append(name)
        return (self.folder / name).open("xb")

    def count(self, size: int) -> None:
        """Count bytes that came. Raises UploadRefused where they are too many."""
        self.read += size
        if self.read > self.most:
            raise too_large(self.most)


def too_large(most: int) -> UploadRefused:
    """What is said of too much."""
    return UploadRefused(
        _("More than %(most)d MB were sent") % {"most": most // 1_000_000},
        _("Send the files of one release. No publisher's release is larger")
        if most == MOST
        else _("Switch script on in the browser: then files are sent in pieces"),
    )


def refuse_crowding(size: int) -> None:
    """Raise UploadRefused where this host has no room for so many bytes and for the book that is made of them."""
    with suppress(OSError):
        free = shutil.disk_usage(home()).free
        if free < size + SPARE:
            raise UploadRefused(
                _("This server has too little room left: %(free)d MB") % {"free": free // 1_000_000},
                _("Free some space there: a release needs up to %(need)d MB on its way")
                % {"need": (size + SPARE) // 1_000_000},
            )


class _IntoHome(FileUploadHandler):
    """Django's part of it: the chunks of each file go straight to the home's disk."""

    def __init__(self, request: HttpRequest, upload: Upload) -> None:
        super().__init__(request)
        self.upload = upload
        self.stream: IO[bytes] | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        with self._refusing():
            self.stream = self.upload.open(self.file_name or "")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        with self._refusing():
            self.upload.count(len(raw_data))
            if self.stream is not None:
                self.stream.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        self._close()
        return UploadedFile(name=self.upload.names[-1], size=file_size) if self.upload.names else None

    def upload_interrupted(self) -> None:
        self._close()
        forget(self.upload.name)

    def _close(self) -> None:
        if self.stream is not None:
            self.stream.close()
            self.stream = None

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        """Note what keeps a file from being taken, and have the rest of the request passed over."""
        try:
            yield
        except (UploadRefused, OSError) as error:
            self._close()
            self.upload.refused = error if isinstance(error, UploadRefused) else unwritten(error)
            raise StopUpload(connection_reset=False) from error


def unwritten(error: OSError) -> UploadRefused:
    """What is said where the disk does not take it."""
    return UploadRefused(
        _("The files cannot be written to this host (%(why)s)") % {"why": error.strerror or error},
        _("Free some space there"),
    )


def receive(request: HttpRequest) -> Upload:
    """Have the files of this form go to the home; call it before anything reads the body.

    Raises UploadRefused where the request says itself that it is too large, or the disk has no room for it.
    """
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    size = int(length) if length.isdigit() else 0
    if size > MOST_AT_ONCE + FORM:
        raise too_large(MOST_AT_ONCE)
    refuse_crowding(size)
    upload = Upload(MOST_AT_ONCE)
    request.upload_handlers = [_IntoHome(request, upload)]
    return upload


def folder_of(upload: str) -> Path:
    """Where the files of an upload lie."""
    return home() / UPLOADS / upload


def forget(upload: str) -> None:
    """Remove the files of an upload."""
    if re.fullmatch(r"[0-9a-f]{16}", upload):
        shutil.rmtree(folder_of(upload), ignore_errors=True)


def sweep(wanted: set[str]) -> int:
    """Remove uploads older than a day but those that are `wanted`; return how many."""
    gone = 0
    with suppress(FileNotFoundError):
        for folder in (home() / UPLOADS).iterdir():
            if folder.name not in wanted and folder.stat().st_mtime < time.time() - KEPT:
                forget(folder.name)
                gone += 1
    return gone


def refuse_ending(name: str) -> None:
    """Raise UploadRefused where a file ends as no publisher's file does (ASVS 5.2.2)."""
    if Path(name).suffix.lower() not in BEGINNINGS:
        raise UploadRefused(
            _("%(name)s is not a kind of file that publishers give") % {"name": name},
            _("Send files that end in %(endings)s") % {"endings": ", ".join(BEGINNINGS)},
        )


def refuse_other_content(path: Path) -> None:
    """Raise UploadRefused where a file begins otherwise than its ending says: a zip called .txt, a page called .zip."""
    wanted = BEGINNINGS.get(path.suffix.lower(), ())
    with path.open("rb") as stream:
        head = stream.read(1024).removeprefix(b"\xef\xbb\xbf").lstrip()
    others = [one for some in BEGINNINGS.values() for one in some if one != b"<"]
    if not (head.startswith(wanted) if wanted else not head.startswith(tuple(others))):
        raise UploadRefused(
            _("%(name)s does not hold what its name says") % {"name": path.name},
            _("Get it from its publisher again, and leave its name as it is"),
        )


def plain_name(given: str) -> str:
    """The last part of a name, fit for any file system."""
    last = given.replace("\\", "/").rpartition("/")[2]
    kept = re.sub(r"[^A-Za-z0-9._ -]", "_", last).strip(" .")
    return kept[-120:] or "file"

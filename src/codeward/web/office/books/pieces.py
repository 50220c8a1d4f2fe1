"""Large files in pieces: each a request of its own that any server and proxy takes, asked for like every other.

What an upload is to be (system, edition, files with their sizes, whose statement) is a signed text that the browser
hands back with each piece: nothing is stored of it, and nobody can make one up. Pieces are added in their order; one
that came twice changes nothing, and the answer says from where to go on.
"""

from __future__ import annotations

import secrets
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.core import signing
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from codeward.settings import UPLOADS, home
from codeward.web.accounts.api import User
from codeward.web.jobs.api import home_id
from codeward.web.office.books import uploads
from codeward.web.office.books.models import BookJob
from codeward.web.office.books.uploads import MOST, MOST_FILES, Upload, UploadRefused

__all__ = ["MAX_BEGUN", "PIECE", "STILL", "Begun", "add", "begin", "finish", "opened"]

PIECE: Final = 1_000_000
"""Bytes of a piece at most."""
SALT: Final = "codeward.office.books"
LONGEST: Final = 24 * 3600  # seconds
MAX_BEGUN: Final = 3
"""Uploads of one person that have begun on a host and of which no book is made yet."""
STILL: Final = 3600
"""Seconds without a piece after which an upload makes room for another of the same person."""
_WHOSE: Final = 6  # digits of a folder's name that say whose it is, and nothing to anybody without the key


@dataclass(frozen=True, slots=True)
class Begun:
    """An upload that has begun: by whom, on which home, and what it is to be."""

    upload: str
    person: str
    home: str
    system: str
    release: str
    licensed: bool
    names: tuple[str, ...]
    sizes: tuple[int, ...]


def begin(by: User, system: str, release: str, files: list[tuple[str, int]], *, licensed: bool) -> str:
    """Begin an upload; return the signed text that goes with each piece.

    *files*: names and sizes in bytes. Raises UploadRefused for none or too many of them, for more bytes than an
    official release has, where this host has no room, and beside :data:`MAX_BEGUN` others of theirs.
    """
    if not files:
        raise UploadRefused(_("No file was sent"), _("Choose the publisher's file as you got it"))
    if len(files) > MOST_FILES:
        raise UploadRefused(
            _("More than %(most)d files were sent") % {"most": MOST_FILES},
            _("Put the publisher's files into one zip and send that"),
        )
    total = sum(size for _name, size in files)
    if total > MOST:
        raise uploads.too_large(MOST)
    uploads.refuse_crowding(total)
    names: list[str] = []
    for given, _size in files:
        plain = uploads.plain_name(given)
        uploads.refuse_ending(plain)
        names.append(f"{len(names)}-{plain}" if plain in names else plain)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # two at once do not both get the last place
        name = _mark(by) + secrets.token_hex(8)[_WHOSE:]
        _make_room(by)
        uploads.folder_of(name).mkdir(parents=True, mode=0o700)
    begun = Begun(
        name, by.public_id, home_id(), system, release, licensed,
        tuple(names), tuple(size for _name, size in files),
    )  # fmt: skip
    return signing.dumps(asdict(begun), salt=SALT, compress=True)


def _mark(by: User) -> str:
    return salted_hmac(SALT, by.public_id, algorithm="sha256").hexdigest()[:_WHOSE]


def _make_room(by: User) -> None:
    """Ask for a place for one more upload; those that lie still for an hour make room, and not those of a job."""
    folder = home() / UPLOADS
    names = [one.name for one in folder.glob(f"{_mark(by)}*")] if folder.is_dir() else []
    taken = set(BookJob.objects.filter(home=home_id(), upload__in=names).values_list("upload", flat=True))
    moving = 0
    for name in names:
        if name in taken:
            continue
        if _last_piece(name) < time.time() - STILL:
            uploads.forget(name)
        else:
            moving += 1
    if moving >= MAX_BEGUN:
        raise UploadRefused(
            _("You are sending %(most)d releases already") % {"most": MAX_BEGUN},
            _("Wait until one of them is here. One that was left halfway makes room after an hour"),
        )


def _last_piece(name: str) -> float:
    folder, last = uploads.folder_of(name), 0.0
    with suppress(FileNotFoundError):
        for one in (folder, *folder.iterdir()):
            last = max(last, one.stat().st_mtime)
    return last


def opened(by: User, text: str) -> Begun:
    """Read such a text. Raises UploadRefused for one that is not ours, too old, another person's or another host's."""
    try:
        said: dict[str, Any] = signing.loads(text, salt=SALT, max_age=LONGEST)
    except signing.BadSignature as error:
        raise UploadRefused(_("This upload is not known any more"), _("Send the files again")) from error
    begun = Begun(**{**said, "names": tuple(said["names"]), "sizes": tuple(said["sizes"])})
    if begun.person != by.public_id:
        raise UploadRefused(_("This upload is not known any more"), _("Send the files again"))
    if begun.home != home_id() or not uploads.folder_of(begun.upload).is_dir():
        raise UploadRefused(
            _("The beginning of these files is not on this server"),
            _("Send the files again. Where a school has several hosts, a browser must come to one of them"),
        )
    return begun


def add(begun: Begun, number: int, start: int, piece: bytes) -> int:
    """Add a piece to file `number` at byte `start`; return how many bytes of it are here now.

    A piece that is here already, and one beyond what is here, changes nothing: the answer says where to go on. Raises
    UploadRefused for one that is too long, for no such file, and where it cannot be written.
    """
    if not 0 <= number < len(begun.names) or len(piece) > PIECE:
        raise UploadRefused(_("This is no piece of the files"), _("Send the files again"))
    path = uploads.folder_of(begun.upload) / begun.names[number]
    try:
        with path.open("ab") as stream:
            there = stream.tell()
            if start == there and piece:
                if there + len(piece) > begun.sizes[number]:
                    raise UploadRefused(
                        _("The file is larger than it was said to be"), _("Send the files again")
                    )
                stream.write(piece)
                there += len(piece)
    except OSError as error:
        raise uploads.unwritten(error) from error
    return there


def finish(begun: Begun) -> Upload:
    """Return the upload once each file is whole. Raises UploadRefused where one is not."""
    folder = uploads.folder_of(begun.upload)
    for name, size in zip(begun.names, begun.sizes, strict=True):
        path = folder / name
        if not path.is_file() or path.stat().st_size != size:
            raise UploadRefused(_("Not all of the files have come"), _("Send the files again"))
    whole = Upload()
    whole.name, whole.folder, whole.names = begun.upload, folder, list(begun.names)
    return whole

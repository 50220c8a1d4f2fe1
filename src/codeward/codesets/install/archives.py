"""Open what a publisher hands out: a file, a folder, a zip (in a zip), an `.xz`; refuse what could do harm.

An archive is not trusted: names that lead out of it, links, and contents that unpack to more than any official release
holds are refused, by what the archive says of itself and by what really comes out of it.
"""

from __future__ import annotations

import lzma
import os
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from codeward.errors import LoaderError, quoted

__all__ = ["Candidate", "Limits", "unpacked"]

_CHUNK = 1 << 20
_ZIP, _XZ = b"PK\x03\x04", b"\xfd7zXZ\x00"
_AGAIN = "Fetch it again from the publisher."
_OTHER = "Give the publisher's own file; unpack it yourself if you trust it."


class Limits(NamedTuple):
    """How much may come out. The largest official release (NCCI, practitioner) unpacks to some 150 MB."""

    total: int = 1_500_000_000  # bytes
    ratio: int = 300  # unpacked to packed, of whatever unpacks to more than `free`
    free: int = 20_000_000
    entries: int = 2_000
    depth: int = 3  # archives inside archives


class Candidate(NamedTuple):
    """One file that came out: where it lies now, and its name with the archives it lay in ("a.zip!b/c.xml")."""

    path: Path
    name: str


@contextmanager
def unpacked(
    source: Path, limits: Limits | None = None, problems: list[LoaderError] | None = None
) -> Iterator[list[Candidate]]:
    """Give the files of *source* in the order of their names; what was unpacked is removed at the end.

    Raises LoaderError where *source* cannot be read, is damaged or unsafe, or holds nothing. In a folder, such as
    one of downloads, other files may be damaged: with *problems* they are left out and said there.
    """
    with tempfile.TemporaryDirectory(prefix="codeward-", ignore_cleanup_errors=True) as folder:
        opener = _Opener(Path(folder), limits or Limits())
        try:
            opener.take(source, problems)
        except OSError as e:
            raise LoaderError(
                f"cannot be read ({e.strerror or e})", "Check the path and its rights.", path=str(source)
            ) from e
        if not opener.found:
            if problems:
                raise problems[0]
            raise LoaderError("holds no file", "Give the publisher's file or archive.", path=str(source))
        yield opener.found


class _Opener:
    def __init__(self, folder: Path, limits: Limits) -> None:
        self.folder = folder
        self.limits = limits
        self.found: list[Candidate] = []
        self.left = limits.total
        self.seen = 0

    def take(self, source: Path, problems: list[LoaderError] | None) -> None:
        if source.is_dir():
            for path in self.walk(source):
                try:
                    self.file(path, path.relative_to(source).as_posix(), 0)
                except LoaderError as e:
                    if problems is None or self.left < 0 or self.seen > self.limits.entries:
                        raise
                    problems.append(e)
        else:
            self.file(source, source.name, 0)

    def walk(self, source: Path) -> Iterator[Path]:
        for folder, names, files in os.walk(source):
            names.sort()
            for name in sorted(files):
                path = Path(folder, name)
                if name.startswith(".") or path.is_symlink():
                    continue
                yield path

    def count(self, name: str) -> None:
        self.seen += 1
        if self.seen > self.limits.entries:
            raise LoaderError(f"holds more than {self.limits.entries} files", _OTHER, path=name)

    def file(self, path: Path, name: str, depth: int) -> None:
        """Take one file, opening it where it is an archive."""
        self.count(name)
        with path.open("rb") as stream:
            head = stream.read(6)
        if head.startswith(_ZIP):
            self.zip(path, name, depth)
        elif head == _XZ:
            self.deeper(name, depth)
            inner = name.removesuffix(".xz")
            with self.decoding(name), lzma.open(path) as packed:
                self.file(self.copy(packed, inner, path.stat().st_size), inner, depth + 1)
        elif path.suffix.lower() in (".zip", ".xz"):
            raise LoaderError("is not an archive, or damaged", _AGAIN, path=name)
        elif head:
            self.found.append(Candidate(path, name))

    def deeper(self, name: str, depth: int) -> None:
        if depth >= self.limits.depth:
            raise LoaderError(f"lies more than {self.limits.depth} archives deep", _OTHER, path=name)

    def zip(self, path: Path, name: str, depth: int) -> None:
        with self.decoding(name), zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            workbook = any(info.filename == "[Content_Types].xml" for info in infos)
            self.check(infos, name)
            if workbook:  # xlsx, docx: one file to those who read it, but it unpacks like any other
                for info in infos:
                    self.measure(archive, info, name)
                self.found.append(Candidate(path, name))
                return
            self.deeper(name, depth)
            for info in sorted(infos, key=lambda info: info.filename):
                self.member(archive, info, name, depth)

    def member(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, depth: int) -> None:
        parts = info.filename.replace("\\", "/").split("/")
        if info.is_dir() or parts[-1].startswith(".") or "__MACOSX" in parts:
            return
        inner = f"{name}!{'/'.join(parts)}"
        with archive.open(info) as packed:
            unpacked_path = self.copy(packed, inner, info.compress_size)
        self.file(unpacked_path, inner, depth + 1)

    def check(self, infos: list[zipfile.ZipInfo], name: str) -> None:
        """Refuse an archive by what it says of itself."""
        if len(infos) > self.limits.entries:
            raise LoaderError(f"holds more than {self.limits.entries} files", _OTHER, path=name)
        if sum(info.file_size for info in infos) > self.left:
            raise self.too_large(name)
        for info in infos:
            shown = info.filename.replace("\\", "/")
            if shown.startswith("/") or shown[1:2] == ":" or ".." in shown.split("/") or "\0" in shown:
                raise LoaderError(f"holds {quoted(shown)}, a path that leads out of it", _OTHER, path=name)
            if stat.S_ISLNK(info.external_attr >> 16):
                raise LoaderError(f"holds {quoted(shown)}, a link", _OTHER, path=name)
            if info.flag_bits & 1:
                raise LoaderError(
                    f"holds {quoted(shown)}, which is encrypted",
                    "Unpack it with its password first.",
                    path=name,
                )

    def measure(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> None:
        with archive.open(info) as packed:
            for _ in self.chunks(packed, name, info.compress_size):
                pass

    def copy(self, packed: IO[bytes], name: str, size: int) -> Path:
        """Unpack one file into a folder of its own, under its own last name."""
        folder = self.folder / str(self.seen)
        folder.mkdir(exist_ok=True)
        target = folder / _safe(name)
        with target.open("xb") as stream:
            for chunk in self.chunks(packed, name, size):
                stream.write(chunk)
        return target

    def chunks(self, packed: IO[bytes], name: str, size: int) -> Iterator[bytes]:
        """Yield what comes out, and stop where it is more than the limits allow, whatever the archive said."""
        read = 0
        while chunk := packed.read(_CHUNK):
            read += len(chunk)
            self.left -= len(chunk)
            if self.left < 0 or (read > self.limits.free and read > self.limits.ratio * max(size, 1)):
                raise self.too_large(name)
            yield chunk

    def too_large(self, name: str) -> LoaderError:
        return LoaderError(
            f"unpacks to more than an official release holds ({self.limits.total // 1_000_000} MB, or "
            f"{self.limits.ratio} times its own size)",
            _OTHER,
            path=name,
        )

    @contextmanager
    def decoding(self, name: str) -> Iterator[None]:
        """Turn what the standard library raises about damaged archives into one of ours."""
        try:
            yield
        except (
            zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, ValueError,
        ) as e:  # fmt: skip
            raise LoaderError(
                f"cannot be unpacked ({str(e) or 'it ends too early'})", _AGAIN, path=name
            ) from e


def _safe(name: str) -> str:
    """Return the last part of a name in an archive, fit for any file system."""
    last = name.rpartition("!")[2].rpartition("/")[2]
    kept = "".join(c if c.isprintable() and c not in '<>:"|?*\\/' else "_" for c in last)
    return kept[-120:].lstrip(".") or "file"

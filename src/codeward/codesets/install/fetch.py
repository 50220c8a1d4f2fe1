"""Fetch a publisher's file: only over https, within a size, resumed where it broke off, compared with its digest.

What has come so far lies in `CODEWARD_HOME/downloads` as `.part`, with the server's own mark of the version (ETag or
Last-Modified) beside it; the rest is asked for only of the same version (RFC 9110, Range and If-Range).
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from codeward.codesets.install.installer import check_digest
from codeward.errors import LoaderError

if TYPE_CHECKING:
    import httpx

__all__ = ["MOST", "download"]

MOST = (
    500_000_000  # bytes; the largest official file (the whole ICD-10-CM in PDF and XML) has some 40 million
)
_ATTEMPTS = 4
_REDIRECTS = 5
_BY_HAND = "Download it in a browser and give the file"
_COMMAND = "codeward codesets install … --from FILE"
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

# Called with the name, the bytes so far and, where the server says it, the bytes in all.
Progress = Callable[[str, int, int | None], None]


def download(
    url: str,
    folder: Path,
    *,
    sha256: str | None = None,
    size: int | None = None,
    most: int = MOST,
    progress: Progress | None = None,
    loopback: bool = False,
    pause: float = 1.0,
) -> Path:
    """Fetch *url* into *folder* and return the file. Raises LoaderError where it cannot be had or is another one.

    A file that lies there already, whole, is not fetched again. One process at a time may fetch into a folder.
    *loopback* allows plain http to this very machine, for tests.
    """
    import httpx

    _check(url, loopback=loopback)
    target = folder / _name(url)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            headers = {"User-Agent": "codeward", "Accept-Encoding": "identity"}
            with httpx.Client(timeout=httpx.Timeout(60, connect=15), headers=headers) as client:
                _Fetch(client, url, target, most, progress, loopback=loopback).run(pause)
    except OSError as e:
        raise LoaderError(
            f"cannot be written to {folder} ({e.strerror or e})", "Free space there.", path=target.name
        ) from e
    try:
        _check_size(target, size)
        if sha256 is not None:
            check_digest(target, sha256)
    except LoaderError:
        target.unlink(missing_ok=True)
        raise
    return target


def _check_size(path: Path, size: int | None) -> None:
    found = path.stat().st_size
    if size is not None and found != size:
        raise LoaderError(
            f"has {found:,} bytes; its publisher's file has {size:,}",
            f"Fetch it again. {_BY_HAND}",
            path=path.name,
            command=_COMMAND,
        )


def _check(url: str, *, loopback: bool) -> None:
    parts = urlsplit(url)
    local = loopback and parts.scheme == "http" and parts.hostname in _LOOPBACK
    if not parts.hostname or not (parts.scheme == "https" or local):
        raise LoaderError("is not fetched: only https is", _BY_HAND, path=url[:200], command=_COMMAND)


def _name(url: str) -> str:
    last = unquote(urlsplit(url).path).rpartition("/")[2]
    kept = re.sub(r"[^A-Za-z0-9._ -]", "_", last).strip(" .")
    return kept[-120:] or "download"


class _Fetch:
    """One file on its way."""

    def __init__(
        self,
        client: httpx.Client,
        url: str,
        target: Path,
        most: int,
        progress: Progress | None,
        *,
        loopback: bool,
    ) -> None:
        self.client = client
        self.url = url
        self.target = target
        self.part = target.with_name(f"{target.name}.part")
        self.mark = target.with_name(f"{target.name}.part.json")
        self.most = most
        self.progress = progress
        self.loopback = loopback

    def run(self, pause: float) -> None:
        import httpx

        for attempt in range(_ATTEMPTS):
            if attempt:
                time.sleep(pause * 2 ** (attempt - 1))
            try:
                if self.attempt():
                    self.finish()
                    return
                reason = "the server is busy"
            except httpx.TransportError as e:
                reason = str(e) or type(e).__name__
            except (httpx.InvalidURL, httpx.HTTPError, UnicodeError) as e:
                raise self.failed(str(e)) from e
        raise self.failed(reason)

    def attempt(self) -> bool:
        """Ask once, following redirects; False where the server says to come back later."""
        url = self.url
        for _ in range(_REDIRECTS + 1):
            with self.client.stream("GET", url, headers=self.range_wanted()) as response:
                if response.has_redirect_location:
                    url = urljoin(url, response.headers["Location"])
                    _check(url, loopback=self.loopback)
                    continue
                if response.status_code == 416:
                    self.forget()
                    return False
                if response.status_code >= 500 or response.status_code == 429:
                    return False
                if response.status_code not in (200, 206):
                    raise self.failed(f"the server answers {response.status_code}")
                self.receive(response)
                return True
        raise self.failed("it leads on and on")

    def range_wanted(self) -> dict[str, str]:
        try:
            known = json.loads(self.mark.read_text(encoding="utf-8"))
            size = self.part.stat().st_size
        except (OSError, ValueError):
            return {}
        if not size or known.get("url") != self.url or not known.get("validator"):
            return {}
        return {"Range": f"bytes={size}-", "If-Range": str(known["validator"])}

    def receive(self, response: httpx.Response) -> None:
        """Write what comes: after what is there where the server goes on from it, else from the beginning."""
        start = _continued(response)
        there = self.part.stat().st_size if self.part.exists() else 0
        goes_on = start is not None and start == there
        if start is not None and not goes_on:
            self.forget()
            raise self.failed("the server goes on from another place")
        length = response.headers.get("Content-Length", "")
        read = there if goes_on else 0
        total = read + int(length) if length.isdigit() else None
        if total is not None and total > self.most:
            raise self.too_large()
        if not goes_on:
            self.remember(response)
        with self.part.open("ab" if goes_on else "wb") as stream:
            for chunk in response.iter_raw():  # as it comes, so that nothing that came is lost
                read += len(chunk)
                if read > self.most:
                    raise self.too_large()
                stream.write(chunk)
                if self.progress is not None:
                    self.progress(self.target.name, read, total)
            stream.flush()
            os.fsync(stream.fileno())

    def remember(self, response: httpx.Response) -> None:
        tag = response.headers.get("ETag", "")
        validator = tag if tag and not tag.startswith("W/") else response.headers.get("Last-Modified")
        self.mark.write_text(json.dumps({"url": self.url, "validator": validator}), encoding="utf-8")

    def finish(self) -> None:
        with self.part.open("rb") as stream:
            head = stream.read(512).lstrip().lower()
        if head.startswith((b"<!doctype html", b"<html")):
            self.forget()
            raise LoaderError(
                "the server gives a web page instead of the file; some files ask for a license first",
                _BY_HAND,
                path=self.url,
                command=_COMMAND,
            )
        self.part.replace(self.target)
        self.mark.unlink(missing_ok=True)

    def forget(self) -> None:
        for path in (self.part, self.mark):
            with suppress(OSError):
                path.unlink()

    def too_large(self) -> LoaderError:
        self.forget()
        return LoaderError(
            f"is larger than {self.most // 1_000_000} MB", _BY_HAND, path=self.url, command=_COMMAND
        )

    def failed(self, reason: str) -> LoaderError:
        way = "Try again: what came so far is kept. Or download it in a browser and give the file"
        return LoaderError(f"cannot be fetched ({reason})", way, path=self.url, command=_COMMAND)


def _continued(response: httpx.Response) -> int | None:
    """Return from which byte a partial answer (206) goes on; None for a whole one."""
    if response.status_code != 206:
        return None
    found = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
    return int(found[1]) if found else -1

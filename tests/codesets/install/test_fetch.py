"""Fetching from a server on this machine: whole, broken off and resumed, too large, moved, not there."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from codeward.codesets.install import install
from codeward.codesets.install.fetch import download
from codeward.errors import LoaderError
from tests.codesets.install.conftest import ORDER

CONTENT = bytes(range(256)) * 2000


class Server(ThreadingHTTPServer):
    """Serves `files`; what is asked for is in `log`; `breaks` answers in a row break off half-way."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, bytes] = {
            "/a.bin": CONTENT,
            "/icd10cm_order_2025.txt": ORDER,
            "/p.zip": b"<!DOCTYPE html>",
        }
        self.log: list[tuple[str, str | None]] = []
        self.breaks = 0
        self.busy = 0
        self.tag = '"one"'

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.log.append((self.path, self.headers.get("Range")))
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
            return
        if self.server.busy:
            self.server.busy -= 1
            self.send_error(503)
            return
        content = self.server.files.get(self.path)
        if content is None:
            self.send_error(404)
            return
        start = 0
        if self.headers.get("Range") and self.headers.get("If-Range") == self.server.tag:
            start = int(self.headers["Range"].removeprefix("bytes=").removesuffix("-"))
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.send_header("ETag", self.server.tag)
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        rest = content[start:]
        if self.server.breaks:
            self.server.breaks -= 1
            self.wfile.write(rest[: len(rest) // 2])
            self.close_connection = True
        else:
            self.wfile.write(rest)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as found:
        thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield found
        found.shutdown()
        thread.join()


def fetch(server: Server, path: str, folder: Path, **more: object) -> Path:
    return download(server.url(path), folder, loopback=True, pause=0.01, **more)  # type: ignore[arg-type]


def test_a_file_comes_whole_with_progress(server: Server, tmp_path: Path) -> None:
    seen: list[tuple[str, int, int | None]] = []
    path = fetch(server, "/a.bin", tmp_path, progress=lambda *step: seen.append(step))
    assert path.read_bytes() == CONTENT
    assert seen[-1] == ("a.bin", len(CONTENT), len(CONTENT))
    assert [each.name for each in tmp_path.iterdir()] == ["a.bin"]
    assert fetch(server, "/a.bin", tmp_path) == path
    assert len(server.log) == 1


def test_what_broke_off_goes_on(server: Server, tmp_path: Path) -> None:
    server.breaks = 2
    assert fetch(server, "/a.bin", tmp_path).read_bytes() == CONTENT
    first, *later = [asked for _, asked in server.log]
    assert first is None
    assert later == ["bytes=256000-", "bytes=384000-"]


def test_it_goes_on_in_another_process(server: Server, tmp_path: Path) -> None:
    server.breaks = 4
    with pytest.raises(LoaderError, match="cannot be fetched") as caught:
        fetch(server, "/a.bin", tmp_path)
    assert "--from" in caught.value.command
    assert fetch(server, "/a.bin", tmp_path).read_bytes() == CONTENT
    assert server.log[-1][1] == "bytes=480000-"


def test_another_version_begins_anew(server: Server, tmp_path: Path) -> None:
    server.breaks = 4
    with pytest.raises(LoaderError, match="cannot be fetched"):
        fetch(server, "/a.bin", tmp_path)
    server.tag, server.files["/a.bin"] = '"two"', CONTENT[::-1]
    assert fetch(server, "/a.bin", tmp_path).read_bytes() == CONTENT[::-1]


def test_a_busy_server_is_asked_again(server: Server, tmp_path: Path) -> None:
    server.busy = 2
    assert fetch(server, "/a.bin", tmp_path).read_bytes() == CONTENT


def test_redirects_only_to_https(server: Server, tmp_path: Path) -> None:
    assert fetch(server, "/to//a.bin", tmp_path).read_bytes() == CONTENT
    for target in ("http://example.org/a.bin", "file:///etc/passwd", "ftp://example.org/a"):
        with pytest.raises(LoaderError, match="only https"):
            fetch(server, f"/to/{target}", tmp_path / "other")
    with pytest.raises(LoaderError, match="on and on"):
        fetch(server, "/to/" * 9 + "/a.bin", tmp_path / "other")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/a", "http://example.org/a", "file:///etc/passwd", "https:///a", "a"]
)
def test_only_https_is_fetched(url: str, tmp_path: Path) -> None:
    with pytest.raises(LoaderError, match="only https"):
        download(url, tmp_path)


def test_what_cannot_be_had(server: Server, tmp_path: Path) -> None:
    with pytest.raises(LoaderError, match="answers 404"):
        fetch(server, "/absent", tmp_path)
    with pytest.raises(LoaderError, match="larger than 0 MB"):
        fetch(server, "/a.bin", tmp_path, most=1000)
    with pytest.raises(LoaderError, match="a web page"):
        fetch(server, "/p.zip", tmp_path)
    with pytest.raises(LoaderError, match="has the SHA-256"):
        fetch(server, "/a.bin", tmp_path, sha256="0" * 64)
    assert list(tmp_path.iterdir()) == []


def test_a_release_is_installed_from_a_url(server: Server, tmp_path: Path) -> None:
    url = server.url("/icd10cm_order_2025.txt")
    digest = hashlib.sha256(ORDER).hexdigest()
    done = install("icd10cm", source=url, sha256=digest, home=tmp_path, loopback=True)
    assert (done.release.id, done.already) == ("icd10cm-2024-10-01-titles", False)
    assert install("icd10cm", source=url, home=tmp_path, loopback=True).already
    with pytest.raises(LoaderError, match="holds no file for HCPCS"):
        install("hcpcs", source=url, home=tmp_path, loopback=True)
    assert [path.name for path in (tmp_path / "downloads").iterdir() if not path.name.startswith(".")] == []

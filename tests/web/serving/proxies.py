"""The proxies of docs/how-to/run-a-school.md, started with the very text that stands there."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.web.serving.school import free_port

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "run-a-school.md"
NAME = "school.example"


def written(language: str) -> str:
    """The file that the page shows in a fence of this language."""
    found = re.search(
        rf"^```{language}\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found is not None, language
    return found[1]


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of the name, signed by itself, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed; apt-get install openssl")
    cert, key = folder / "fullchain.pem", folder / "privkey.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
         "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True,
    )  # fmt: skip
    return cert, key


def put(text: str, changes: dict[str, str]) -> str:
    """The text with each of these places changed; each must be there."""
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


@contextmanager
def nginx(folder: Path, port: int) -> Iterator[int]:
    """nginx before the school at `port`; gives its own. Only ports, addresses and the certificate are changed."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed; apt-get install nginx-light")
    cert, key = certificate(folder)
    mine = free_port()
    site = put(
        written("nginx"),
        {
            "listen 443 ssl": f"listen 127.0.0.1:{mine} ssl",
            "listen 80;": f"listen 127.0.0.1:{free_port()};",
            f"/etc/letsencrypt/live/{NAME}/fullchain.pem": str(cert),
            f"/etc/letsencrypt/live/{NAME}/privkey.pem": str(key),
            "127.0.0.1:8000": f"127.0.0.1:{port}",
        },
    )
    temps = "".join(
        f"    {kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file = folder / "nginx.conf"
    user = "user root;\n" if Path("/proc/self").stat().st_uid == 0 else ""
    file.write_text(
        f"{user}pid {folder}/nginx.pid;\ndaemon off;\nerror_log {folder}/error.log;\n"
        f"events {{ worker_connections 1024; }}\nhttp {{\n    access_log off;\n{temps}\n{site}\n}}\n"
    )
    with _kept([program, "-p", str(folder), "-e", f"{folder}/error.log", "-c", str(file)], mine):
        yield mine


@contextmanager
def caddy(folder: Path, port: int) -> Iterator[int]:
    """Caddy before the school at `port`; gives its own. It signs the certificate itself and asks nobody."""
    program = shutil.which("caddy")
    if program is None:
        pytest.skip("caddy is not installed; apt-get install caddy")
    mine = free_port()
    text = put(
        written("caddy"),
        {
            "{\n    servers {": "{\n    admin off\n    skip_install_trust\n    auto_https disable_redirects\n"
            f"    storage file_system {folder}/caddy\n    servers {{",
            f"{NAME} {{": f"{NAME}:{mine} {{\n    bind 127.0.0.1\n    tls internal",
            "127.0.0.1:8000": f"127.0.0.1:{port}",
        },
    )
    file = folder / "Caddyfile"
    file.write_text(text)
    with _kept([program, "run", "--config", str(file), "--adapter", "caddyfile"], mine):
        yield mine


@contextmanager
def _kept(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, process.stderr.read() if process.stderr else ""
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)
        if process.stderr:
            process.stderr.close()


def link(port: int) -> ssl.SSLSocket:
    """A connection to the proxy, as a browser opens it."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(
        socket.create_connection(("127.0.0.1", port), timeout=30), server_hostname=NAME
    )


def ask(port: int, head: bytes, body: bytes = b"") -> bytes:
    """One request on a connection of its own; returns the whole answer."""
    with link(port) as made:
        made.sendall(head + b"\r\nHost: " + NAME.encode() + b"\r\nConnection: close\r\n\r\n" + body)
        said = b""
        while piece := made.recv(65_536):
            said += piece
        return said

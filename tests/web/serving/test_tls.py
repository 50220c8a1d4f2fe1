"""The proxies of the documentation speak current TLS with strong ciphers, and nothing of the school without it."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.web.serving.proxies import NAME, caddy, nginx, written
from tests.web.serving.school import free_port

Proxy = Callable[[Path, int], AbstractContextManager[int]]
OLD = [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1]
CURRENT = [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]
WEAK = ["AES128-SHA", "AES256-GCM-SHA384", "ECDHE-RSA-AES128-SHA", "ECDHE-RSA-AES256-SHA384", "NULL-SHA256"]


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def port(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A proxy before nothing: what it agrees on is asked, not what it passes on."""
    start: Proxy = request.param
    with start(tmp_path_factory.mktemp("tls"), free_port()) as made:
        yield made


def agreed(port: int, version: ssl.TLSVersion, ciphers: str = "ALL:@SECLEVEL=0") -> tuple[str, int]:
    """The cipher, and its bits, for a client that speaks this version alone. Raises SSLError where there is none."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers(ciphers)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of versions that a client should not speak
        context.minimum_version = context.maximum_version = version
    with (
        socket.create_connection(("127.0.0.1", port), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname=NAME) as made,
    ):
        name, _protocol, bits = made.cipher() or ("", "", 0)
        return name, bits


@pytest.mark.parametrize("version", OLD, ids=lambda one: one.name)
def test_old_versions_are_refused_by_the_proxy(port: int, version: ssl.TLSVersion) -> None:
    with pytest.raises(ssl.SSLError, match=r"(?i)alert"):
        agreed(port, version)


@pytest.mark.parametrize("version", CURRENT, ids=lambda one: one.name)
def test_current_versions_agree_on_a_strong_cipher(port: int, version: ssl.TLSVersion) -> None:
    name, bits = agreed(port, version)
    assert re.search("GCM|CHACHA20", name)
    assert bits >= 128


@pytest.mark.parametrize("cipher", WEAK)
def test_a_client_that_knows_weak_ciphers_alone_gets_none(port: int, cipher: str) -> None:
    with pytest.raises(ssl.SSLError, match=r"(?i)alert"):
        agreed(port, ssl.TLSVersion.TLSv1_2, f"{cipher}:@SECLEVEL=0")


@pytest.mark.parametrize(
    ("path", "status", "leads"),
    [
        ("/", 301, f"https://{NAME}/"),
        ("/accounts/login/?next=/charts/", 301, f"https://{NAME}/accounts/login/?next=/charts/"),
        ("/api/v1/lookup/E11.9", 403, None),
        ("/fhir/R4/metadata", 403, None),
    ],
)
def test_without_tls_pages_lead_to_https_and_programs_are_refused(
    tmp_path: Path, path: str, status: int, leads: str | None
) -> None:
    with nginx(tmp_path, free_port()):
        plain = re.search(r"listen 127\.0\.0\.1:(\d+);", (tmp_path / "nginx.conf").read_text())
        assert plain is not None
        link = http.client.HTTPConnection("127.0.0.1", int(plain[1]), timeout=10)
        link.request("GET", path, headers={"Host": NAME})
        answer = link.getresponse()
        link.close()
    assert (answer.status, answer.getheader("Location")) == (status, leads)


def test_the_school_itself_listens_on_this_machine_alone() -> None:
    assert written("nginx").count("proxy_pass http://127.0.0.1:8000;") == 1
    assert written("caddy").count("reverse_proxy 127.0.0.1:8000") == 1

"""$lookup over real HTTP: one process of the server, one connection kept alive, beside a view that returns a constant.

Both are served by the same process with the same middleware; the constant is as long as the answer of the look-up. The
sides are asked turn by turn in rounds, the best round of each counts.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from measure import show

ROUNDS, REQUESTS = 12, 400
CM = "http://hl7.org/fhir/sid/icd-10-cm"
CODES = ("E11.9", "I10", "J18.9", "S72.001A", "N18.6", "M54.50", "Z79.4", "O09.511", "K35.80", "C50.911")

SERVER = """
import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "codeward.web.conf.django")
from codeward.web.serving import home
from pathlib import Path
from codeward.settings import home as folder
home.make(folder())
import django
django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from django.http import HttpResponse
from django.urls import path
from codeward.web.conf import urls
from codeward.interop.fhir import handle
import json
answer = json.dumps(handle("GET", "CodeSystem/$lookup", [("system", %(cm)r), ("code", "E11.9")], None, "").resource)
urls.urlpatterns.insert(0, path("constant", lambda request: HttpResponse(answer, content_type="application/fhir+json")))
import socket
from codeward.web.serving import web
web.run(socket.create_server(("127.0.0.1", int(sys.argv[1]))), threads=1)
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def round_of(link: http.client.HTTPConnection, paths: list[str]) -> float:
    """Ask *paths* one after another; return the seconds a request."""
    start = time.perf_counter()
    for path in paths:
        link.request("GET", path)
        answer = link.getresponse()
        body = answer.read()
        if answer.status != 200 or not body:
            raise SystemExit(f"{path} answered {answer.status}: {body[:200]!r}")
    return (time.perf_counter() - start) / len(paths)


def connected(port: int) -> http.client.HTTPConnection:
    """A connection, once the server listens."""
    for _ in range(600):
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            link.request("GET", "/constant")
            link.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return link
    raise SystemExit("The server did not start.")


def main() -> int:
    """Measure and print."""
    port = free_port()
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "CODEWARD_HOME": str(Path(home) / "home"), "CODEWARD_LOG_LEVEL": "WARNING"}
        server = subprocess.Popen([sys.executable, "-c", SERVER % {"cm": CM}, str(port)], env=env)
        try:
            link = connected(port)
            lookups = [
                f"/fhir/R4/CodeSystem/$lookup?system={quote(CM, safe='')}&code={CODES[i % len(CODES)]}"
                for i in range(REQUESTS)
            ]
            constants = ["/constant"] * REQUESTS
            json.loads((link.request("GET", lookups[0]), link.getresponse().read())[1])
            ours, bare = [], []
            for _ in range(ROUNDS):
                ours.append(round_of(link, lookups))
                bare.append(round_of(link, constants))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)
    best, constant = min(ours) * 1000, min(bare) * 1000
    row = (
        "`$lookup` over HTTP, keep-alive, one worker",
        f"{best:.2f} ms",
        f"{constant:.2f} ms",
        constant / best,
        1 / 1.5,
    )
    return show(f"{ROUNDS} rounds of {REQUESTS} requests", [row])


if __name__ == "__main__":
    sys.exit(main())

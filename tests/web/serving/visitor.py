"""Somebody with a browser's cookies, for tests of the real server and for bench/attack.py."""

from __future__ import annotations

import http.client
import json
import random
import re
import time
from typing import Any, NamedTuple
from urllib.parse import urlencode

WAIT = 90.0


class Answer(NamedTuple):
    """One answer: its status, its size in bytes and how long it took, in seconds."""

    status: int
    size: int
    seconds: float
    text: str


class Visitor:
    """Somebody with a browser's cookies; each request comes from another address, so that no limit hides costs."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self._link: http.client.HTTPConnection | None = None
        self._random = random.Random(7)

    def ask(self, method: str, path: str, body: bytes | None = None, content: str = "") -> Answer:
        """Ask once, on a connection that is kept; a connection that is gone is opened anew."""
        for attempt in (1, 2):
            link = self._link or http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
            self._link = link
            start = time.perf_counter()
            try:
                link.request(method, path, body, self._headers(content))
                answer = link.getresponse()
                data = answer.read()
            except TimeoutError:
                self.hang_up()
                return Answer(0, 0, WAIT, "no answer")
            except (OSError, http.client.HTTPException):
                self.hang_up()
                if attempt == 2:
                    return Answer(0, 0, time.perf_counter() - start, "the connection ended")
                continue
            seconds = time.perf_counter() - start
            self._keep(answer)
            if answer.will_close:
                self.hang_up()
            return Answer(answer.status, len(data), seconds, data[:2_000_000].decode("utf-8", "replace"))
        raise AssertionError

    def form(self, path: str, **fields: str) -> Answer:
        """Send a form, with the token that the school gave."""
        if "cw_csrf" not in self.cookies:
            self.ask("GET", "/accounts/login/")
        return self.ask("POST", path, urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def json(self, path: str, data: Any) -> Any:
        """Send JSON and read it."""
        return json.loads(self.ask("POST", path, json.dumps(data).encode(), "application/json").text)

    def come_in(self, path: str) -> None:
        """Sign in by a one-time address."""
        page = self.ask("GET", path).text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        self.form(path, csrfmiddlewaretoken=token[1] if token else "")

    def hang_up(self) -> None:
        """Close the connection."""
        if self._link is not None:
            self._link.close()
        self._link = None

    def _headers(self, content: str) -> dict[str, str]:
        pick = self._random.randint
        found = {
            "X-Forwarded-For": f"10.{pick(0, 255)}.{pick(0, 255)}.{pick(1, 254)}",
            "Accept": "text/html,*/*",
        }
        if self.cookies:
            found["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        token = next((value for name, value in self.cookies.items() if "csrf" in name), "")
        if token:
            found["X-CSRFToken"] = token
        if content:
            found["Content-Type"] = content
        return found

    def _keep(self, answer: http.client.HTTPResponse) -> None:
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                kept = rest.split(";", 1)[0].strip('"')
                if kept and "Max-Age=0" not in value:
                    self.cookies[key.strip()] = kept
                else:
                    self.cookies.pop(key.strip(), None)

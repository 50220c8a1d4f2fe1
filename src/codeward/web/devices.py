"""Which browser on which system a request names, as people say it: "Firefox on Windows".

A browser may say what it likes, so nothing is decided by it: it helps somebody to know their own device in a list.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

__all__ = ["Device", "device"]

LONGEST = 200  # of a User-Agent: what a browser says of itself is shorter, and work on it stays small
NAME = 40
# How the library names what people know by a shorter or by another name.
KNOWN = {
    "Mobile Safari": "Safari",
    "Mobile Safari UI/WKWebView": "Safari",
    "Chrome Mobile": "Chrome",
    "Chrome Mobile iOS": "Chrome",
    "Chrome Mobile WebView": "Chrome",
    "Firefox Mobile": "Firefox",
    "Firefox iOS": "Firefox",
    "Edge Mobile": "Edge",
    "Opera Mobile": "Opera",
    "HeadlessChrome": "Chrome",
    "Mac OS X": "macOS",
    "Other": "",
}


@dataclass(frozen=True, slots=True)
class Device:
    """A browser and a system by their makers' names; empty where the request tells none."""

    browser: str = ""
    system: str = ""

    def __str__(self) -> str:
        if self.browser and self.system:
            return _("%(browser)s on %(system)s") % {"browser": self.browser, "system": self.system}
        return self.browser or self.system or _("an unknown device")


def device(user_agent: str) -> Device:
    """What a User-Agent header says of browser and system. Its first 200 characters are read."""
    said = user_agent[:LONGEST]
    if not said:
        return Device()
    import ua_parser  # 0.1 s at the first call, for whoever signs in

    browser, system = ua_parser.parse_user_agent(said), ua_parser.parse_os(said)
    return Device(_plain(browser.family if browser else ""), _plain(system.family if system else ""))


def _plain(name: str) -> str:
    shown = KNOWN.get(name, name)[:NAME]
    return shown if shown.isprintable() else ""

"""The web room's own settings, read from ``CODEWARD_*`` and typed.

Every field of :class:`WebSettings` is one environment variable: ``debug`` is ``CODEWARD_DEBUG``. Each is
described in ``docs/reference/settings.md``; a test fails when one lacks its line there.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from codeward.errors import CodewardError

__all__ = ["CHOICES", "PREFIX", "SettingError", "WebSettings", "given", "read", "variables"]

PREFIX = "CODEWARD_"
TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


class SettingError(CodewardError):
    """A ``CODEWARD_*`` variable holds something that cannot be used."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WebSettings:
    """What the operator of a school may decide. The defaults are right for one person on one machine."""

    debug: bool = False
    design_gallery: bool = False
    site_url: str = "http://127.0.0.1:8000"
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    hsts_subdomains: bool = True
    trusted_proxies: int = 0
    database_url: str = ""
    web_workers: int = 2
    graceful_seconds: int = 20
    request_seconds: int = 30
    log_format: str = "console"
    log_level: str = "INFO"
    smtp_url: str = ""
    mail_from: str = "Codeward <school@localhost>"
    email_verification: str = ""
    school_name: str = "Codeward"
    contact: str = ""
    signup: str = "open"
    time_zone: str = "UTC"
    guest_days: int = 30

    @property
    def https(self) -> bool:
        """Whether people reach the school by https; cookies are marked secure then."""
        return self.site_url.startswith("https://")

    @property
    def verification(self) -> str:
        """``mandatory`` where mail can be sent, else ``optional``: nobody waits for a mail that never leaves."""
        return self.email_verification or ("mandatory" if self.smtp_url else "optional")


CHOICES: dict[str, tuple[str, ...]] = {
    "log_format": ("console", "json"),
    "log_level": ("DEBUG", "INFO", "WARNING", "ERROR"),
    "email_verification": ("", "mandatory", "optional"),
    "signup": ("open", "invited", "closed"),
}
LEAST: dict[str, int] = {
    "trusted_proxies": 0,
    "web_workers": 1,
    "graceful_seconds": 1,
    "request_seconds": 5,
    "guest_days": 1,
}
SCHEMES: dict[str, tuple[str, ...]] = {
    "site_url": ("http", "https"),
    "database_url": ("sqlite", "postgres", "postgresql"),
    "smtp_url": ("smtp", "smtps", "smtp+starttls"),
}


def read(environ: Mapping[str, str] | None = None) -> WebSettings:
    """Read the settings from `environ` (the process's own by default).

    Raises SettingError naming the variable and the values it takes.
    """
    source = os.environ if environ is None else environ
    given: dict[str, Any] = {}
    for field in fields(WebSettings):
        variable = PREFIX + field.name.upper()
        if variable in source:
            given[field.name] = _parse(variable, field.name, source[variable].strip(), field.default)
    return WebSettings(**given)


def given(environ: Mapping[str, str] | None = None) -> frozenset[str]:
    """The fields that `environ` (the process's own by default) decides."""
    source = os.environ if environ is None else environ
    return frozenset(field.name for field in fields(WebSettings) if PREFIX + field.name.upper() in source)


def variables() -> list[str]:
    """The names of all variables read here, in the order of their declaration."""
    return [PREFIX + field.name.upper() for field in fields(WebSettings)]


def _parse(variable: str, name: str, text: str, default: object) -> Any:
    if isinstance(default, bool):
        if text.lower() not in TRUE | FALSE:
            raise SettingError(f"{variable}={text!r} is neither yes nor no", "Use 1 or 0.")
        return text.lower() in TRUE
    if isinstance(default, int):
        return _parse_int(variable, name, text)
    if isinstance(default, tuple):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if name == "time_zone" and text not in available_timezones():
        raise SettingError(f"{variable}={text!r} is not a time zone", "Use a name such as America/Chicago.")
    if name in CHOICES and text not in CHOICES[name]:
        allowed = ", ".join(choice for choice in CHOICES[name] if choice)
        raise SettingError(f"{variable}={text!r} is not a choice", f"Use one of {allowed}.")
    if name in SCHEMES and text and urlsplit(text).scheme not in SCHEMES[name]:
        allowed = ", ".join(f"{scheme}://…" for scheme in SCHEMES[name])
        raise SettingError(f"{variable} has an address of an unknown kind", f"Use one of {allowed}.")
    return text


def _parse_int(variable: str, name: str, text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise SettingError(
            f"{variable}={text!r} is not a whole number", f"Use {LEAST[name]} or more."
        ) from None
    if number < LEAST[name]:
        raise SettingError(f"{variable}={number} is too small", f"Use {LEAST[name]} or more.")
    return number

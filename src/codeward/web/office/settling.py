"""The settings of the school as the office shows and changes them, with their source; secrets are masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from django.db import transaction
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.errors import CodewardError
from codeward.web.accounts.api import User
from codeward.web.audit.api import Kind, act, record
from codeward.web.grants.api import Area, Need, may
from codeward.web.school.api import NAMES, Setting, Source, asked_already, first_run_done, keep, web_settings

__all__ = [
    "LABELS",
    "SIGNUPS",
    "AnsweredMeanwhile",
    "Shown",
    "answer_first_run",
    "asks_first",
    "change",
    "masked",
    "shown_settings",
]

CHANGED = act("office.settings_changed", gettext_lazy("Changed the school's settings"), Kind.SECURITY)
LABELS: dict[str, str | Promise] = {
    "debug": gettext_lazy("Error pages for developers"),
    "design_gallery": gettext_lazy("Design gallery"),
    "site_url": gettext_lazy("Address of the school"),
    "allowed_hosts": gettext_lazy("Host names that are answered"),
    "trusted_proxies": gettext_lazy("Proxies in front"),
    "database_url": gettext_lazy("Database"),
    "web_workers": gettext_lazy("Processes that answer"),
    "graceful_seconds": gettext_lazy("Seconds to end with grace"),
    "log_format": gettext_lazy("Form of the log"),
    "log_level": gettext_lazy("What is logged"),
    "smtp_url": gettext_lazy("Mail server"),
    "mail_from": gettext_lazy("Mails come from"),
    "email_verification": gettext_lazy("Confirming an address"),
    "hsts_subdomains": gettext_lazy("Https for all names below"),
    "request_seconds": gettext_lazy("Seconds that a request may take"),
    "guest_days": gettext_lazy("Days until a guest is forgotten"),
}
SIGNUPS: tuple[tuple[str, str | Promise, str | Promise], ...] = (
    ("open", gettext_lazy("Anyone"), gettext_lazy("Whoever finds the school may sign up.")),
    (
        "invited",
        gettext_lazy("Whoever is invited"),
        gettext_lazy("You invite people under People; each gets a mail."),
    ),
    ("closed", gettext_lazy("Nobody else"), gettext_lazy("Only accounts that are there can sign in.")),
)
HIDDEN = "••••••"


class AnsweredMeanwhile(CodewardError):  # noqa: N818 - named as people say it
    """The first questions were answered a moment before."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody answered these questions a moment ago"),
            _("What they chose is in force, and yours was not kept. You can change it under Settings."),
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """One setting as a line: what it is called, its value in words, and where it comes from."""

    setting: Setting
    label: str | Promise
    value: str
    from_machine: bool


def shown_settings() -> list[Shown]:
    """Return what only the machine decides, one line each; nothing secret in any."""
    return [
        Shown(one, LABELS.get(one.name, one.name.replace("_", " ").capitalize()), _words(one), _given(one))
        for one in web_settings()
    ]


def _given(one: Setting) -> bool:
    return one.source == Source.ENVIRONMENT


def _words(one: Setting) -> str:
    if isinstance(one.value, bool):
        return _("yes") if one.value else _("no")
    if isinstance(one.value, tuple):
        return ", ".join(map(str, one.value))
    if one.value == "":
        return _("not set")
    return masked(str(one.value)) if one.name.endswith("_url") else str(one.value)


def masked(url: str) -> str:
    """Return an address without its password, and without what stands behind the question mark."""
    parts = urlsplit(url)
    if not parts.netloc:
        return url
    host = parts.netloc.rpartition("@")[2]
    user = parts.username or ""
    secret = f"{user}:{HIDDEN}@" if parts.password else f"{user}@" if user else ""
    return urlunsplit((parts.scheme, secret + host, parts.path, HIDDEN if parts.query else "", ""))


def change(
    by: User, values: Mapping[str, str], *, role: str = "", request: HttpRequest | None = None
) -> list[str]:
    """Store what was decided, with its audit row; return the names of what changed. Raises CodewardError."""
    with transaction.atomic():
        changed = keep({name: values[name] for name in NAMES if name in values})
        if changed:
            # What the school is called and who answers is free text; the other two are words of a list.
            told: dict[str, tuple[str, str]] = {
                name: (before, after) if name in {"signup", "time_zone"} else ("before", "after")
                for name, (before, after) in changed.items()
            }
            record(CHANGED, actor=by, thing=("school", "settings"), role=role, changed=told, request=request)
    return list(changed)


def asks_first(user: User) -> bool:
    """Whether the first questions are still to be put to this person: whoever decides about settings, once."""
    return may(user, Area.SETTINGS, Need.DECIDE) and not first_run_done()


def answer_first_run(
    by: User, values: Mapping[str, str] | None, *, role: str = "", request: HttpRequest | None = None
) -> None:
    """Answer the first questions, or pass over them where `values` is None. Raises CodewardError, and asks again.

    Raises AnsweredMeanwhile, and changes nothing, where somebody else was first.
    """
    with transaction.atomic():
        # Of several at once the row decides: only who made it goes on.
        if not asked_already("skipped" if values is None else "answered"):
            raise AnsweredMeanwhile
        if values is not None:
            change(by, values, role=role, request=request)

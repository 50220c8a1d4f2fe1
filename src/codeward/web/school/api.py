"""What other apps may use of the school: its name, who answers, who may join, its time zone.

A value comes from the environment, else from the office, else it is the default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import available_timezones

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from codeward.errors import CodewardError
from codeward.web.conf.settings import CHOICES, PREFIX, WebSettings
from codeward.web.school.models import StoredSetting

__all__ = [
    "FIRST_RUN",
    "NAMES",
    "School",
    "Setting",
    "Source",
    "asked_already",
    "first_run_done",
    "keep",
    "name_last_read",
    "school",
    "setting",
    "settings_here",
    "web_settings",
]

log = structlog.get_logger("codeward.web.school")
# What the office may decide, each also a CODEWARD_ variable.
NAMES = ("school_name", "contact", "signup", "time_zone")
FIRST_RUN = "first_run"
MEMO = "_codeward_school"
LONGEST_NAME = 80
_last_read: dict[str, str] = {}  # the school's name, for pages that may not ask the database


class Source(StrEnum):
    """Where the value of a setting comes from."""

    ENVIRONMENT = "environment"
    OFFICE = "office"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting in force: its value, whence, and since when where the office decided it."""

    name: str
    value: Any
    source: Source
    changed_at: datetime | None = None

    @property
    def variable(self) -> str:
        """The environment variable that decides it."""
        return PREFIX + self.name.upper()


@dataclass(frozen=True, slots=True)
class School:
    """The school as people meet it. `signup`: open, invited or closed; `zone`: an IANA name."""

    name: str
    contact: str
    signup: str
    zone: str


def school(request: HttpRequest | None = None) -> School:
    """Return the school; with a `request` the database is asked once for it."""
    kept = getattr(request, MEMO, None)
    if isinstance(kept, School):
        return kept
    found = {one.name: str(one.value) for one in settings_here()}
    made = School(found["school_name"], found["contact"], found["signup"], found["time_zone"])
    _last_read["school_name"] = made.name
    if request is not None:
        setattr(request, MEMO, made)
    return made


def name_last_read() -> str:
    """Return the school's name as this process last read it, without asking the database; before that the setting."""
    return _last_read.get("school_name", settings.CODEWARD.school_name)


def settings_here() -> list[Setting]:
    """Return the settings that the office may decide, as they are in force."""
    try:
        stored = {one.name: one for one in StoredSetting.objects.filter(name__in=NAMES)}
    except DatabaseError:  # a page that tells of a broken database is shown all the same
        log.warning("the school's settings cannot be read")
        stored = {}
    return [_in_force(name, stored.get(name)) for name in NAMES]


def setting(name: str) -> Setting:
    """Return one of them."""
    return next(one for one in settings_here() if one.name == name)


def web_settings() -> list[Setting]:
    """Return the settings that only the environment decides."""
    here: WebSettings = settings.CODEWARD
    fields = [name for name in WebSettings.__dataclass_fields__ if name not in NAMES]
    return [_in_force(name, None, here) for name in fields]


def _in_force(name: str, stored: StoredSetting | None, here: WebSettings | None = None) -> Setting:
    value = getattr(here or settings.CODEWARD, name)
    default = WebSettings.__dataclass_fields__[name].default
    if name in settings.CODEWARD_GIVEN or value != default:
        return Setting(name, value, Source.ENVIRONMENT)
    if stored is not None:
        return Setting(name, stored.value, Source.OFFICE, stored.changed_at)
    return Setting(name, value, Source.DEFAULT)


def keep(values: Mapping[str, str]) -> dict[str, list[str]]:
    """Store what was decided, in one transaction; return what changed: name to [before, after].

    Raises CodewardError for a value that cannot be used, or where the environment decides.
    """
    changed: dict[str, list[str]] = {}
    with transaction.atomic():
        before = {one.name: one for one in settings_here()}
        for name, text in values.items():
            one, value = before[name], _checked(name, " ".join(text.split()))
            if value == str(one.value):
                continue
            if one.source == Source.ENVIRONMENT:
                raise CodewardError(
                    _("%(name)s is set on the server that runs the school") % {"name": one.variable},
                    _("Ask the person who installed the school to change it there."),
                )
            StoredSetting.objects.update_or_create(
                name=name, defaults={"value": value, "changed_at": timezone.now()}
            )
            changed[name] = [str(one.value), value]
    return changed


def _checked(name: str, value: str) -> str:
    if name == "school_name" and not (0 < len(value) <= LONGEST_NAME and value.isprintable()):
        raise CodewardError(
            _("The school needs a name"), _("Use 1 to %(n)d characters.") % {"n": LONGEST_NAME}
        )
    if name == "contact" and value:
        try:
            validate_email(value)
        except ValidationError:
            raise CodewardError(
                _("That is not an email address"), _("Write it like office@example.org.")
            ) from None
    if name == "signup" and value not in CHOICES["signup"]:
        raise CodewardError(_("Nothing was chosen for who may join"), _("Choose one of the three."))
    if name == "time_zone" and value not in available_timezones():
        raise CodewardError(_("That time zone is not known"), _("Choose one from the list."))
    return value


def first_run_done() -> bool:
    """Return whether the first questions were answered or passed over."""
    return StoredSetting.objects.filter(name=FIRST_RUN).exists()


def asked_already(how: str) -> bool:
    """Note that the first questions were ``answered`` or ``skipped``; False where that was noted before."""
    _row, made = StoredSetting.objects.get_or_create(name=FIRST_RUN, defaults={"value": how})
    return made

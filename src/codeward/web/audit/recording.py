"""Writing rows, in the transaction of what they tell of, and reading them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from codeward.web.audit import origins
from codeward.web.audit.acts import Act, AuditError, Kind, act, find
from codeward.web.audit.guard import checked, cleaned
from codeward.web.audit.models import AuditOrigin, AuditRow

__all__ = ["OPENED", "Thing", "attempted", "opened", "record", "refused", "rows"]

logger = structlog.get_logger("codeward.audit")
OPENED = act("audit.record_opened", _("Opened the learner’s record"), Kind.ACCESS)
STRANGERS = 500
# A row of the database, or the kind and name of what is none: ("release", "icd10cm-2026").
Thing = models.Model | tuple[str, str]


def record(
    act: Act,
    *,
    actor: AbstractBaseUser | None,
    about: AbstractBaseUser | None = None,
    thing: Thing | None = None,
    role: str = "",
    changed: Mapping[str, Any] | None = None,
    reason: str = "",
    request: HttpRequest | None = None,
) -> AuditRow:
    """Write down one act in the caller's transaction, and on the log once that is committed. Returns the row.

    `actor`: who did it, None for the school's own clock or for nobody who signed in. `about`: whose record or account
    it concerns. `changed`: field → (old, new), which :func:`codeward.web.audit.guard.checked` asks. `role`: of which
    grant they made use. `request`: with it, an act of the security log keeps where it came from for 90 days.
    Source: ASVS 5.0.0 16.2.1 (who, what, when, where).

    Raises AuditError for an act that is not registered and for what must not stand in a row.
    """
    return _write(act, _row(act, actor, about, thing, role, changed, reason), request)


def attempted(
    act: Act, *, about: AbstractBaseUser | None, tried: str, request: HttpRequest | None
) -> AuditRow | None:
    """Write down that somebody tried to come in as `about`, by a mail address of which a keyed hash is kept.

    Tries at an account are bounded by its rates. Tries at none are not, from many places at once: beyond 500 in an hour
    they are lines of the log and no rows, so that strangers cannot fill the table. None then.
    """
    row = _row(act, None, about, None, "", None, "")
    if about is None:
        lately = AuditRow.objects.filter(act=act.name, about="", at__gte=row.at - timedelta(hours=1))
        if lately[:STRANGERS].count() >= STRANGERS:
            where = None if request is None else origins.address(request)
            logger.warning("act", act=act.name, kind=str(act.kind), outcome="failed", address=where)
            return None
    return _write(act, row, request, tried)


def opened(
    request: HttpRequest, about: AbstractBaseUser, thing: Thing | None = None, role: str = ""
) -> AuditRow | None:
    """Tell the person of `about` that whoever asks here opened their record: one row a person, object and hour.

    The person themselves as the thing is no other thing than their record. None where it is their own, where nobody is
    signed in, and where the row of this hour is there already.
    """
    user = request.user
    if not user.is_authenticated or user.pk == about.pk:
        return None
    if thing == about:
        thing = None
    row = _row(OPENED, user, about, thing, role, None, "")
    said = (row.actor, row.about, row.thing_kind, row.thing, f"{row.at:%Y-%m-%dT%H}")
    row.once = hashlib.sha256("\n".join(said).encode()).hexdigest()
    if AuditRow.objects.filter(once=row.once).exists():
        return None
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # two tabs at once: the database keeps one
        return None
    _say(OPENED, row, None)
    return row


def rows(
    *,
    about: AbstractBaseUser | None = None,
    actor: AbstractBaseUser | None = None,
    kind: Kind | None = None,
    act: Act | None = None,
    since: datetime | None = None,
) -> QuerySet[AuditRow]:
    """The rows that fit everything that is given, the newest first. Who may see which the caller's door decides."""
    found = AuditRow.objects.all()
    if about is not None:
        found = found.filter(about=_id(about))
    if actor is not None:
        found = found.filter(actor=_id(actor))
    if kind is not None:
        found = found.filter(kind=kind)
    if act is not None:
        found = found.filter(act=act.name)
    if since is not None:
        found = found.filter(at__gte=since)
    return found


def refused(request: HttpRequest, what: str) -> None:
    """Put on the log that somebody asked for what they may not have (ASVS 5.0.0 16.3.2). No row: anybody can ask.

    `what` is a short name of ours, such as ``money.d``; never what the request held.
    """
    user = getattr(request, "user", None)
    who = _id(user) if user is not None and user.is_authenticated else ""
    logger.warning("refused", what=what, actor=who, address=origins.address(request))


def _write(act: Act, row: AuditRow, request: HttpRequest | None, tried: str = "") -> AuditRow:
    row.save(force_insert=True)
    origin = None
    if request is not None and act.kind is Kind.SECURITY:
        origin = AuditOrigin(row=row, at=row.at, **origins.of(request), tried=origins.hashed(tried))
        origin.save(force_insert=True)
    _say(act, row, origin)
    return row


def _row(
    act: Act,
    actor: AbstractBaseUser | None,
    about: AbstractBaseUser | None,
    thing: Thing | None,
    role: str,
    changed: Mapping[str, Any] | None,
    reason: str,
) -> AuditRow:
    if find(act.name) != act:
        raise AuditError(f"the act {act.name} is not registered", "Register it where its app starts.")
    at = timezone.now()
    thing_kind, thing_id = _named(thing)
    return AuditRow(
        at=at,
        kind=act.kind,
        act=act.name,
        actor=_id(actor),
        role=role,
        about=_id(about),
        thing_kind=thing_kind,
        thing=thing_id,
        changed=checked(changed),
        reason=cleaned(reason),
        request_id=str(structlog.contextvars.get_contextvars().get("request", ""))[:12],
        kept_until=None if act.keep.value is None else at + timedelta(days=act.keep.value),
    )


def _id(person: AbstractBaseUser | None) -> str:
    return "" if person is None else str(person.public_id)  # type: ignore[attr-defined] # every user of ours has one


def _named(thing: Thing | None) -> tuple[str, str]:
    if thing is None:
        return "", ""
    if isinstance(thing, tuple):
        return thing
    public_id = getattr(thing, "public_id", None)
    if not isinstance(public_id, str):
        raise AuditError(
            f"a {thing._meta.label_lower} has no public id", "Give its kind and name as two texts."
        )
    return thing._meta.label_lower, public_id


def _say(act: Act, row: AuditRow, origin: AuditOrigin | None) -> None:
    said: dict[str, Any] = {
        "act": row.act,
        "kind": str(row.kind),
        "outcome": "failed" if act.failed else "done",
        "actor": row.actor,
        "role": row.role,
        "about": row.about,
        "thing": f"{row.thing_kind} {row.thing}".strip(),
        "fields": sorted(row.changed),
        "row": row.public_id,
    }
    if origin is not None:
        said |= {"address": origin.address, "browser": origin.browser, "system": origin.system}
    # Only what came about is told; values of fields and reasons stay in the row.
    transaction.on_commit(lambda: logger.info("act", **said))

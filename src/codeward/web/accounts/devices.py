"""Where somebody is signed in: their sessions as allauth lists them, by device, and the end of one or of the others.

A row of allauth's list is brought up to date every quarter of an hour at most: pages only read (ASVS 5.0.0 7.5.2).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from codeward.web.accounts.acts import SESSION_ENDED, SESSIONS_ENDED
from codeward.web.accounts.idle import POLL
from codeward.web.accounts.models import User
from codeward.web.accounts.sessions import end_sessions
from codeward.web.audit.api import network_address, record
from codeward.web.devices import LONGEST, Device, device
from codeward.web.ids import ALPHABET, LENGTH

__all__ = ["Devices", "SignedIn", "end_one", "end_others", "forget_ended", "how_many_sessions", "signed_in"]

GRAIN = timedelta(minutes=15)
SALT = "codeward.accounts.signed_in"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One session of a person, as the page shows it. `public_id` names it and tells nothing of its key."""

    public_id: str
    device: Device
    address: str
    since: datetime
    seen: datetime
    this: bool


class Devices:
    """Keeps the list: which device a session is on, and when it was last seen, to a quarter of an hour."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note a session that is used, before its page is made; a page that asks again by itself is no use."""
        if POLL not in request.headers and request.user.is_authenticated and request.session.session_key:
            _note(request, request.user)
        return self.get_response(request)


def _note(request: HttpRequest, user: User) -> None:
    said = request.META.get("HTTP_USER_AGENT", "")[:LONGEST]
    held = UserSession.objects.filter(session_key=request.session.session_key)
    row = held.values_list("last_seen_at", "user_agent", "user_id").first()
    now = timezone.now()
    if row is not None and row[1:] == (said, user.pk) and abs(now - row[0]) < GRAIN:
        return
    address = network_address(request)
    if address is None:  # the table needs one
        return
    UserSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={"user": user, "ip": address, "user_agent": said, "last_seen_at": now},
    )


def signed_in(user: User, key: str | None) -> list[SignedIn]:
    """The sessions of `user` that are still good, this one (of session key `key`) first, then the last seen."""
    held = UserSession.objects.purge_and_list(user)
    shown = [
        SignedIn(
            public_id=public_id(one.session_key),
            device=device(one.user_agent),
            address=one.ip,
            since=one.created_at,
            seen=one.last_seen_at,
            this=one.session_key == key,
        )
        for one in held
    ]
    return sorted(shown, key=lambda one: (one.this, one.seen), reverse=True)


def how_many_sessions(user: User) -> int:
    """How many sessions of `user` have not ended."""
    live = Session.objects.filter(expire_date__gt=timezone.now(), session_key=OuterRef("session_key"))
    return int(UserSession.objects.filter(Exists(live), user=user).count())


def public_id(key: str) -> str:
    """What an address shows for a session: made from its key with the school's secret, so that it opens nothing."""
    digest = salted_hmac(SALT, key, algorithm="sha256").digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:LENGTH])


def end_one(request: HttpRequest, user: User, which: str) -> bool:
    """End another session of `user`; False where it is over already, is nobody's of theirs, or is this one."""
    for one in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
        if public_id(one.session_key) != which:
            continue
        with transaction.atomic():
            ended, _rows = Session.objects.filter(session_key=one.session_key).delete()
            UserSession.objects.filter(pk=one.pk).delete()
            if ended:
                record(SESSION_ENDED, actor=user, about=user, request=request)
        return bool(ended)
    return False


def end_others(request: HttpRequest, user: User) -> int:
    """End every session of `user` but this one; returns how many."""
    here = request.session.session_key
    with transaction.atomic():
        ended = end_sessions(user, but=here)
        UserSession.objects.filter(user=user).exclude(session_key=here).delete()
        if ended:
            record(
                SESSIONS_ENDED, actor=user, about=user, changed={"devices": (ended + 1, 1)}, request=request
            )
    return ended


def forget_ended() -> int:
    """Forget devices whose session is gone; returns how many."""
    there = Session.objects.filter(session_key=OuterRef("session_key"))
    return int(UserSession.objects.filter(~Exists(there)).delete()[0])

"""The signed address that ends a kind of mail, for whoever holds the mail: no sign-in, from any browser, for good.

It holds a person and a kind and can do nothing but switch off mail of that kind, so it never ends.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

from codeward.web.accounts.api import User
from codeward.web.notices.kinds import NoticeKind, Timing, find, kinds
from codeward.web.notices.wishes import hush, timings_of

__all__ = ["Off", "concerned", "read_token", "switch_off", "token"]

SALT = "codeward.notices.off"
DIGESTS = {":daily": Timing.DAILY, ":weekly": Timing.WEEKLY}


@dataclass(frozen=True, slots=True)
class Off:
    """Whose mail, by public id, and what: the name of a kind, or ``:daily`` or ``:weekly`` for a gathered mail."""

    person: str
    what: str


def token(off: Off) -> str:
    """The signed text of an address."""
    return signing.dumps([off.person, off.what], salt=SALT)


def read_token(text: str) -> Off | None:
    """What a signed text says; None where it was not ours."""
    try:
        person, what = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return Off(str(person), str(what))


def concerned(off: Off, person: User) -> list[NoticeKind]:
    """The kinds that it switches off: those among what it names that may be silent."""
    if off.what in DIGESTS:
        timings = timings_of(person)
        named = [kind for kind in kinds() if timings[kind.name] == DIGESTS[off.what]]
    else:
        kind = find(off.what)
        named = [kind] if kind is not None else []
    return [kind for kind in named if kind.group.may_be_silent]


def switch_off(off: Off, person: User) -> list[NoticeKind]:
    """End that mail; returns the kinds that are silent now. Again changes nothing."""
    return hush(person, [kind.name for kind in concerned(off, person)])

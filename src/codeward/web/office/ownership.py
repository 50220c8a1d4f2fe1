"""Taking a row, letting it go, handing it over: each one conditional UPDATE with its audit row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.errors import CodewardError
from codeward.web.accounts.api import User
from codeward.web.audit.api import Keep, Kind, act, record
from codeward.web.office.models import Ownership

__all__ = [
    "NotYours",
    "forget_old",
    "hand_over",
    "not_anothers",
    "owner_of",
    "owners",
    "release",
    "settled",
    "take",
]

TAKEN = act("office.row_taken", gettext_lazy("Took a row of a queue"), Kind.MOVE, keep=Keep.FLEETING)
RELEASED = act("office.row_released", gettext_lazy("Let a row of a queue go"), Kind.MOVE, keep=Keep.FLEETING)
HANDED = act(
    "office.row_handed_over", gettext_lazy("Handed a row of a queue over"), Kind.MOVE, keep=Keep.FLEETING
)


class NotYours(CodewardError):  # noqa: N818 - named as people say it
    """The row is somebody else's by now. A page answers 409."""


def owners(queue: str, things: Iterable[str]) -> dict[str, Ownership]:
    """Return who owns these rows of a queue, by the row's id; what is nobody's is not there."""
    rows = Ownership.objects.filter(queue=queue, thing__in=list(things), owner__isnull=False)
    return {one.thing: one for one in rows.select_related("owner")}


def owner_of(queue: str, thing: str) -> Ownership | None:
    """Return who owns one row."""
    return owners(queue, [thing]).get(thing)


def take(user: User, queue: str, thing: str, role: str = "") -> bool:
    """Take a row that is nobody's; False where it is one's own already. Raises NotYours where somebody has it."""
    with transaction.atomic():
        # The unique row first; then of several who want it one UPDATE finds it without an owner.
        Ownership.objects.bulk_create([Ownership(queue=queue, thing=thing)], ignore_conflicts=True)
        moved = _move(queue, thing, None, user)
        if moved:
            record(TAKEN, actor=user, thing=(queue, thing), role=role)
    if not moved:
        _mine_or_raise(user, queue, thing)
    return moved


def release(user: User, queue: str, thing: str, role: str = "") -> bool:
    """Let one's own row go; False where it is nobody's already. Raises NotYours where somebody else has it."""
    with transaction.atomic():
        moved = _move(queue, thing, user, None)
        if moved:
            record(RELEASED, actor=user, thing=(queue, thing), role=role)
    if not moved:
        held = owner_of(queue, thing)
        if held is not None:
            raise _theirs(held)
    return moved


def hand_over(user: User, queue: str, thing: str, to: User, role: str = "") -> bool:
    """Give one's own row to a colleague, whom the caller's door has let through; False where it is theirs already.

    Raises NotYours where the row is not one's own.
    """
    with transaction.atomic():
        moved = _move(queue, thing, user, to)
        if moved:
            record(
                HANDED,
                actor=user,
                thing=(queue, thing),
                role=role,
                changed={"owner": [user.public_id, to.public_id]},
            )
    if not moved:
        held = owner_of(queue, thing)
        if held is None or held.owner_id != to.pk:
            raise _theirs(held)
    return moved


def not_anothers(queue: str, thing: str, by: User) -> None:
    """Raise NotYours where a colleague has taken the row. In the transaction of a move that decides it."""
    held = owner_of(queue, thing)
    if held is not None and held.owner_id != by.pk:
        raise _theirs(held)


def settled(queue: str, thing: str) -> None:
    """Forget whose a row was: it waits for nobody any more. In the transaction of the move that settles it."""
    Ownership.objects.filter(queue=queue, thing=thing).delete()


def forget_old() -> int:
    """Forget ownership that nobody touched for half a year: its row has left the queue by another way."""
    return Ownership.objects.filter(since__lt=timezone.now() - timedelta(days=180)).delete()[0]


def _move(queue: str, thing: str, before: User | None, after: User | None) -> bool:
    rows = Ownership.objects.filter(queue=queue, thing=thing, owner=before)
    return bool(rows.update(owner=after, since=timezone.now()))


def _mine_or_raise(user: User, queue: str, thing: str) -> None:
    held = owner_of(queue, thing)
    if held is None or held.owner_id != user.pk:
        raise _theirs(held)


def _theirs(held: Ownership | None) -> NotYours:
    if held is None or held.owner is None:
        return NotYours(_("This is nobody's now"), _("Take it first."))
    return NotYours(
        _("%(name)s has this now") % {"name": held.owner.shown_name}, _("Ask them to hand it over.")
    )

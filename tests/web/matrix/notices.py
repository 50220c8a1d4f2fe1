"""What people are told, and how they want it by mail: their own alone."""

from __future__ import annotations

from codeward.web.notices.models import Digest, MailTimes, Notice, Preference
from tests.web.matrix.kinds import Row, World, everyone, nobody, own

OPEN: dict[str, str] = {}


def build(world: World) -> None:
    """A notice, a choice, quiet hours and a digest of the owner's."""
    world.things["notice"] = Notice.objects.create(
        person=world.owner, kind="grants.given", key="matrix", context={}, url="/progress/"
    )
    Preference.objects.create(person=world.owner, kind="grants.given", timing="weekly")
    MailTimes.objects.create(person=world.owner)
    Digest.objects.create(person=world.owner, period="daily", key="2026-11-30", count=1)


def _notice(world: World) -> dict[str, str]:
    return {"public_id": world.things["notice"].public_id}


SETTINGS = (
    everyone("notices:settings", sign_in=True),
    everyone("notices:settings", "POST", sign_in=True),
    nobody("notices:off", args=lambda _w: {"text": "guessed"}),
    nobody("notices:off", "POST", args=lambda _w: {"text": "guessed"}),
)
ROWS = [
    Row(
        "notices.Notice",
        (
            everyone("notices:list"),
            everyone("notices:read_all", "POST"),
            # Whoever opens a notice has read it.
            own("notices:open", args=_notice, sign_in=True, looking_changes=True),
            own("notices:read", "POST", args=_notice),
        ),
        lambda world: Notice.objects.filter(person=world.owner),
    ),
    Row("notices.Preference", SETTINGS, lambda world: Preference.objects.filter(person=world.owner)),
    Row("notices.MailTimes", SETTINGS, lambda world: MailTimes.objects.filter(person=world.owner)),
    Row("notices.Digest", why_none="a mail was made of it: it is on no page"),
]

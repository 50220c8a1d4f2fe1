"""The outbox: how mails stand is seen by whoever looks after them; read is a mail by nobody here."""

from __future__ import annotations

from django.core.mail import send_mail

from codeward.web.grants.table import Area, Need
from codeward.web.mail.models import OutboxMail
from tests.web.matrix.kinds import Row, World, by, nobody

OPEN: dict[str, str] = {}


def build(world: World) -> None:
    """A mail to the owner."""
    send_mail("Subjectmark", "/start/SECRETMARK", None, [str(world.owner.email)])
    world.things["mail"] = OutboxMail.objects.filter(subject="Subjectmark").get()


def _mail(world: World) -> dict[str, str]:
    return {"public_id": world.things["mail"].public_id}


def _row(world: World) -> dict[str, str]:
    return {"name": "mails", "thing": world.things["mail"].public_id}


ROWS = [
    Row(
        "mail.OutboxMail",
        (
            by(Area.MAILS, Need.READ, "mail:outbox", shows="olive@example.org"),
            by(
                Area.MAILS,
                Need.READ,
                "office:queue",
                args=lambda _w: {"name": "mails"},
                shows="olive@example.org",
            ),
            by(Area.MAILS, Need.READ, "office:row", args=_row, shows="olive@example.org"),
            by(
                Area.MAILS, Need.WRITE, "office:send_again", "POST", args=_mail, ok=frozenset({200, 302, 409})
            ),
            nobody("mail:mail", args=lambda w: {"public_id": w.things["mail"].public_id}),
        ),
        lambda world: OutboxMail.objects.filter(pk=world.things["mail"].pk),
    ),
]

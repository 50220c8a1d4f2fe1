"""The queue of mails that did not go out: which kind, to whom, why; never what they say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from codeward.web.audit.api import Kind, act, record
from codeward.web.grants.api import Area, Need, Pass, may
from codeward.web.mail.api import OutboxMail, again, kind_of, unsent
from codeward.web.office.backs import back
from codeward.web.office.doors import mail_to_send
from codeward.web.office.ownership import settled
from codeward.web.office.registry import Panel, Queue, QueueRow, State, queue

__all__ = ["QUEUE", "register", "rows", "send_again"]

QUEUE = "mails"
# A mail that has not gone out by then is late.
DUE = timedelta(hours=1)
STATES = {
    "waiting": State(gettext_lazy("Waits"), "clock", "info"),
    "sending": State(gettext_lazy("Being sent"), "mail", "info"),
    "failed": State(gettext_lazy("Failed"), "warning", "wrong"),
}
AGAIN = act("office.mail_again", gettext_lazy("Had a mail sent again"), Kind.MOVE)


def _row(mail: OutboxMail) -> QueueRow:
    to = ", ".join(mail.addresses)
    return QueueRow(
        mail.public_id,
        to,
        str(kind_of(mail.kind).label),
        STATES[mail.state],
        mail.made_at,
        mail.made_at + DUE,
    )


def rows(passed: Pass, words: str) -> Iterable[QueueRow]:
    """The mails that wait or failed, the oldest first."""
    found = unsent()
    if words:
        found = found.filter(recipients__icontains=words)
    for mail in found.iterator(chunk_size=200):
        yield _row(mail)


def panel(passed: Pass, thing: str) -> Panel | None:
    """One mail: how it stands."""
    mail = unsent().filter(public_id=thing).first()
    if mail is None:
        return None
    row = _row(mail)
    context = {
        "mail": mail,
        "label": row.detail,
        "may_again": mail.state == OutboxMail.State.FAILED and may(passed.user, Area.MAILS, Need.WRITE),
    }
    return Panel(row.name, row.detail, "office/_mail.html", context, row.state)


@require_POST
def send_again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a failed mail back among those that wait. Twice is once."""
    passed, mail = mail_to_send(request, public_id)
    if again(mail):
        record(AGAIN, actor=passed.user, role=passed.role, thing=mail, request=request)
        settled(QUEUE, public_id)
        return back(request, QUEUE, _("It waits to be sent again."))
    return back(request, QUEUE, _("It is not failed any more, or too old to be sent."))


def register() -> None:
    """Put the queue into the office."""
    queue(
        Queue(
            name=QUEUE,
            label=gettext_lazy("Mails"),
            rows=rows,
            panel=panel,
            area=Area.MAILS,
            need=Need.READ,
            first=gettext_lazy("To"),
            second=gettext_lazy("Kind"),
            empty=gettext_lazy("Mails that wait or could not be sent come here. What they say is not shown."),
            order=60,
        )
    )

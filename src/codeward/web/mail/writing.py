"""Writing a mail of the school: a letter to one person, into the outbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.mail import EmailMultiAlternatives

from codeward.web.accounts.api import MAIL_KIND
from codeward.web.mail.kinds import MailKind
from codeward.web.mail.letter import Letter

__all__ = ["write"]


def write(
    to: Sequence[str], letter: Letter, kind: MailKind, headers: Mapping[str, str] | None = None
) -> None:
    """Put the letter into the outbox, in the caller's transaction; each address gets a mail of its own."""
    for address in to:
        message = EmailMultiAlternatives(
            letter.subject, letter.text, None, [address], headers={**(headers or {}), MAIL_KIND: kind.name}
        )
        message.attach_alternative(letter.html, "text/html")
        message.send()

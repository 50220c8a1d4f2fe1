"""What other apps may use of mail. They import from here and nowhere deeper."""

from codeward.web.mail.kinds import MailKind, kind_of, mail_kind
from codeward.web.mail.letter import Heading, Letter, Link
from codeward.web.mail.models import OutboxMail
from codeward.web.mail.sending import again
from codeward.web.mail.standing import Standing, standing, unsent
from codeward.web.mail.writing import write

__all__ = [
    "Heading",
    "Letter",
    "Link",
    "MailKind",
    "OutboxMail",
    "Standing",
    "again",
    "kind_of",
    "mail_kind",
    "standing",
    "unsent",
    "write",
]

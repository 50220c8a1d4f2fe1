"""Inviting somebody to sign up: a mailed link, used by whoever reads that mailbox, for two weeks."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.errors import CodewardError
from codeward.web.accounts.api import User, days_ago, on_our_site
from codeward.web.audit.api import Kind, act, record
from codeward.web.ids import new_token, token_hash
from codeward.web.mail.api import Letter, Link, mail_kind, write
from codeward.web.office.models import Invitation
from codeward.web.privacy import FLEETING_DAYS
from codeward.web.school.api import school

__all__ = ["LASTS", "forget_old", "invitation_of", "invite", "open_invitations", "stands", "withdraw"]

LASTS = timedelta(days=14)
INVITED = act("office.invited", gettext_lazy("Invited somebody to sign up"), Kind.SECURITY)
WITHDRAWN = act("office.invitation_withdrawn", gettext_lazy("Took an invitation back"), Kind.SECURITY)


def open_invitations() -> QuerySet[Invitation]:
    """Return the invitations that can still be used, the newest first."""
    return Invitation.objects.filter(withdrawn_at=None, expires_at__gt=timezone.now())


def invite(by: User, email: str, *, role: str = "", request: HttpRequest | None = None) -> Invitation:
    """Invite an address: a mail with a link that only its reader has. An earlier link to it stops working.

    Raises CodewardError for what is no address, or has an account already.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise CodewardError(_("That is not an email address"), _("Write it like mona@example.org.")) from None
    if User.objects.filter(email=address).exists():
        raise CodewardError(_("This address has an account already"), _("Look for the person above."))
    token = new_token()
    now = timezone.now()
    try:
        with transaction.atomic():
            Invitation.objects.filter(email=address, withdrawn_at=None).update(withdrawn_at=now)
            made = Invitation.objects.create(
                email=address,
                token_hash=token_hash(token),
                invited_by=by,
                made_at=now,
                expires_at=now + LASTS,
            )
            record(INVITED, actor=by, thing=made, role=role, request=request)
            write([address], _letter(token), KIND)
    except IntegrityError:  # two at once: one invitation is enough
        raise CodewardError(_("Somebody invited this address just now"), "") from None
    return made


def withdraw(by: User, invitation: Invitation, *, role: str = "", request: HttpRequest | None = None) -> bool:
    """Take an invitation back; False where it was taken back already."""
    with transaction.atomic():
        moved = Invitation.objects.filter(pk=invitation.pk, withdrawn_at=None).update(
            withdrawn_at=timezone.now()
        )
        if moved:
            record(WITHDRAWN, actor=by, thing=invitation, role=role, request=request)
    return bool(moved)


def forget_old() -> int:
    """Forget invitations that ended, with the addresses in them; returns how many."""
    edge = days_ago(FLEETING_DAYS)
    if edge is None:
        return 0
    over = Invitation.objects.filter(Q(expires_at__lt=timezone.now()) | Q(withdrawn_at__isnull=False))
    return over.filter(made_at__date__lte=edge).delete()[0]


def invitation_of(token: str) -> Invitation | None:
    """Return the open invitation of a link; None for any other text. It ends with the account that it led to."""
    found = open_invitations().filter(token_hash=token_hash(token)).first()
    if found is None or User.objects.filter(email=found.email).exists():
        return None
    return found


def stands(email: str) -> bool:
    """Whether an invitation of that address may still be used: asked once more when its reader signs up."""
    return open_invitations().filter(email=email).exists()


def _letter(token: str) -> Letter:
    name = school().name
    return Letter(
        _("You are invited to %(school)s") % {"school": name},
        [
            _("%(school)s teaches medical coding. You are invited to sign up with this address.")
            % {"school": name},
            Link(on_our_site(reverse("office:invited", args=[token])), _("Sign up")),
            _(
                "The link works for %(days)d days. If you do not know the school, delete this mail: nothing happens."
            )
            % {"days": LASTS.days},
        ],
    )


KIND = mail_kind(
    "invitation", gettext_lazy("Invitation to sign up"), LASTS, preview=lambda: _letter("a-token")
)

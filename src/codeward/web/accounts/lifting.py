"""What whoever runs the machine can do for an account: take a lost second step off it, end its sessions.

Who has the machine's command line vouches for the person, as at the first sign-in of all (ASVS 6.4.4); in the office
two people do. The person is told by mail, and it stands in their activity.
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from django.db import transaction

from codeward.web.accounts.acts import SESSIONS_ENDED
from codeward.web.accounts.models import SignInToken, User
from codeward.web.accounts.sessions import end_sessions
from codeward.web.audit.api import OPERATOR, record

__all__ = ["lift_second_step", "sign_out_everywhere"]


def lift_second_step(user: User, *, by_office: bool = False) -> bool:
    """Take app and recovery codes off the account and sign it out everywhere; False where it had none.

    The password stays: what is lost is one factor of two. `by_office`: two people there decided it, not the machine's
    command line; the caller writes down who.
    """
    with transaction.atomic():
        held = list(Authenticator.objects.select_for_update().filter(user=user))
        if not held:
            return False
        Authenticator.objects.filter(pk__in=[one.pk for one in held]).delete()
        SignInToken.objects.filter(user=user, used_at=None).delete()
        end_sessions(user)
        for one in held:
            # As when they do it themselves: the audit writes it down, and notices tell them.
            authenticator_removed.send(
                sender=Authenticator, request=None, user=user, authenticator=one, by_office=by_office
            )
    return True


def sign_out_everywhere(user: User, by: User | None = None) -> int:
    """End every session of `user` (ASVS 7.4.5); `by` nobody: the command line. Returns how many there were."""
    with transaction.atomic():
        ended = end_sessions(user)
        if ended:
            role = "" if by else OPERATOR
            record(SESSIONS_ENDED, actor=by, role=role, about=user, changed={"devices": (ended, 0)})
    return ended

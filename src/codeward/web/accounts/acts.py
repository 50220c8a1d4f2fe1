"""What accounts itself writes down of people. Signing in and its kin come from allauth's signals (audit)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from codeward.web.audit.api import Kind, act

__all__ = [
    "DELETED",
    "EVERYBODY_OUT",
    "EXPORTED",
    "LINK_MADE",
    "LINK_USED",
    "LOCKED",
    "RESET_ASKED",
    "SESSIONS_ENDED",
    "SESSION_ENDED",
    "UNLOCKED",
]

S = Kind.SECURITY
EXPORTED = act("accounts.exported", _("Exported everything"), S)
DELETED = act("accounts.deleted", _("Deleted the account"), S)
LINK_MADE = act("accounts.link_made", _("Made a one-time sign-in link"), S)
LINK_USED = act("accounts.link_used", _("Used a one-time sign-in link"), S)
RESET_ASKED = act("accounts.reset_asked", _("Asked for a link to set a new password"), S)
SESSION_ENDED = act("accounts.session_ended", _("Signed out one other device"), S)
EVERYBODY_OUT = act("accounts.everybody_signed_out", _("Signed out all devices"), S)
SESSIONS_ENDED = act("accounts.sessions_ended", _("Signed out all other devices"), S)
LOCKED = act("accounts.locked", _("Locked the account"), S)
UNLOCKED = act("accounts.unlocked", _("Unlocked the account"), S)

"""Accounts, ways in, devices: everybody's pages show and change their own alone."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from codeward.web.accounts.api import User, issue_sign_in
from codeward.web.accounts.devices import public_id
from codeward.web.accounts.models import SignInToken
from codeward.web.grants.table import Area, Need
from tests.web.matrix.kinds import Row, World, by, everyone, nobody, own
from tests.web.signed_in import signed_in

SIGNING = "a form of whoever signs in, up or out: it names nobody's row (tests/web/accounts)"
KEY = "opens to the key of a mail alone (tests/web/accounts)"
# Whoever reads one of these finds people in the office.
OF_PEOPLE = (Area.PEOPLE, Area.RECORD, Area.APPLICATIONS, Area.TICKETS, Area.MONEY)
MOVED = frozenset({200, 302, 409, 422})
OPEN = {
    "account_login": SIGNING,
    "account_logout": SIGNING,
    "account_inactive": SIGNING,
    "account_signup": SIGNING,
    "account_reauthenticate": SIGNING,
    "account_email_verification_sent": SIGNING,
    "account_change_password": SIGNING,
    "account_set_password": SIGNING,
    "account_reset_password": SIGNING,
    "account_reset_password_done": SIGNING,
    "account_reset_password_from_key": KEY,
    "account_reset_password_from_key_done": SIGNING,
    "account_confirm_login_code": SIGNING,
    "account_confirm_email": KEY,
    "mfa_authenticate": SIGNING,
    "mfa_reauthenticate": SIGNING,
    "usersessions_list": "another name of accounts:devices",
}


def build(world: World) -> None:
    """A second factor, a one-time sign-in and a listed device of the owner."""
    TOTP.activate(world.owner, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(world.owner)
    issue_sign_in(world.owner)
    elsewhere = signed_in(world.owner).session.session_key
    world.things["device"] = elsewhere
    UserSession.objects.create(
        user=world.owner, session_key=elsewhere, ip="192.0.2.77", user_agent="Mozilla/5.0 Firefox/140.0"
    )


def _owner(world: World) -> dict[str, str]:
    return {"public_id": world.owner.public_id}


def _users(world: World):  # type: ignore[no-untyped-def]
    return User.objects.filter(pk=world.owner.pk)


ROWS = [
    Row(
        "accounts.User",
        (
            everyone("accounts:account", sign_in=True, shows="olive@example.org"),
            everyone("accounts:profile", "POST", sign_in=True, data=lambda _w: {"display_name": "Mallory"}),
            everyone("accounts:shortcuts", "POST", sign_in=True),
            everyone("accounts:export", "POST", sign_in=True, shows="olive@example.org"),
            everyone("accounts:delete", "POST", sign_in=True, data=lambda _w: {"word": "DELETE"}),
            everyone("accounts:theme", "POST", data=lambda _w: {"theme": "dark"}),
            by(OF_PEOPLE, Need.READ, "office:person", args=_owner, shows="Olivemark"),
            by(OF_PEOPLE, Need.READ, "office:people", data=lambda _w: {"q": "olive"}, shows="Olivemark"),
            by(
                Area.PEOPLE, Need.DECIDE, "office:lock", "POST", args=_owner, data=lambda _w: {"reason": "A."}
            ),
            by(Area.PEOPLE, Need.DECIDE, "office:unlock", "POST", args=_owner, ok=MOVED),
            by(Area.PEOPLE, Need.DECIDE, "office:sign_out", "POST", args=_owner),
            by(
                Area.PEOPLE,
                Need.DECIDE,
                "office:second_step_off",
                "POST",
                args=_owner,
                data=lambda _w: {"reason": "A."},
                ok=MOVED,
            ),
        ),
        _users,
    ),
    Row(
        "accounts.SignInToken",
        (nobody("accounts:start", "POST", args=lambda _w: {"token": "guessed"}, refusal=403),),
        lambda world: SignInToken.objects.filter(user=world.owner),
    ),
    Row("accounts.SchoolDay", why_none="days on which the school ran: nobody's, and on no page"),
    Row(
        "account.EmailAddress",
        (
            everyone("account_email", sign_in=True, shows="olive@example.org"),
            everyone(
                "account_email",
                "POST",
                sign_in=True,
                data=lambda _w: {"action_remove": "", "email": "olive@example.org"},
            ),
        ),
        lambda world: EmailAddress.objects.filter(user=world.owner),
    ),
    Row("account.EmailConfirmation", why_none="confirmations are signed addresses: no row is made"),
    Row(
        "mfa.Authenticator",
        (
            everyone("mfa_index", sign_in=True),
            everyone("mfa_activate_totp", sign_in=True),
            own("mfa_deactivate_totp", "POST", sign_in=True),
            own("mfa_view_recovery_codes", sign_in=True),
            everyone("mfa_generate_recovery_codes", "POST", sign_in=True),
            own("mfa_download_recovery_codes", sign_in=True),
        ),
        lambda world: Authenticator.objects.filter(user=world.owner),
    ),
    Row(
        "usersessions.UserSession",
        (
            everyone("accounts:devices", sign_in=True, shows="Firefox"),
            everyone(
                "accounts:device_end",
                "POST",
                sign_in=True,
                args=lambda w: {"public_id": public_id(w.things["device"])},
            ),
            everyone("accounts:devices_end", "POST", sign_in=True),
        ),
        lambda world: UserSession.objects.filter(session_key=world.things["device"]),
    ),
    Row(
        "sessions.Session",
        (everyone("accounts:devices_end", "POST", sign_in=True),),
        lambda world: Session.objects.filter(session_key=world.things["device"]),
    ),
]

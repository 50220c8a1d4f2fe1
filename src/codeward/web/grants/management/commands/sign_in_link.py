"""``manage sign_in_link EMAIL``: a one-time way in, for whoever has the machine's command line."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from codeward.errors import CodewardError
from codeward.web.accounts.api import User, issue_sign_in
from codeward.web.grants.moves import give_by_shell


class Command(BaseCommand):
    """Makes the first director, and lets in whoever is locked out."""

    help = "Print a one-time sign-in address for an account. --new makes the account, --staff a director."

    def add_arguments(self, parser: CommandParser) -> None:
        """What one may ask."""
        parser.add_argument("email", type=str.lower)
        parser.add_argument("--new", action="store_true", help="make the account when there is none")
        parser.add_argument("--staff", action="store_true", help="make the account a director of the school")

    def handle(self, *args: Any, email: str, new: bool, staff: bool, **options: Any) -> str:
        """Print the address."""
        validate_email(email)
        with transaction.atomic():
            user = User.objects.filter(email=email).first()
            if user is None:
                if not new:
                    raise CommandError(f"There is no account with the address {email}. Add --new to make it.")
                user = User.objects.create_user(email)
                # Whoever has this command line vouches for the address.
                EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
            if staff:
                try:
                    give_by_shell(user, _("Given on the school's own server."))
                except CodewardError as error:
                    raise CommandError(str(error)) from None
            token = issue_sign_in(user)
        # Beside the address, which alone is standard output: scripts take it as it is.
        then = " Then go on under Office." if staff else ""
        self.stderr.write(f"Open this address in a browser. It works once, within 12 hours.{then}", str)
        return settings.CODEWARD.site_url.rstrip("/") + reverse("accounts:start", args=[token])

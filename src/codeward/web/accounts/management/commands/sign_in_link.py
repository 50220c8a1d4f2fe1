"""``manage sign_in_link EMAIL``: a one-time way in, for whoever has the machine's command line."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from codeward.web.accounts import tokens
from codeward.web.accounts.models import User


class Command(BaseCommand):
    """Makes the first member of staff, and lets in whoever is locked out."""

    help = "Print a one-time sign-in address for an account. --new makes the account, --staff makes it staff."

    def add_arguments(self, parser: CommandParser) -> None:
        """What one may ask."""
        parser.add_argument("email", type=str.lower)
        parser.add_argument("--new", action="store_true", help="make the account when there is none")
        parser.add_argument("--staff", action="store_true", help="let the account run the school")

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
                user.is_staff = user.is_superuser = True
                user.save(update_fields=["is_staff", "is_superuser"])
            token = tokens.issue(user)
        return settings.CODEWARD.site_url.rstrip("/") + reverse("accounts:start", args=[token])

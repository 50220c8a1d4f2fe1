"""``manage sign_out EMAIL`` or ``--everybody``: end sessions, such as after a secret was lost."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from codeward.web.accounts.acts import EVERYBODY_OUT
from codeward.web.accounts.lifting import sign_out_everywhere
from codeward.web.accounts.models import User
from codeward.web.audit.api import OPERATOR, record


class Command(BaseCommand):
    """Ends sessions (ASVS 7.4.5)."""

    help = "Sign one account out on every device, or everybody. Guests lose the way to their work with --everybody."

    def add_arguments(self, parser: CommandParser) -> None:
        """What one may ask."""
        parser.add_argument("email", type=str.lower, nargs="?", default="")
        parser.add_argument("--everybody", action="store_true", help="end every session there is")

    def handle(self, *args: Any, email: str, everybody: bool, **options: Any) -> str:
        """Do it, and say how many there were."""
        if everybody == bool(email):
            raise CommandError("Name one account, or say --everybody.")
        if everybody:
            with transaction.atomic():
                ended, _rows = Session.objects.all().delete()
                record(EVERYBODY_OUT, actor=None, role=OPERATOR, changed={"devices": (ended, 0)})
            return f"Sessions ended: {ended}."
        user = User.objects.filter(email=email).first()
        if user is None:
            raise CommandError(f"There is no account with the address {email}.")
        return f"Sessions ended: {sign_out_everywhere(user)}."

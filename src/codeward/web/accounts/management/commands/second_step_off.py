"""``manage second_step_off EMAIL``: for somebody who has lost phone and recovery codes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from codeward.web.accounts.lifting import lift_second_step
from codeward.web.accounts.models import User


class Command(BaseCommand):
    """Takes the second step off an account."""

    help = "Take the second step off an account whose owner has lost it. Be sure that it is they who ask."

    def add_arguments(self, parser: CommandParser) -> None:
        """What one may ask."""
        parser.add_argument("email", type=str.lower)

    def handle(self, *args: Any, email: str, **options: Any) -> str:
        """Do it, and say what follows."""
        user = User.objects.filter(email=email).first()
        if user is None:
            raise CommandError(f"There is no account with the address {email}.")
        if not lift_second_step(user):
            raise CommandError(f"The account {email} has no second step.")
        return (
            f"The second step is off; {email} is signed out everywhere and was told so. The password stays."
        )

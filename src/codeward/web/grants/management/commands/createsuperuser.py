"""``manage createsuperuser``: Django's word for what is a director here. It says the way."""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Tells what to type instead: Django's flags decide nothing here."""

    help = "There are no superusers here: see sign_in_link."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> NoReturn:
        """Say what to do."""
        raise CommandError(
            "There are no superusers here. Make a director: manage sign_in_link EMAIL --new --staff"
        )

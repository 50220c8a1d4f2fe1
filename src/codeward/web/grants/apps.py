"""The grants app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GrantsConfig(AppConfig):
    """Who may what: grants of roles, the table of what a role may, and what two people decide."""

    name = "codeward.web.grants"
    label = "grants"

    def ready(self) -> None:
        """Register what is exported, what the clock does, and a new director as a thing of two people."""
        from codeward.web.audit.api import on_roles
        from codeward.web.grants import chores, hooks, moves, portability, second
        from codeward.web.grants.table import Area, Role

        on_roles({role.value: role.label for role in Role})
        portability.register()
        hooks.register()
        chores.register()
        second.on_second(
            moves.NEW_DIRECTOR, _("New director"), Area.PEOPLE, done=moves.come_into_force, dropped=moves.drop
        )

"""The office app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    """The office: queues, people, books, health, settings."""

    name = "codeward.web.office"
    label = "office"

    def ready(self) -> None:
        """Register the office's own queues and pages, what it exports, and its chores."""
        from django.urls import reverse

        from codeward.web.accounts.api import on_arrival, on_invited
        from codeward.web.grants.api import Area
        from codeward.web.office import (
            chores,
            inviting,
            lifting,
            portability,
            queue_approvals,
            queue_jobs,
            queue_mails,
        )
        from codeward.web.office.books import chores as books_chores
        from codeward.web.office.books import portability as books_portability
        from codeward.web.office.doors import seen_by
        from codeward.web.office.registry import queues_of, tab
        from codeward.web.office.settling import asks_first

        on_arrival("office", lambda user: reverse("office:first_run") if asks_first(user) else None)
        on_invited("office", inviting.stands)
        portability.register()
        books_portability.register()
        books_chores.register()
        chores.register()
        lifting.register()
        queue_approvals.register()
        queue_jobs.register()
        queue_mails.register()
        # Everybody sees the tab who sees a queue.
        tab(
            "queues",
            _("Queues"),
            "office:home",
            Area.TICKETS,
            order=0,
            shown=lambda user: bool(queues_of(user)),
        )
        tab("people", _("People"), "office:people", Area.PEOPLE, order=10, shown=seen_by)
        tab("audit", _("Audit"), "office:audit", Area.AUDIT, order=20)
        tab("books", _("Books"), "office:books", Area.SETTINGS, order=60)
        tab("jobs", _("Jobs"), "office:jobs", Area.SETTINGS, order=30)
        tab("health", _("Health"), "office:health", Area.SETTINGS, order=40)
        tab("settings", _("Settings"), "office:settings", Area.SETTINGS, order=90)

"""The exams app: practice exams, put together, sat, scored."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExamsConfig(AppConfig):
    """Practice exams."""

    name = "codeward.web.exams"
    label = "exams"

    def ready(self) -> None:
        """Register what is exported, what staff decide, the chores, and the office's page."""
        from codeward.web.exams import cards, chores, moves, portability  # noqa: F401 - moves registers its acts
        from codeward.web.grants.api import Area, Need
        from codeward.web.office.api import tab

        tab("exam-time", _("Time in exams"), "exams:times", Area.PROGRAMS, Need.DECIDE, order=16)
        cards.register()
        portability.register()
        chores.register()
        tab("exam_questions", _("Exam questions"), "exams:questions", Area.PROGRAMS, Need.WRITE, order=16)

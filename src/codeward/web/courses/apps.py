"""The courses app: the program, its lessons as pages, skills, drills, words."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    """The program and its pages."""

    name = "codeward.web.courses"
    label = "courses"

    def ready(self) -> None:
        """Register exports, merging, what Today shows, what cites a rule, the plan, the office's page, corrections."""
        from codeward.curriculum import program
        from codeward.web.courses import cards, citing, corrections, plan, portability
        from codeward.web.grants.api import Area, Need
        from codeward.web.jobs.api import on_start
        from codeward.web.office.api import tab

        portability.register()
        cards.register()
        citing.register()
        plan.register()
        corrections.register()
        tab("lessons", _("Lessons"), "courses:taught", Area.PROGRAMS, Need.WRITE, order=15)
        # Read once, before the web processes are made from this one: no learner waits for all lessons.
        on_start("courses", program)

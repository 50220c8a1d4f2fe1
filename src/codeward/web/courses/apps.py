"""The courses app: the program, its lessons as pages, skills, drills, words."""

from __future__ import annotations

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """The program and its pages."""

    name = "codeward.web.courses"
    label = "courses"

    def ready(self) -> None:
        """Register what is exported, what a guest keeps, what Today shows, what cites a rule, how long lessons take."""
        from codeward.web.courses import cards, citing, plan, portability

        portability.register()
        cards.register()
        citing.register()
        plan.register()

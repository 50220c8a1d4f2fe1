"""The courses app: the program, its lessons as pages, skills, drills, words."""

from __future__ import annotations

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """The program and its pages."""

    name = "codeward.web.courses"
    label = "courses"

    def ready(self) -> None:
        """Register what is exported, what a guest keeps, what Today shows, and how long lessons are meant to take."""
        from codeward.web.courses import cards, plan, portability

        portability.register()
        cards.register()
        plan.register()

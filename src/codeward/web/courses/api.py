"""What other apps may use of courses. They import from here and nowhere deeper."""

from codeward.web.courses.standing import Standing, standing_of

__all__ = ["Standing", "standing_of"]

"""What is wrong with a file of the curriculum: which file, which line, which field, and the way out."""

from __future__ import annotations

from codeward.errors import CodewardError

__all__ = ["LESSON_FORMAT", "LessonError"]

LESSON_FORMAT = "See docs/reference/lesson-format.md"


class LessonError(CodewardError):
    """A file of the curriculum does not fit the contract.

    `.path` is the file, `.line` the line in it from 1 (0 where the whole file is meant), `.where` the field.
    """

    def __init__(
        self, message: str, way_out: str = LESSON_FORMAT, *, path: str = "", line: int = 0, where: str = ""
    ) -> None:
        self.path = path
        self.line = line
        self.where = where
        self.said = message
        file = f"{path}:{line}" if line else path
        place = " ".join(part for part in (file, f"({where})" if where else "") if part)
        super().__init__(f"{place}: {message}" if place else message, way_out)

    @property
    def every(self) -> tuple[LessonError, ...]:
        """All that is wrong where several things are; itself otherwise."""
        return (self,)

"""The program as it lies on disk: skills, map, lessons, items, cards and word parts, and whether they hang together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from codeward import settings
from codeward.charts import WordPart, read_parts
from codeward.curriculum.bank import ITEMS, item_files, read_item
from codeward.curriculum.errors import LessonError
from codeward.curriculum.folders import content_folder, read_text
from codeward.curriculum.hanging import faults_between
from codeward.curriculum.item import Item
from codeward.curriculum.lesson import Lesson
from codeward.curriculum.outline import ProgramFile
from codeward.curriculum.reading import LESSON, lesson_files, read_lesson
from codeward.curriculum.skills import Skill
from codeward.curriculum.whole import Program, forget_charts
from codeward.curriculum.yamltext import into, mapping, value_of
from codeward.errors import ChartError

__all__ = ["load_lesson", "load_program", "program", "read_again", "skill_list"]

_SKILLS = TypeAdapter(tuple[Skill, ...])
PROGRAM, SKILLS, PARTS, LESSONS = "program.yaml", "skills.yaml", "parts.yaml", "lessons"
T = TypeVar("T")


def load_lesson(folder: Path | str) -> Lesson:
    """Read the lesson in *folder*. Raises LessonError."""
    path = Path(folder)
    if not (path / LESSON).is_file():
        raise LessonError("holds no lesson", "A lesson is a folder with a file lesson.md", path=str(folder))
    shown = f"{path.parent.name}/{path.name}" if path.parent.name == LESSONS else path.name
    return read_lesson(lesson_files(path, shown), shown)


@lru_cache(maxsize=1)
def program() -> Program:
    """Return the school's program: our own content and that of the folders which CODEWARD_CURRICULUM names.

    Read once for the process. What cannot be read is left out and stands in `.errors`.
    """
    return load_program(settings.curriculum(), strict=False)


def read_again(*, charts: bool = True) -> None:
    """Forget what :func:`program` read, so that whoever asks next has the files as they are now.

    Without `charts` those stay: no file of theirs has changed, and they take longest. For an author's preview alone: a
    school reads its content once, and every page of it shows the same.
    """
    program.cache_clear()
    if charts:
        forget_charts()


def load_program(
    folders: Iterable[Path | str] = (), *, base: Path | str | None = None, strict: bool = True
) -> Program:
    """Read the whole program: our own content, or that in *base* in its place, and beside it that in *folders*.

    A folder of content holds any of `skills.yaml`, `lessons/ID/`, `items/` and charts; the base has `program.yaml`
    besides. Strict raises the first LessonError; otherwise what is wrong is left out and listed in `.errors`.
    """
    first = content_folder() if base is None else Path(base)
    return _Loader([first, *map(Path, folders)]).program(strict=strict)


@lru_cache(maxsize=1)
def skill_list() -> dict[str, Skill]:
    """Return the closed list of skills by id, in the order of the program. Raises LessonError.

    Of our own content alone, and without its lessons: a page that only names a skill does not wait for them.
    """
    loader = _Loader([content_folder()])
    found = loader.skills()
    if loader.errors:
        raise loader.errors[0]
    return found


@lru_cache(maxsize=256)
def _lesson(folder: str, files: tuple[tuple[str, str], ...]) -> Lesson:
    """Read a lesson of these files once: whoever loads the program again mostly finds it unchanged."""
    return read_lesson(dict(files), folder)


@lru_cache(maxsize=4_096)
def _item(path: Path, _changed: int, shown: str) -> Item:
    """Read an item once for as long as its file is not written anew."""
    return read_item(path, shown)


class _Loader:
    def __init__(self, folders: list[Path]) -> None:
        self.folders = tuple(dict.fromkeys(folders))
        self.errors: list[LessonError] = []
        self.places: dict[str, str] = {}

    def keep(self, error: LessonError) -> None:
        self.errors += error.every

    def program(self, *, strict: bool) -> Program:
        own = self.folders[0]
        file = self.file(own)
        skills = self.skills()
        lessons = self.lessons()
        bank = self.bank()
        order = [lesson for module in file.modules for lesson in module.lessons] if file else []
        lessons = {
            **{name: lessons[name] for name in order if name in lessons},
            **{name: lesson for name, lesson in lessons.items() if name not in order},
        }
        found = Program(
            file=file,
            skills=skills,
            lessons=lessons,
            bank=bank,
            parts=self.parts(own),
            folders=self.folders,
            places=self.places,
        )
        self.errors += faults_between(found)
        if strict and self.errors:
            raise self.errors[0]
        return replace(found, errors=tuple(self.errors))

    def file(self, folder: Path) -> ProgramFile | None:
        try:
            text = read_text(folder / PROGRAM, PROGRAM)
            return into(ProgramFile, mapping(text, PROGRAM), text=text, path=PROGRAM)
        except LessonError as error:
            self.keep(error)
            return None

    def skills(self) -> dict[str, Skill]:
        found: dict[str, Skill] = {}
        for folder in self.folders:
            path = folder / SKILLS
            if folder is not self.folders[0] and not path.is_file():
                continue
            shown = self.shown(folder, SKILLS)
            try:
                text = read_text(path, shown)
                skills = into(_SKILLS, value_of(text, shown), text=text, path=shown)
            except LessonError as error:
                self.keep(error)
                continue
            for skill in skills:
                self.once(found, skill.id, skill, "skill", shown, _line_of(text, skill.id))
        return found

    def lessons(self) -> dict[str, Lesson]:
        found: dict[str, Lesson] = {}
        for folder in self.folders:
            for path in sorted((folder / LESSONS).glob(f"*/{LESSON}")):
                shown = self.shown(folder, f"{LESSONS}/{path.parent.name}")
                try:
                    lesson = _lesson(shown, tuple(lesson_files(path.parent, shown).items()))
                except LessonError as error:
                    self.keep(error)
                    continue
                if lesson.id != path.parent.name:
                    message = f"the lesson {lesson.id} lies in a folder called {path.parent.name}"
                    way_out = "Give both one name"
                    self.errors.append(
                        LessonError(
                            message, way_out, path=f"{shown}/{LESSON}", line=lesson.line_of(lesson.id)
                        )
                    )
                self.once(found, lesson.id, lesson, "lesson", f"{shown}/{LESSON}", lesson.line_of(lesson.id))
        return found

    def bank(self) -> dict[str, Item]:
        found: dict[str, Item] = {}
        for folder in self.folders:
            for path in item_files(folder / ITEMS):
                shown = self.shown(folder, path.relative_to(folder).as_posix())
                try:
                    item = _item(path, path.stat().st_mtime_ns, shown)
                except LessonError as error:
                    self.keep(error)
                    continue
                self.once(found, item.id, item, "item", shown, 1)
        return found

    def parts(self, folder: Path) -> tuple[WordPart, ...]:
        if not (folder / PARTS).is_file():
            return ()
        try:
            text = read_text(folder / PARTS, PARTS)
            return read_parts(text).parts
        except LessonError as error:
            self.keep(error)
        except ChartError as error:
            self.keep(LessonError(error.message, "See docs/reference/word-parts.md"))
        return ()

    def shown(self, folder: Path, name: str) -> str:
        return name if folder is self.folders[0] else f"{folder.name}/{name}"

    def once(self, found: dict[str, T], name: str, value: T, what: str, path: str, line: int) -> None:
        """Keep a value under its id, and where it stands; the second of one id is an error."""
        place = f"{what} {name}"
        if name in found:
            message = f"the {what} {name} is there twice: {self.places[place]}"
            self.errors.append(LessonError(message, "Give one another id", path=path, line=line))
            return
        found[name] = value
        self.places[place] = f"{path}:{line}" if line else path


def _line_of(text: str, name: str) -> int:
    for number, line in enumerate(text.splitlines(), 1):
        if f"id: {name}" in line:
            return number
    return 0

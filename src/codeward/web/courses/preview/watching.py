"""The folder that an author works in: whether it has changed, and what is wrong with it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from codeward.curriculum import program, read_again
from codeward.errors import CodewardError
from codeward.web.charts.api import curriculum, forget_charts
from codeward.web.courses.drilling import forget_drills
from codeward.web.courses.sheet import forget_sheets

__all__ = ["FILES_WATCHED", "Fault", "Previewed", "Watch"]

FILES_WATCHED: Final = 5_000
"""Files that a folder under preview may hold: each is asked for its time once a second."""


class Fault(NamedTuple):
    """What is wrong with a file: where it stands, what is wrong, and the way out."""

    place: str
    said: str
    way_out: str


@dataclass(frozen=True, slots=True)
class Previewed:
    """What is previewed: the folder that was named, the folder of content it lies in, and the lesson it is, if one.

    `content` is called by its name in errors; None where the folder is of Codeward's own content.
    """

    folder: Path
    content: Path | None = None
    lesson: str = ""

    @property
    def roots(self) -> tuple[Path, ...]:
        """The folders whose files are watched."""
        return (self.folder,) if self.content is None else (self.folder, self.content)

    @property
    def own(self) -> str:
        """How the files of the previewed folder begin in errors."""
        return f"{self.content.name}/" if self.content is not None else ""


@dataclass
class Watch:
    """Looks whether anything was saved, and has it read again. One for the process."""

    what: Previewed
    edition: int = 0
    _seen: dict[str, tuple[int, int]] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def look(self) -> int:
        """Return the number of what is read now: another one after each change, when all of it is read anew."""
        with self._lock:
            now = dict(_files(self.what.roots))
            if self._seen is None or now != self._seen:
                changed = {path for path, _held in set(now.items()) ^ set((self._seen or {}).items())}
                charts = self._seen is None or not all(self._is_of_lesson(path) for path in changed)
                self._seen = now
                # The clock, so that a preview which was started anew is another edition too.
                self.edition = max(self.edition + 1, time.time_ns())
                read_again(charts=charts)
                if charts:
                    forget_charts()
                forget_sheets()
                forget_drills()
            return self.edition

    def _is_of_lesson(self, path: str) -> bool:
        inside = [self.what.folder] if self.what.lesson else []
        inside += [self.what.content / "lessons"] if self.what.content is not None else []
        return any(Path(path).is_relative_to(one) for one in inside)

    def faults(self) -> list[Fault]:
        """Return what is wrong with the folder's files, in the order in which it was found."""
        try:
            lessons, charts = program().errors, curriculum().errors
        except CodewardError as error:
            return [Fault("", error.message, error.way_out)]
        found = [
            Fault(f"{one.path}:{one.line}" if one.line else one.path, _said(one.said, one.where), one.way_out)
            for one in lessons
            if self._mine(one.path)
        ]
        if self.what.content is not None:
            found += [Fault(one.path, one.message, one.way_out) for one in charts]
        return found

    def _mine(self, path: str) -> bool:
        what = self.what
        if not path.startswith(what.own):
            return False
        rest = path.removeprefix(what.own)
        # Beside one lesson, others of its folder may be half written; what all share has to be right.
        if what.lesson and (what.content is None or rest.startswith("lessons/")):
            return rest.startswith(f"lessons/{what.lesson}/")
        return True


def _said(said: str, where: str) -> str:
    return f"{where}: {said}" if where else said


def _files(roots: tuple[Path, ...]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each file with its time and size. What begins with a dot is an editor's or git's own."""
    left = FILES_WATCHED
    for root in roots:
        for folder, folders, names in os.walk(root):
            folders[:] = [one for one in folders if not one.startswith(".")]
            for name in (one for one in names if not one.startswith(".")):
                path = Path(folder) / name
                try:
                    held = path.stat()
                except OSError:  # gone between the two looks
                    continue
                left -= 1
                if left < 0:
                    return
                yield str(path), (held.st_mtime_ns, held.st_size)

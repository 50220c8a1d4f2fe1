"""``preview``: the school's pages around a folder that an author writes in, with a home that goes when it ends.

Nothing of a school that may be on this machine is read or written: no database, no home, no cookie of its.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any, Final

from codeward import settings
from codeward.curriculum import content_folder, program
from codeward.errors import CodewardError
from codeward.web.serving import home as homes
from codeward.web.serving.serve import address, bind, say, web_process

__all__ = ["find", "preview"]

HOST: Final = "127.0.0.1"
LESSON: Final = "lesson.md"
KEPT: Final = frozenset({settings.CACHE, settings.SHARED})
"""What of the school's own settings stays: where compiled books lie. A preview is set up by nothing else."""
MIDDLEWARE: Final = "codeward.web.courses.preview.middleware.Preview"
URLS: Final = "codeward.web.courses.preview.urls"


def preview(folder: Path, port: int) -> int:
    """Serve the preview of *folder* until SIGTERM or SIGINT; returns the exit code. Raises CodewardError."""
    with tempfile.TemporaryDirectory(prefix="codeward-preview-") as made:
        home = Path(made) / "home"
        what = find(folder, Path(made))
        listener = bind(HOST, port)
        _set_apart(home, what["content"], address(HOST, port))
        homes.make(home)
        import django

        django.setup()
        from django.conf import settings as django_settings
        from django.db import connections

        from codeward.web.serving import web
        from codeward.web.serving.collect import collect
        from codeward.web.serving.prepare import migrate, open_book
        from codeward.web.serving.supervise import supervise

        django_settings.PREVIEW = what
        django_settings.ROOT_URLCONF = URLS
        django_settings.MIDDLEWARE = [*django_settings.MIDDLEWARE, MIDDLEWARE]
        # Browsers keep cookies by host and not by port: a school on this machine has its own.
        for name in ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME"):
            setattr(django_settings, name, f"{getattr(django_settings, name)}_preview")
        migrate()
        open_book(say)
        collect()
        web.school()
        program()  # what is Codeward's own is read once, by the process that the others are forked from
        listener.listen(web.BACKLOG)
        say(f"Preview: {address(HOST, port)}/preview/\nIt reloads when you save. Stop with Ctrl+C.")
        connections.close_all()
        return supervise(
            [web_process(listener)], grace=django_settings.CODEWARD.graceful_seconds, stopping=listener.close
        )


def find(folder: Path, made: Path) -> dict[str, Any]:
    """Return what *folder* is: itself, the folder of content that it lies in (None: Codeward's own), and which lesson.

    A lesson that lies in no folder of content gets one in *made*. Raises CodewardError for a folder of neither.
    """
    folder = folder.resolve()
    ours = content_folder().resolve()
    if (folder / LESSON).is_file():
        around = folder.parent.parent
        if folder.parent.name != "lessons":
            around = made / folder.parent.name
            (around / "lessons").mkdir(parents=True)
            (around / "lessons" / folder.name).symlink_to(folder, target_is_directory=True)
        return {"folder": folder, "content": None if around == ours else around, "lesson": folder.name}
    holds = any((folder / name).exists() for name in ("lessons", "items", "skills.yaml", "charts"))
    if not holds and not any(folder.glob("*/chart.yaml")):
        raise CodewardError(
            f"{folder} holds no lesson",
            "A lesson is a folder with a file lesson.md; a folder of content holds lessons/, items/ or charts",
        )
    return {"folder": folder, "content": None if folder == ours else folder, "lesson": ""}


def _set_apart(home: Path, content: Path | None, url: str) -> None:
    """Have this process, and those that it starts, know nothing of a school that is set up here."""
    for name in [one for one in os.environ if one.startswith("CODEWARD_") and one not in KEPT]:
        del os.environ[name]
    os.environ[settings.HOME] = str(home)
    os.environ["CODEWARD_SITE_URL"] = url
    # The page asks once a second whether something was saved: no line of log for each.
    os.environ["CODEWARD_LOG_LEVEL"] = "WARNING"
    if content is not None:
        os.environ[settings.CURRICULUM] = str(content)

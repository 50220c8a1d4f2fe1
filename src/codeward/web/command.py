"""The web room's command line: serve, preview, backup, restore, and Django's own commands."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from codeward import settings
from codeward.errors import CodewardError

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 not done, 2 asked wrongly."""
    given = sys.argv[1:] if arguments is None else arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "codeward.web.conf.django")
    try:
        if given[:1] == ["manage"]:
            return _manage(given[1:])
        return _run(_parser().parse_args(given))
    except CodewardError as error:
        print(f"codeward: {error}", file=sys.stderr)  # noqa: T201
        return 1


def _manage(rest: list[str]) -> int:
    from django.core.management import execute_from_command_line

    from codeward.web.serving import home as homes

    homes.make(settings.home())
    homes.make_database()
    execute_from_command_line(["codeward.web manage", *rest])
    return 0


def _run(asked: argparse.Namespace) -> int:
    if asked.command == "serve":
        from codeward.web.serving.serve import serve

        if asked.curriculum:  # the workers find it in their environment
            os.environ[settings.CURRICULUM] = os.pathsep.join(
                str(folder.absolute()) for folder in asked.curriculum
            )
        return serve(asked.host, asked.port, demo=asked.demo)
    if asked.command == "preview":
        from codeward.web.serving.preview import preview

        return preview(asked.folder, asked.port)
    from codeward.web.serving import backup, restore

    if asked.command == "backup":
        return backup.run(asked.file)
    if asked.check:
        return backup.run_check(asked.file)
    return restore.run(asked.file, force=asked.force)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m codeward.web", description="Run the school.")
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="start the school")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    serve.add_argument("--port", type=int, default=8000, help="port (default: %(default)s)")
    serve.add_argument(
        "--curriculum",
        type=Path,
        action="append",
        metavar="FOLDER",
        help="your own lessons and charts beside Codeward's",
    )
    serve.add_argument("--demo", action="store_true", help="with the demo learner; on this machine only")
    preview = commands.add_parser(
        "preview", help="show a lesson as its learners will see it, while it is written"
    )
    preview.add_argument("folder", type=Path, help="a lesson's folder, or a folder of content")
    preview.add_argument("--port", type=int, default=8010, help="port (default: %(default)s)")
    backup = commands.add_parser("backup", help="write everything into one file, also while the school runs")
    backup.add_argument("file", type=Path, help="the .tar.gz to write")
    restore = commands.add_parser("restore", help="bring a backup back")
    restore.add_argument("file", type=Path, help="the .tar.gz of a backup")
    restore.add_argument("--force", action="store_true", help="replace a home that is not empty")
    restore.add_argument("--check", action="store_true", help="only say whether the backup is whole")
    commands.add_parser("manage", help="Django's own commands; everything after it is theirs")
    return parser

"""What must be there before the first request: tables, book, content, static files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from codeward.errors import CodewardError
from codeward.web.conf.database import MIGRATION_LOCK
from codeward.web.conf.durability import weaknesses
from codeward.web.jobs.api import starters
from codeward.web.serving import home as homes
from codeward.web.serving.collect import collect

__all__ = ["migrate", "open_book", "prepare"]

Say = Callable[[str], None]


def prepare(say: Say) -> None:
    """Bring everything up to date. Quick when it is already. Raises CodewardError with the way out."""
    if migrate():
        say("The database is up to date.")
    for weakness in weaknesses(connection):
        say(weakness)
    open_book(say)
    for work in starters().values():
        work()
    if collect():
        say("The static files are ready.")


def migrate() -> bool:
    """Apply the migrations that wait, one host at a time; returns whether there were any.

    Raises CodewardError where a newer Codeward has used the database: this one does not know what its tables mean.
    """
    try:
        homes.make_database()
        with _one_at_a_time():
            executor = MigrationExecutor(connection)
            _refuse_newer(executor.loader)
            waiting = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
            if waiting:
                call_command("migrate", interactive=False, verbosity=0)
            if settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names():
                call_command("createcachetable", verbosity=0)
    except (DatabaseError, OSError) as error:
        raise CodewardError(
            f"The database does not answer as it should ({type(error).__name__}: {error})",
            "Check CODEWARD_DATABASE_URL, the disk's free space and who may write the home folder.",
        ) from error
    return waiting


def _refuse_newer(loader: MigrationLoader) -> None:
    unknown = sorted(set(loader.applied_migrations) - set(loader.disk_migrations) - set(loader.replacements))
    if unknown:
        app, name = unknown[-1]
        raise CodewardError(
            f"A newer Codeward has used this database: it holds {len(unknown)} changes that this one does not know "
            f"(such as {app} {name})",
            "Install the newer Codeward again, or bring back a backup made by this one: "
            "codeward restore --force FILE. Nothing was changed.",
        )


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Hold PostgreSQL's lock for migrating; hosts that start meanwhile wait. SQLite's home has one server anyway."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def open_book(say: Say) -> None:
    """Compile the books where this machine has none yet, and open them once, so that no learner waits for one."""
    from codeward import ready
    from codeward.codesets import books

    seconds = ready.prepare(say)
    book = books.open()
    more = f" Every book was ready in {seconds:.0f} s." if seconds >= 1 else ""
    say(f"Code book: {book.release.id}, {len(book):,} concepts.{more}")

"""What must be there before the first request: tables, book, content, static files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from codeward.errors import CodewardError
from codeward.web.jobs.api import starters
from codeward.web.serving.collect import collect

# Any number that nobody else locks: the letters of the name.
MIGRATION_LOCK = int.from_bytes(b"codeward")
Say = Callable[[str], None]


def prepare(say: Say) -> None:
    """Bring everything up to date. Quick when it is already. Raises CodewardError with the way out."""
    if migrate():
        say("The database is up to date.")
    open_book(say)
    for work in starters().values():
        work()
    if collect():
        say("The static files are ready.")


def migrate() -> bool:
    """Apply the migrations that wait, one host at a time; returns whether there were any."""
    try:
        with _one_at_a_time():
            executor = MigrationExecutor(connection)
            waiting = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
            if waiting:
                call_command("migrate", interactive=False, verbosity=0)
            if settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names():
                call_command("createcachetable", verbosity=0)
    except DatabaseError as error:
        raise CodewardError(
            f"The database does not answer as it should ({type(error).__name__}: {error})",
            "Check CODEWARD_DATABASE_URL, the disk's free space and who may write the home folder.",
        ) from error
    return waiting


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

"""The tables of the newest migrations, for tests that went back: those of other apps that hang on them included."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

__all__ = ["to_newest"]


def to_newest() -> None:
    """Apply every migration that is not applied, of every app."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(executor.loader.graph.leaf_nodes()))

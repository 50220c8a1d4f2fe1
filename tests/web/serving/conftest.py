"""A PostgreSQL database of one's own, for tests that start schools or dump them."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

POSTGRES = os.environ.get("CODEWARD_TEST_DATABASE_URL", "")


@pytest.fixture
def postgres() -> Iterator[str]:
    """The address of an empty database on the PostgreSQL of the tests."""
    if not POSTGRES:
        pytest.skip("CODEWARD_TEST_DATABASE_URL names no PostgreSQL")
    import psycopg

    name = f"codeward_school_{os.getpid()}"
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {name}")
    yield POSTGRES.rsplit("/", 1)[0] + "/" + name
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")

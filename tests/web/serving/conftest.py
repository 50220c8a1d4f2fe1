"""A PostgreSQL database of one's own, for tests that start schools or dump them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from codeward.settings import DATABASE
from tests.warm import ready_books
from tests.web.serving.school import environment, run

POSTGRES = os.environ.get("CODEWARD_TEST_DATABASE_URL", "")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what starts schools as processes of their own."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.process)


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


@pytest.fixture(scope="session")
def books_ready(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every compiled book: made once, whichever test comes first."""
    return ready_books(tmp_path_factory)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with every table, for schools whose first start is not what is tested."""
    home = tmp_path_factory.mktemp("migrated") / "home"
    made = run("manage", "migrate", "--verbosity=0", env=environment(home, home.parent / "cache"))
    assert made.returncode == 0, made.stderr
    return home / DATABASE


def begun(home: Path, migrated: Path) -> Path:
    """`home` with that database in it."""
    home.mkdir(mode=0o700, parents=True)
    shutil.copy2(migrated, home / DATABASE)
    return home


@pytest.fixture(scope="module")
def cache(books_ready: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache for the module, with the books and without the static files: the first start collects those."""
    folder = tmp_path_factory.mktemp("cache")
    for path in books_ready:
        shutil.copy2(path, folder / path.name)
    return folder

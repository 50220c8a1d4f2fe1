"""A restore happens wholly or not at all: cut anywhere, over newer tables, while somebody is connected."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from codeward.web.conf.database import database
from codeward.web.serving import backup, dumps, restore
from codeward.web.serving import home as homes
from codeward.web.serving.archive import BackupError
from codeward.web.serving.scratch import scratch
from tests.web.serving.school import environment, run, running
from tests.web.serving.test_backup import make, remade

NEEDS_PG = pytest.mark.skipif(shutil.which("pg_dump") is None, reason="pg_dump is not installed")
# Ends itself, as a power cut or kill -9 would, before the n-th rename of the command.
CUT = """
import os, signal, sys
from pathlib import Path
left = int(sys.argv[1])
def cut(real):
    def call(*given):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*given)
    return call
Path.rename, Path.replace = cut(Path.rename), cut(Path.replace)
from codeward.settings import home
from codeward.web.conf.database import configured
from codeward.web.serving import restore
restore.restore(Path(sys.argv[2]), home(), configured(), force=True)
"""


def school(folder: Path, word: str) -> Path:
    """A small school whose key, database and release all say the same word."""
    folder.mkdir(parents=True)
    (folder / "releases").mkdir()
    (folder / "releases" / "one.book").write_text(word)
    (folder / "secret_key").write_text(word * 20)
    with closing(sqlite3.connect(folder / "codeward.sqlite3")) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("CREATE TABLE work (answer TEXT)")
        db.execute("INSERT INTO work VALUES (?)", [word])
        db.commit()
    return folder


def says(folder: Path) -> set[str]:
    """Every word that a part of the school says: one where it is whole."""
    said = {(folder / "releases" / "one.book").read_text(), (folder / "secret_key").read_text()[:3]}
    with closing(sqlite3.connect(folder / "codeward.sqlite3")) as db:
        return said | {row[0] for row in db.execute("SELECT answer FROM work")}


def cut_at(step: int, file: Path, home: Path) -> int:
    """Restore in a process that ends before its `step`-th rename; returns the exit code."""
    env = environment(home, home.parent / "cache")
    return subprocess.run(
        [sys.executable, "-c", CUT, str(step), str(file)],
        env=env,
        capture_output=True,
        check=False,
        timeout=60,
    ).returncode


def test_a_restore_cut_at_any_rename_is_finished_or_has_changed_nothing(tmp_path: Path) -> None:
    file = tmp_path / "old.tar.gz"
    make(school(tmp_path / "old", "old"), file)
    pristine, halves, step = school(tmp_path / "new", "new"), 0, 0
    while True:
        step += 1
        home = tmp_path / f"cut{step}"
        shutil.copytree(pristine, home)
        code = cut_at(step, file, home)
        if code == 0:
            break
        assert code == -signal.SIGKILL
        # What the next start did before: it would have found no database here, and made an empty one.
        halves += not (home / "codeward.sqlite3").exists()
        finished = restore.finish(home, database("", home))
        assert says(home) == {"old" if finished else "new"}
        assert [path.name for path in home.iterdir() if path.name.startswith(".")] == []
        assert restore.finish(home, database("", home)) is False
    assert says(home) == {"old"}
    assert step > 6
    assert halves >= 1, "no cut fell between the two renames of the database: the test shows nothing"


def test_a_restore_that_was_cut_is_finished_by_the_next_restore_and_refused_by_a_backup(
    tmp_path: Path,
) -> None:
    file = tmp_path / "old.tar.gz"
    make(school(tmp_path / "old", "old"), file)
    home = school(tmp_path / "new", "new")
    assert cut_at(3, file, home) == -signal.SIGKILL
    with pytest.raises(BackupError, match="cut short"):
        make(home, tmp_path / "half.tar.gz")
    with pytest.raises(BackupError, match="--force"):
        restore.restore(file, home, database("", home), force=False)
    assert says(home) == {"old"}


def test_a_backup_whose_database_is_empty_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "old.tar.gz"
    make(school(tmp_path / "old", "old"), file)
    empty = remade(file, tmp_path / "empty.tar.gz", {"database.sqlite3": b""})
    home = school(tmp_path / "new", "new")
    with pytest.raises(BackupError, match="empty"):
        restore.restore(empty, home, database("", home), force=True)
    assert says(home) == {"new"}


def test_a_database_that_lies_elsewhere_is_locked_and_brought_back_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file may be on another disk and under another school's hands: neither is seen from the home."""
    file, home = tmp_path / "old.tar.gz", tmp_path / "home"
    make(school(tmp_path / "old", "old"), file)
    other = school(tmp_path / "elsewhere", "new") / "codeward.sqlite3"
    url = f"sqlite://{other}"
    monkeypatch.setenv("CODEWARD_DATABASE_URL", url)
    with homes.in_use(tmp_path / "old"), pytest.raises(Exception, match="already running"):
        restore.restore(file, home, database(url, home), force=True)
    restore.restore(file, home, database(url, home), force=True)
    with closing(sqlite3.connect(other)) as db:
        assert db.execute("SELECT answer FROM work").fetchall() == [("old",)]
    (aside,) = other.parent.glob("replaced-*")
    assert (aside / "codeward.sqlite3").exists()
    assert not list(other.parent.glob(".restore-*"))


def test_a_killed_backup_leaves_its_copy_in_the_home_closed_and_the_next_one_removes_it(
    tmp_path: Path,
) -> None:
    home, file = school(tmp_path / "home", "new"), tmp_path / "b.tar.gz"
    kill = "import os, tarfile; tarfile.open = lambda *a, **k: os.kill(os.getpid(), 9)"
    go = "from codeward.web.command import main; main(['backup', os.environ['FILE']])"
    env = environment(home, tmp_path / "cache", FILE=str(file), TMPDIR=str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    subprocess.run([sys.executable, "-c", f"{kill}\n{go}"], env=env, check=False, timeout=60)
    (left,) = home.glob(".backup-*")
    assert stat.S_IMODE(left.stat().st_mode) == 0o700
    assert stat.S_IMODE((left / "database.sqlite3").stat().st_mode) == 0o600
    assert len(list(tmp_path.glob(".b.tar.gz.*"))) == 1
    assert list((tmp_path / "tmp").iterdir()) == []
    with scratch(home) as another:  # of a backup that still runs
        make(home, file)
        assert another.exists()
    assert not list(home.glob(".backup-*"))
    assert not list(tmp_path.glob(".b.tar.gz.*"))


def test_a_school_is_closed_to_others_also_where_it_was_open_before(cache: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    env = environment(home, cache)
    old = os.umask(0o022)
    try:
        assert run("manage", "migrate", env=env).returncode == 0
        assert stat.S_IMODE((home / "codeward.sqlite3").stat().st_mode) == 0o600
        (home / "codeward.sqlite3").chmod(0o644)
        with running(env, "--demo") as real:
            assert real.get(real.token_path)[0] == 200
            modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in home.glob("codeward.sqlite3*")}
    finally:
        os.umask(old)
    assert set(modes.values()) == {0o600}
    assert len(modes) == 3, modes
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "secret_key").stat().st_mode) == 0o600


GUARDS = "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"


def told_newer(env: dict[str, str]) -> None:
    """Start the school where a newer one was, and see that it says so and touches nothing."""
    refused = run("serve", "--port", "0", env=env)
    assert refused.returncode == 1
    assert "A newer Codeward has used this database" in refused.stderr
    assert "charts 9999_from_the_future" in refused.stderr
    assert "codeward restore --force" in refused.stderr


FUTURE = "INSERT INTO django_migrations (app, name, applied) VALUES ('charts', '9999_from_the_future', '2030-01-01')"


def test_an_older_school_does_not_start_on_newer_tables(cache: Path, tmp_path: Path) -> None:
    env = environment(tmp_path / "home", cache)
    assert run("manage", "migrate", env=env).returncode == 0
    with closing(sqlite3.connect(tmp_path / "home" / "codeward.sqlite3")) as db:
        db.execute(FUTURE)
        db.commit()
    told_newer(env)


def sql(text: str, db: dict[str, Any]) -> str:
    """Ask PostgreSQL."""
    command = ["psql", "--no-psqlrc", "--tuples-only", "--no-align", "--command", text]
    return dumps.postgres(command, db).strip()


@NEEDS_PG
def test_postgresql_an_older_backup_comes_back_over_newer_tables(
    postgres: str, cache: Path, tmp_path: Path
) -> None:
    """A real school's tables, then a newer version's beside them that lean on the older ones."""
    env = environment(tmp_path / "home", cache, CODEWARD_DATABASE_URL=postgres)
    db, file = database(postgres, tmp_path / "home"), tmp_path / "b.tar.gz"
    assert run("manage", "migrate", env=env).returncode == 0
    assert run("backup", str(file), env=env).returncode == 0
    guarded = sql(GUARDS, db)
    assert int(guarded) >= 3  # what is append-only is so by triggers: they come back too
    sql(
        "CREATE TABLE charts_future (id int PRIMARY KEY, who bigint REFERENCES accounts_user(id));"
        "CREATE VIEW future AS SELECT * FROM charts_future;"
        "CREATE FUNCTION from_the_future() RETURNS int LANGUAGE sql AS 'SELECT 1';" + FUTURE,
        db,
    )
    told_newer(env)
    # What the restore was before: the newer table keeps the older one from being replaced.
    with tarfile.open(file) as tar:
        tar.extract("database.pgdump", tmp_path, filter="data")
    naive = [
        "pg_restore",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--single-transaction",
        "--dbname",
        db["NAME"],
    ]
    with pytest.raises(BackupError, match="depend"):
        dumps.postgres([*naive, str(tmp_path / "database.pgdump")], db)
    done = run("restore", "--force", str(file), env=env)
    assert done.returncode == 0, done.stderr
    assert (
        sql("SELECT to_regclass('charts_future') IS NULL AND to_regproc('from_the_future') IS NULL", db)
        == "t"
    )
    assert run("manage", "migrate", "--check", env=env).returncode == 0
    assert sql(GUARDS, db) == guarded
    assert sql("SELECT to_regclass('codeward_restored') IS NULL", db) == "t"


@NEEDS_PG
def test_postgresql_a_restore_is_refused_while_somebody_is_connected(postgres: str, tmp_path: Path) -> None:
    import psycopg

    home, db, file = school(tmp_path / "home", "new"), database(postgres, tmp_path), tmp_path / "b.tar.gz"
    sql("CREATE TABLE work (answer text); INSERT INTO work VALUES ('old')", db)
    backup.create(file, home, db)
    sql("UPDATE work SET answer = 'new'", db)
    with psycopg.connect(postgres), pytest.raises(BackupError, match="in use"):
        restore.restore(file, home, db, force=True)
    assert sql("SELECT answer FROM work", db) == "new"
    assert not list(home.glob("replaced-*"))
    assert not (home / ".restoring.json").exists()
    restore.restore(file, home, db, force=True)
    assert sql("SELECT answer FROM work", db) == "old"


@NEEDS_PG
def test_postgresql_a_restore_cut_at_any_rename_is_one_with_its_database(
    postgres: str, tmp_path: Path
) -> None:
    """Cut before the commit nothing changed; cut after it, the next start brings the files after the database."""
    db, file = database(postgres, tmp_path), tmp_path / "b.tar.gz"
    sql("CREATE TABLE work (answer text); INSERT INTO work VALUES ('old')", db)
    backup.create(file, school(tmp_path / "old", "old"), db)
    seen = set()
    for step in range(1, 9):
        sql("UPDATE work SET answer = 'new'", db)
        home = school(tmp_path / f"cut{step}", "new")
        env = environment(home, tmp_path / "cache", CODEWARD_DATABASE_URL=postgres)
        code = subprocess.run(
            [sys.executable, "-c", CUT, str(step), str(file)],
            env=env,
            capture_output=True,
            check=False,
            timeout=60,
        ).returncode
        if code == 0:
            break
        finished = restore.finish(home, db)
        key = (home / "secret_key").read_text()[:3]
        assert (key, sql("SELECT answer FROM work", db)) == (("old", "old") if finished else ("new", "new"))
        seen.add(finished)
    assert seen == {True, False}


@NEEDS_PG
def test_postgresql_a_restore_from_another_host_is_refused_while_a_school_runs(
    postgres: str, cache: Path, tmp_path: Path
) -> None:
    """Its home is another, so that the home's lock says nothing: the school's own connections do."""
    env = environment(tmp_path / "home", cache, CODEWARD_DATABASE_URL=postgres)
    other = environment(tmp_path / "other", cache, CODEWARD_DATABASE_URL=postgres)
    file = tmp_path / "b.tar.gz"
    with running(env, "--demo") as real:
        assert real.get(real.token_path)[0] == 200
        assert run("backup", str(file), env=env).returncode == 0
        refused = run("restore", "--force", str(file), env=other)
        assert refused.returncode == 1
        assert "The database is in use" in refused.stderr
        assert real.get("/healthz")[0] == 200
    done = run("restore", "--force", str(file), env=other)
    assert done.returncode == 0, done.stderr

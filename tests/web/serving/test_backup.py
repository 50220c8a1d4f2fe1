"""Backup and restore: whole, checked, and never over somebody's data by accident."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import stat
import tarfile
from pathlib import Path
from typing import Any

import pytest

from codeward import settings
from codeward.web.conf.database import database
from codeward.web.serving import archive, backup, dumps
from codeward.web.serving.archive import BackupError
from codeward.web.serving.home import in_use
from codeward.web.serving.restore import restore
from tests.web.serving.school import environment, run, running


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A small school: key, database with a row, one installed release."""
    folder = tmp_path / "home"
    (folder / "releases").mkdir(parents=True)
    (folder / "releases" / "icd10cm-2027.book").write_bytes(os.urandom(5000))
    (folder / "crosswalks").mkdir()
    (folder / "crosswalks" / "own.json").write_text("{}")
    (folder / "crosswalks" / "gem-2018.sqlite").write_bytes(os.urandom(3000))
    (folder / "crosswalks" / ".gem-2018.sqlite.77.tmp").write_bytes(b"half")
    (folder / "secret_key").write_text("k" * 64)
    db = sqlite3.connect(folder / "codeward.sqlite3")
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("CREATE TABLE work (answer TEXT)")
    db.execute("INSERT INTO work VALUES ('E11.22')")
    db.commit()
    db.close()
    return folder


def answers(folder: Path) -> list[str]:
    """What the database in `folder` holds."""
    db = sqlite3.connect(folder / "codeward.sqlite3")
    try:
        return [row[0] for row in db.execute("SELECT answer FROM work")]
    finally:
        db.close()


def make(home: Path, file: Path) -> dict[str, Any]:
    """A backup of `home`."""
    return backup.create(file, home, database("", home))


def bring_back(file: Path, home: Path, *, force: bool = False) -> dict[str, Any]:
    """Restore `file` into `home`."""
    return restore(file, home, database("", home), force=force)


def test_there_and_back(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "school.tar.gz"
    manifest = make(home, file)
    kept = ("secret_key", "releases/icd10cm-2027.book", "crosswalks/own.json", "crosswalks/gem-2018.sqlite")
    assert set(manifest["files"]) == {"database.sqlite3", *kept}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    fresh = tmp_path / "fresh"
    bring_back(file, fresh)
    assert answers(fresh) == ["E11.22"]
    for name in kept:
        assert (fresh / name).read_bytes() == (home / name).read_bytes()
    assert stat.S_IMODE((fresh / "secret_key").stat().st_mode) == 0o600
    assert sorted(path.name for path in fresh.iterdir()) == [
        "codeward.sqlite3",
        "crosswalks",
        "releases",
        "secret_key",
        "serve.lock",
    ]


def test_all_that_the_home_holds_is_backed_up_and_what_it_does_not_know_is_told(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A new room that keeps something in the home stands in HOME_HOLDS, or every backup says so."""
    for part in settings.HOME_HOLDS:
        assert part.what
    (home / "forgotten").mkdir()
    (home / "serve.lock").touch()
    (home / "replaced-20260101T000000.0").mkdir()
    monkeypatch.setenv("CODEWARD_HOME", str(home))
    monkeypatch.delenv("CODEWARD_DATABASE_URL", raising=False)
    assert backup.run(tmp_path / "school.tar.gz") == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "Left out: forgotten, which is nothing that the school keeps in its home."
    ]


def test_a_backup_is_checked_without_touching_anything(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "school.tar.gz"
    made = make(home, file)
    before = sorted(path.name for path in home.iterdir())
    assert backup.check(file, database("", home), home) == made
    assert sorted(path.name for path in home.iterdir()) == before
    file.write_bytes(file.read_bytes()[:-200])
    with pytest.raises(BackupError):
        backup.check(file, database("", home), home)


def remade(file: Path, target: Path, change: dict[str, bytes | None]) -> Path:
    """The backup with parts taken out (None) or put in, its manifest told so."""
    with tarfile.open(file) as tar:
        parts = {m.name: tar.extractfile(m).read() for m in tar.getmembers()}  # type: ignore[union-attr]
    manifest = json.loads(parts.pop("manifest.json"))
    for name, content in change.items():
        parts.pop(name, None)
        manifest["files"].pop(name, None)
        if content is not None:
            parts[name] = content
            manifest["files"][name] = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    with tarfile.open(target, "w:gz") as tar:
        for name, content in {"manifest.json": json.dumps(manifest).encode(), **parts}.items():
            head = tarfile.TarInfo(name)
            head.size = len(content)
            tar.addfile(head, io.BytesIO(content))
    return target


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"database.sqlite3": None}, "lacks database.sqlite3"),
        ({"secret_key": None}, "lacks secret_key"),
        ({"somewhere/else": b"x"}, "which no backup holds"),
    ],
)
def test_a_backup_that_lacks_or_adds_a_part_touches_nothing(
    change: dict[str, bytes | None], said: str, home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "school.tar.gz"
    make(home, file)
    fresh = tmp_path / "fresh"
    with pytest.raises(BackupError, match=said):
        bring_back(remade(file, tmp_path / "other.tar.gz", change), fresh)
    assert [path.name for path in fresh.iterdir() if path.name != "serve.lock"] == []


def test_a_backup_while_somebody_writes_is_one_state(home: Path, tmp_path: Path) -> None:
    writer = sqlite3.connect(home / "codeward.sqlite3", isolation_level=None)
    writer.execute("INSERT INTO work VALUES ('in the write-ahead log')")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO work VALUES ('not committed')")
    make(home, tmp_path / "b.tar.gz")
    writer.execute("ROLLBACK")
    writer.close()
    bring_back(tmp_path / "b.tar.gz", tmp_path / "fresh")
    assert answers(tmp_path / "fresh") == ["E11.22", "in the write-ahead log"]


def test_restore_refuses_a_home_with_data(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.tar.gz"
    make(home, file)
    with pytest.raises(BackupError, match="--force"):
        bring_back(file, home)
    assert answers(home) == ["E11.22"]


def test_force_keeps_what_it_replaces(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.tar.gz"
    make(home, file)
    db = sqlite3.connect(home / "codeward.sqlite3")
    db.execute("INSERT INTO work VALUES ('later')")
    db.commit()
    db.close()
    bring_back(file, home, force=True)
    assert answers(home) == ["E11.22"]
    (aside,) = home.glob("replaced-*")
    assert answers(aside) == ["E11.22", "later"]


def test_restore_refuses_while_the_school_runs(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.tar.gz"
    make(home, file)
    with in_use(home), pytest.raises(Exception, match="already running"):
        bring_back(file, home, force=True)
    assert answers(home) == ["E11.22"]


def damaged(file: Path, change: str) -> Path:
    """A copy of the backup with something wrong."""
    bad = file.with_name(f"bad-{change}.tar.gz")
    with tarfile.open(file) as source, tarfile.open(bad, "w:gz") as target:
        for member in source.getmembers():
            data = source.extractfile(member).read()  # type: ignore[union-attr]
            if member.name == "secret_key" and change == "byte":
                data = b"x" + data[1:]
            if member.name == "secret_key" and change == "missing":
                continue
            if member.name == "manifest.json" and change in {"format", "escape", "json"}:
                said = json.loads(data)
                said["format"] = 99 if change == "format" else 1
                if change == "escape":
                    said["files"]["../escaped"] = said["files"]["secret_key"]
                data = b"{" if change == "json" else json.dumps(said).encode()
            if member.name == "manifest.json" and change == "headless":
                continue
            member.size = len(data)
            target.addfile(member, io.BytesIO(data))
        if change == "escape":
            info = tarfile.TarInfo("../escaped")
            info.size = 64
            target.addfile(info, io.BytesIO(b"k" * 64))
    return bad


@pytest.mark.parametrize("change", ["byte", "missing", "format", "json", "headless", "escape"])
def test_a_damaged_backup_touches_nothing(change: str, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.tar.gz"
    make(home, file)
    with pytest.raises(BackupError) as caught:
        bring_back(damaged(file, change), home, force=True)
    assert caught.value.way_out
    assert answers(home) == ["E11.22"]
    assert not list(home.glob("replaced-*"))
    assert not list(home.glob(".restore-*"))
    assert not (tmp_path / "escaped").exists()
    assert not (home / "escaped").exists()


@pytest.mark.parametrize("cut", [0, 10, 2000])
def test_a_cut_backup_touches_nothing(cut: int, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.tar.gz"
    make(home, file)
    file.write_bytes(file.read_bytes()[:cut])
    with pytest.raises(BackupError):
        bring_back(file, tmp_path / "fresh")
    assert not (tmp_path / "fresh" / "codeward.sqlite3").exists()


def test_a_backup_of_nothing_or_to_nowhere_is_refused(home: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="CODEWARD_HOME"):
        make(tmp_path / "empty", tmp_path / "b.tar.gz")
    with pytest.raises(BackupError, match="does not exist"):
        make(home, tmp_path / "no" / "b.tar.gz")
    assert list(tmp_path.glob("*.tar.gz*")) == []


def test_a_backup_that_fails_leaves_the_former_one(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "b.tar.gz"
    make(home, file)
    before = file.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tarfile.TarFile, "addfile", full)
    with pytest.raises(BackupError, match="No space left"):
        make(home, file)
    assert file.read_bytes() == before
    assert list(tmp_path.glob(".b.tar.gz*")) == []


def test_the_kinds_of_database_are_not_mixed(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.tar.gz"
    make(home, file)
    with pytest.raises(BackupError, match="CODEWARD_DATABASE_URL"):
        backup.fits({"database": "postgresql"}, database("", home), file)
    assert archive.FORMAT == 1


def test_the_commands_on_a_running_school(tmp_path: Path, cache: Path) -> None:
    env = environment(tmp_path / "home", cache)
    file = tmp_path / "b.tar.gz"
    with running(env, "--demo") as school:
        done = run("backup", str(file), env=env)
        assert done.returncode == 0, done.stderr
        assert school.get("/healthz")[0] == 200
        refused = run("restore", "--force", str(file), env=env)
        assert refused.returncode == 1
        assert "already running" in refused.stderr
    other = environment(tmp_path / "other", cache)
    assert run("restore", str(file), env=other).returncode == 0
    with running(other, "--demo") as school:
        assert school.get(school.token_path)[0] == 200
    again = run("restore", str(file), env=other)
    assert again.returncode == 1
    assert "--force" in again.stderr


@pytest.mark.skipif(shutil.which("pg_dump") is None, reason="pg_dump is not installed")
def test_postgresql_there_and_back(home: Path, postgres: str, tmp_path: Path) -> None:
    db = database(postgres, tmp_path)

    def sql(text: str) -> str:
        return dumps.postgres(["psql", "--no-psqlrc", "--tuples-only", "--command", text], db).strip()

    sql("CREATE TABLE work (answer TEXT); INSERT INTO work VALUES ('E11.22')")
    file = tmp_path / "b.tar.gz"
    assert backup.create(file, home, db)["database"] == "postgresql"
    sql("UPDATE work SET answer = 'later'")
    fresh = tmp_path / "fresh"
    with pytest.raises(BackupError, match="--force"):
        restore(file, fresh, db, force=False)
    assert sql("SELECT answer FROM work") == "later"
    restore(file, fresh, db, force=True)
    assert sql("SELECT answer FROM work") == "E11.22"
    (aside,) = fresh.glob("replaced-*")
    assert (aside / "database.pgdump").stat().st_size > 0
    assert (fresh / "secret_key").read_text() == "k" * 64

"""An acknowledged change survives a power cut on the default database, and an operator hears where it would not."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

from codeward.web.conf.durability import weaknesses
from tests.web.serving.power import STRACE, Disk
from tests.web.serving.school import environment, run

SAVES = 8
TEARS = 3


def kept(folder: Path) -> set[UUID]:
    """The ids of the operations in the database of a folder, which must be whole."""
    with closing(sqlite3.connect(folder / "codeward.sqlite3")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return {UUID(row[0]) for row in db.execute("SELECT client_id FROM charts_operation")}


def lost(folder: Path, cache: Path, *setting: str) -> tuple[int, int]:
    """How many acknowledged changes a cut loses, summed over a cut after each; and how many cuts were tried."""
    home, before = folder / "home", folder / "before"
    home.mkdir(parents=True)
    env = environment(
        home, cache, CODEWARD_LOG_LEVEL="ERROR", DJANGO_SETTINGS_MODULE="codeward.web.conf.django"
    )
    for command in ("migrate", "createcachetable"):
        done = run("manage", command, env=env)
        assert done.returncode == 0, done.stderr
    script = [sys.executable, "-m", "tests.web.serving.saves"]
    told = subprocess.run(
        [*script, "begin"], env=env, capture_output=True, text=True, check=True, timeout=120
    )
    url, session = told.stdout.split()
    shutil.copytree(home, before)
    log = folder / "calls"
    command = [*STRACE, "-o", str(log), *script, "save", url, session, str(SAVES), *setting]
    subprocess.run(command, env=env, capture_output=True, check=True, timeout=240)
    disk, acknowledged, missing, cuts = Disk(home, before), set(), 0, 0
    for said in disk.replay(log):
        acknowledged.add(UUID(said.split()[1]))
        for dice in (None, *(random.Random(seed) for seed in range(TEARS))):
            cuts += 1
            after = disk.after_cut(folder / f"cut{cuts}", dice)
            missing += len(acknowledged - kept(after))
            shutil.rmtree(after)
    assert len(acknowledged) == SAVES
    return missing, cuts


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a_power_cut_loses_no_acknowledged_change(cache: Path, tmp_path: Path) -> None:
    """Cut after each of the saves, with a checkpoint among them: what was flushed alone, and torn in three ways."""
    assert lost(tmp_path / "full", cache) == (0, SAVES * (1 + TEARS))


@pytest.mark.proof
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_the_setting_of_before_is_seen_to_lose_changes(cache: Path, tmp_path: Path) -> None:
    """The proof catches it: with synchronous=NORMAL the commits since the last checkpoint are gone."""
    missing, cuts = lost(tmp_path / "normal", cache, "NORMAL")
    assert missing >= SAVES, f"{missing} of {cuts}"


@pytest.mark.django_db
def test_the_database_of_the_tests_keeps_its_word_or_says_which_setting_does_not() -> None:
    said = weaknesses(connection)
    if connection.vendor == "sqlite":
        assert said == []
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off'"
        )
        off = [name for (name,) in cursor.fetchall()]
    assert [name for name in off if not any(f"“{name}”" in text for text in said)] == []


@pytest.mark.django_db
def test_a_setting_that_loses_work_is_told_by_its_name() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # Not inside a transaction, where SQLite does not change it: a connection of its own.
            other = connection.copy()
            with other.cursor() as own:
                own.execute("PRAGMA synchronous=NORMAL")
            assert weaknesses(other) == [
                "A power cut can lose saved work, because of the database's setting “synchronous”. Set it to FULL."
            ]
            other.close()
            return
        before = len(weaknesses(connection))
        cursor.execute("SET LOCAL synchronous_commit = off")
        assert len(weaknesses(connection)) == before + 1
        assert any("“synchronous_commit”. Set it to on" in text for text in weaknesses(connection))

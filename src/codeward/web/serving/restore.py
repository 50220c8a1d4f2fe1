"""``restore``: bring a backup back, wholly or not at all, whatever cuts it short.

Everything is unpacked, verified and put on the disk before anything is touched. Then a plan of the renames is written
into the home. A restore that is cut short before that has changed nothing; one that is cut after it is finished by the
next start, restore or backup (`finish`), which finds the plan. PostgreSQL's part is one transaction that leaves a mark,
so that the plan is carried out where it was committed and thrown away where it was not.
"""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from codeward import settings
from codeward.durable import flush, flush_folder, flush_tree
from codeward.web.conf.database import configured
from codeward.web.serving import archive, dumps
from codeward.web.serving.archive import BackupError
from codeward.web.serving.backup import ASIDE, KEPT, fits
from codeward.web.serving.home import in_use, make
from codeward.web.serving.scratch import BACKUP, RESTORE, scratch, sweep

__all__ = ["finish", "restore", "run"]

PLAN = settings.RESTORING


class Replacement(NamedTuple):
    """One rename of the plan: `new` takes the place of `target`, and what was there goes to `aside`."""

    new: Path | None
    target: Path
    aside: Path


def run(file: Path, *, force: bool) -> int:
    """Bring a backup back and say so; returns the exit code."""
    manifest = restore(file.absolute(), settings.home(), configured(), force=force)
    print(f"Restored {len(manifest['files'])} files of {manifest['made']}. Start the school again.")  # noqa: T201
    return 0


def restore(file: Path, folder: Path, db: dict[str, Any], *, force: bool) -> dict[str, Any]:
    """Bring back the home `folder` and the database `db` from `file`; returns its manifest.

    What it replaces is kept beside, in ``replaced-<time>``. Raises BackupError over a school that has data unless
    `force`, and while somebody uses the home or the database.
    """
    make(folder)
    with in_use(folder):
        finish(folder, db)
        if _has_data(folder, db) and not force:
            raise BackupError(
                f"There is a school in {folder} already",
                "Restore into an empty CODEWARD_HOME, or add --force: the old files are kept beside.",
            )
        with scratch(folder, RESTORE) as fresh:
            manifest = archive.unpack(file, fresh)
            fits(manifest, db, file)
            dumps.check(fresh / (dumps.SQLITE if dumps.is_sqlite(db) else dumps.PGDUMP))
            name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}"
            moves = _moves(fresh, folder, db, name)
            flush_tree(fresh)
            if dumps.is_sqlite(db):
                _plan(folder, moves, "")
            else:
                aside = folder / f"{ASIDE}{name}"
                aside.mkdir(mode=0o700)
                dumps.dump(db, aside)
                flush_tree(aside)
                _plan(folder, moves, name)
                try:
                    dumps.load(fresh / dumps.PGDUMP, db, name)
                except BackupError:
                    (folder / PLAN).unlink()
                    shutil.rmtree(aside)
                    raise
            finish(folder, db)
    return manifest


def finish(folder: Path, db: dict[str, Any]) -> bool:
    """Finish the restore that was cut short in the home `folder`, if there is one; returns whether it was finished.

    One whose database was not brought back yet has changed nothing and is forgotten. What killed commands left behind
    is removed. Whoever calls this holds the home.
    """
    file, done = folder / PLAN, False
    if file.exists():
        planned = json.loads(file.read_text(encoding="utf-8"))
        done = not planned["mark"] or dumps.was_loaded(db, planned["mark"])
        if done:
            for new, target, aside in planned["moves"]:
                _carry_out(Replacement(Path(new) if new else None, Path(target), Path(aside)))
            if planned["mark"]:
                dumps.forget(db)
        file.unlink()
        flush_folder(folder)
    for place in {folder, *_beside(db)}:
        sweep(place, RESTORE, BACKUP)
    return done


def _moves(fresh: Path, folder: Path, db: dict[str, Any], name: str) -> list[Replacement]:
    """Every rename that brings back what was unpacked into `fresh`."""
    aside = folder / f"{ASIDE}{name}"
    moves = [
        Replacement(
            new if (new := fresh / part.name).exists() else None, folder / part.name, aside / part.name
        )
        for part in KEPT
    ]
    if not dumps.is_sqlite(db):
        return moves
    target, new = Path(db["NAME"]), fresh / dumps.SQLITE
    kept = aside
    if target.parent != folder:  # it may lie on another disk, onto which nothing can be renamed
        new = Path(shutil.copy2(new, target.parent / f"{RESTORE}{name}"))
        with new.open("rb+") as stream:
            flush(stream)
        kept = target.parent / f"{ASIDE}{name}"
    # Of the old file's journals nothing must be played into the new one.
    journals = [target.with_name(target.name + tail) for tail in ("-wal", "-shm", "-journal")]
    moves += [Replacement(None, each, kept / each.name) for each in journals]
    return [*moves, Replacement(new, target, kept / target.name)]


def _plan(folder: Path, moves: list[Replacement], mark: str) -> None:
    """Write the plan: from here on the restore is finished, by whoever comes."""
    planned = [(str(new) if new else "", str(target), str(aside)) for new, target, aside in moves]
    half = folder / f"{RESTORE}plan"
    with half.open("w", encoding="utf-8") as stream:
        json.dump({"mark": mark, "moves": planned}, stream)
        flush(stream)
    half.replace(folder / PLAN)
    flush_folder(folder)


def _carry_out(move: Replacement) -> None:
    """Carry out one rename of the plan; what was done before the cut is not done again."""
    if move.new is not None and not move.new.exists():
        return
    if move.target.exists() and not move.aside.exists():
        move.aside.parent.mkdir(exist_ok=True, mode=0o700)
        move.target.rename(move.aside)
        flush_folder(move.aside.parent)
    if move.new is not None:
        move.new.rename(move.target)
    flush_folder(move.target.parent)


def _beside(db: dict[str, Any]) -> set[Path]:
    return {Path(db["NAME"]).parent} if dumps.is_sqlite(db) and Path(db["NAME"]).parent.is_dir() else set()


def _has_data(folder: Path, db: dict[str, Any]) -> bool:
    return any((folder / part.name).exists() for part in KEPT) or dumps.has_data(db)

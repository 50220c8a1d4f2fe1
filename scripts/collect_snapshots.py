"""Make the archive of every chart of schema 1 that was ever landed, from this repository's history.

    python scripts/collect_snapshots.py        writes tests/charts/snapshots-1.json.xz

Attempts keep the files of the chart they were made on, so today's code must read all of them. The archive holds each
text once and, for each version of a chart, which texts it is made of.
"""

from __future__ import annotations

import json
import lzma
import subprocess
from pathlib import Path

CHARTS = "src/codeward/curriculum/charts"
Snapshot = tuple[str, tuple[tuple[str, str], ...]]  # chart, (relative path, blob) of each file
TARGET = Path(__file__).parents[1] / "tests" / "charts" / "snapshots-1.json.xz"


def git(*arguments: str) -> str:
    """Return what git prints."""
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout  # noqa: S603, S607


def snapshots(commits: list[str]) -> set[Snapshot]:
    """Return every content that a chart's folder has had in *commits*."""
    found: set[Snapshot] = set()
    for commit in commits:
        folders: dict[str, dict[str, str]] = {}
        for row in git("ls-tree", "-r", commit, "--", CHARTS).splitlines():
            meta, path = row.split("\t")
            chart, _, name = path.removeprefix(f"{CHARTS}/").partition("/")
            if name in ("chart.yaml", "key.yaml") or name.startswith("documents/"):
                folders.setdefault(chart, {})[name] = meta.split()[2]
        for chart, files in folders.items():
            if {"chart.yaml", "key.yaml"} <= set(files):
                found.add((chart, tuple(sorted(files.items()))))
    return found


def main() -> None:
    """Write the archive: charts whose two files both say schema 1, sorted, so that the bytes tell nothing else."""
    versions = snapshots(git("log", "--reverse", "--format=%H", "--", CHARTS).split())
    texts = {blob: git("cat-file", "blob", blob) for _, files in versions for _, blob in files}
    old = [
        (chart, dict(files))
        for chart, files in sorted(versions)
        if all(texts[dict(files)[name]].startswith("schema: 1\n") for name in ("chart.yaml", "key.yaml"))
    ]
    used = sorted({blob for _, files in old for blob in files.values()})
    data = {"texts": {blob: texts[blob] for blob in used}, "snapshots": old}
    TARGET.write_bytes(lzma.compress(json.dumps(data, ensure_ascii=False).encode(), preset=9))
    print(f"{len(old)} snapshots, {len(used)} texts, {TARGET.stat().st_size} bytes")  # noqa: T201


if __name__ == "__main__":
    main()

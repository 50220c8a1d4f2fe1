"""Packs: whose charts these are. A school's own never collide with Codeward's.

A chart's full id is PACK:SLUG, such as `codeward:walk-in-cough`. Where nothing else could be meant the slug alone will
do, and charts of our own pack are shown by it. A folder of charts may say its pack in `pack.yaml` (`id: our-school`);
without one the pack is called as the folder is. A folder of content, which holds lessons too, has its charts in
`charts`; these are of the pack that the folder is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import StringConstraints, ValidationError

from codeward.charts.base import ShortText, StrictModel
from codeward.charts.yamlfile import parse_yaml
from codeward.errors import ChartError, quoted
from codeward.faults import first_fault

__all__ = [
    "MAX_CHART_ID",
    "OWN",
    "PACK_FILE",
    "Pack",
    "candidates",
    "charts_folder",
    "charts_in",
    "pack_of",
    "pack_text",
    "shown_id",
]

OWN = "codeward"
PACK_FILE = "pack.yaml"
MAX_CHART_ID = 64  # characters of a shown id, the pack's included: what an attempt has room for
T = TypeVar("T")


class Pack(StrictModel):
    """What pack.yaml says."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=30)]
    title: ShortText | None = None


def charts_folder() -> Path:
    """Return the folder of our own charts, one folder for each.

    It lies among the curriculum's content, whose room stands above this one: it is found by its place, and nothing of
    that room is imported.
    """
    return Path(str(files("codeward"))) / "curriculum" / "charts"


# What tells a folder of content from a folder of charts: what it holds beside them.
_CONTENT = ("lessons", "items", "skills.yaml")


def charts_in(folder: Path) -> Path:
    """Return where the charts of a folder lie: in `charts` where it is a folder of content, else in itself."""
    return folder / "charts" if (folder / "charts").is_dir() else folder


def _root_of(folder: Path) -> Path:
    """Return the folder that a pack is called after: of content, where its `charts` is meant."""
    around = folder.resolve().parent
    inside = folder.resolve().name == "charts" and any((around / name).exists() for name in _CONTENT)
    return around if inside and not (folder / PACK_FILE).is_file() else folder


def pack_text(folder: Path) -> str | None:
    """Return the text of the folder's pack.yaml, made from the folder's name where it has none; None for our own.

    Every chart keeps it among its files, so that a snapshot of it still knows whose it is. Raises ChartError.
    """
    if folder.resolve() == charts_folder().resolve():
        return None
    folder = _root_of(folder)
    path = folder / PACK_FILE
    if path.is_file():
        try:
            return path.read_text(encoding="utf-8")
        except OSError as error:
            message = f"cannot be read: {error.strerror}"
            raise ChartError(message, "Check its permissions", path=PACK_FILE) from None
        except UnicodeDecodeError as error:
            message = f"not UTF-8 at byte {error.start}"
            raise ChartError(message, "Save it as UTF-8", path=PACK_FILE) from None
    name = "-".join(re.findall(r"[a-z0-9]+", folder.resolve().name.lower()))[:30].strip("-")
    return f"id: {name or 'charts'}\n"


def pack_of(files: Mapping[str, str]) -> str:
    """Return the pack that a chart's files belong to: ours where they hold no pack.yaml. Raises ChartError."""
    text = files.get(PACK_FILE)
    if text is None:
        return OWN
    try:
        pack = Pack.model_validate(parse_yaml(text, PACK_FILE))
    except ValidationError as error:
        where, message, way_out = first_fault(error)
        raise ChartError(message, way_out or "Write id: our-school", path=PACK_FILE, where=where) from None
    if pack.id == OWN:
        raise ChartError(f"the pack {quoted(OWN)} is Codeward's own", "Give yours another id", path=PACK_FILE)
    return pack.id


def shown_id(pack: str, slug: str) -> str:
    """Return the id by which a chart is known: the slug in our own pack, PACK:SLUG in others."""
    return slug if pack == OWN else f"{pack}:{slug}"


def candidates(charts: Mapping[str, T], asked: str) -> list[str]:
    """Return the shown ids that *asked* may mean: itself, our own by its full id, or every chart of that slug."""
    name = asked.removeprefix(f"{OWN}:")
    if name in charts:
        return [name]
    return [known for known in charts if ":" not in name and known.partition(":")[2] == name]

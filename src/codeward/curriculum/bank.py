"""The bank of questions as it lies on disk: one item a file, called as its id, in the folder of its use and section.

`items/form/EXAM/SECTION/ID.yaml` are the items of forms, `items/practice/…/ID.yaml` those of practice. What was settled
after a second person answered a folder's items stands beside them, in `settlement.md`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter

from codeward.curriculum.folders import read_text
from codeward.curriculum.item import Item
from codeward.curriculum.yamltext import into, mapping

__all__ = ["ITEMS", "SETTLEMENT", "Placed", "item_files", "items_folder", "place_of", "read_item"]

ITEMS, SETTLEMENT = "items", "settlement.md"
_ITEM: TypeAdapter[Item] = TypeAdapter(Item)


class Placed(NamedTuple):
    """Where a file of the bank says that its item belongs; nothing where the folders do not say."""

    use: str | None
    exam: str | None
    section: str | None


def items_folder(folder: Path) -> Path:
    """Return where the items of a folder of content lie: in `items`, or in itself."""
    return folder / ITEMS if (folder / ITEMS).is_dir() else folder


def item_files(folder: Path, only: str = "") -> Iterator[Path]:
    """Give the files of a folder's items in their order; *only* is an id, or how ids begin."""
    begin = "".join(letter for letter in only if letter.isalnum() or letter in ".-")  # no pattern, no way out
    yield from sorted(folder.glob(f"**/{begin}*.yaml"))


def read_item(path: Path, shown: str) -> Item:
    """Read one item. Raises LessonError; what else is wrong hangs on it as `.every`."""
    text = read_text(path, shown)
    return into(_ITEM, mapping(text, shown), text=text, path=shown)


def place_of(shown: str) -> Placed:
    """Return what the folders of a file say of its item: `…/form/cpc/s4/ID.yaml`, `…/practice/…/ID.yaml`."""
    folders = Path(shown).parts[:-1]
    if "form" in folders:
        below = folders[folders.index("form") + 1 :]
        return Placed("form", *(below[:2] if len(below) >= 2 else (None, None)))
    return Placed("practice" if "practice" in folders else None, None, None)

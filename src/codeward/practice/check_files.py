"""The files of the bank: an item lies under its own name, in the folder of its use, and says how far it was proved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from codeward.curriculum import SETTLEMENT, Item, ScenarioItem, place_of
from codeward.practice.check_keys import Told

__all__ = ["file_faults", "settlement_faults"]


def file_faults(item: Item, path: str) -> Iterator[Told]:
    """Give what is wrong between an item and the file *path* that it was read from."""
    name = Path(path).stem
    if name != item.id:
        yield Told("name", "error", f"{item.id} lies in a file called {name}", "Give both one name")
    placed = place_of(path)
    if placed.use is not None and placed.use != item.use:
        message = f"{item.id} is for use in {item.use}, and lies among those of {placed.use}"
        yield Told("place", "error", message, f"Write use: {placed.use}, or move the file")
    if placed.exam and placed.section not in getattr(item.domains, placed.exam, ()):
        message = f"{item.id} lies under {placed.exam}/{placed.section}, which its domains do not name"
        yield Told(
            "place", "error", message, f"Write domains: {{{placed.exam}: {placed.section}}}, or move the file"
        )
    if item.use == "form" and not (item.domains.cpc or item.domains.ccs):
        yield Told(
            "place", "error", f"{item.id} serves no section of an examination", "Write domains: {cpc: …}"
        )
    if item.quality.state == "reviewed" and not item.quality.by:
        yield Told(
            "quality",
            "error",
            f"{item.id} is reviewed by nobody",
            "Write quality: {state: reviewed, by: NAME}",
        )
    yield from _grounds(item)


def _grounds(item: Item) -> Iterator[Told]:
    """An item of a form that no grade can prove rests on a predicate or on a dated source."""
    if item.use != "form" or item.sources or isinstance(item, ScenarioItem):
        return
    options = [one for one in getattr(item, "options", ()) if not isinstance(one, str)]
    if item.kind == "code" or (item.kind == "sba" and all(one.lines for one in options)):
        return
    if not any(one.proof or (one.wrong and one.wrong.proof) for one in options):
        message = f"{item.id} rests on nothing that can be proved"
        yield Told(
            "ground", "error", message, "Write proof: to an option, or sources: with fact, address, seen"
        )


def settlement_faults(item: Item, file: Path) -> Iterator[Told]:
    """Give what is wrong between an item that was solved blind and the settlement of its folder."""
    if item.quality.state == "draft":
        return
    beside = file.parent / SETTLEMENT
    try:
        text = beside.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        message = f"{item.id} was answered by a second person, and its folder has no {SETTLEMENT}"
        yield Told(
            "quality",
            "error",
            message,
            f"Write {SETTLEMENT}: who answered, what differed, how it was settled",
        )
        return
    if item.id not in text:
        yield Told("quality", "warn", f"{SETTLEMENT} does not name {item.id}", "Write what came of it")

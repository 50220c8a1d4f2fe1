"""Questions as rows of a table: one a question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codeward.curriculum import CodeItem, Item, MatchItem, QueryItem, ScenarioItem

__all__ = ["HEAD", "table_rows"]

HEAD = (
    "id", "version", "kind", "use", "skill", "level", "cpc", "ccs", "coding_date", "stem", "options", "key", "reasons",
)  # fmt: skip


def table_rows(items: Iterable[Item]) -> Iterator[tuple[str, ...]]:
    """Return a row of :data:`HEAD` for each; options, key and reasons are parted by line ends."""
    for item in items:
        options, key, reasons = _told(item)
        yield (
            item.id,
            item.version,
            item.kind,
            item.use,
            item.skill,
            str(item.level),
            " ".join(item.domains.cpc),
            " ".join(item.domains.ccs),
            str(item.coding_date or ""),
            item.stem,
            "\n".join(options),
            "\n".join(key),
            "\n".join(reasons),
        )


def _told(item: Item) -> tuple[list[str], list[str], list[str]]:
    if isinstance(item, MatchItem):
        pairs = [f"{pair.left} – {pair.right}" for pair in item.pairs]
        return list(item.options), pairs, [pair.why for pair in item.pairs]
    if isinstance(item, ScenarioItem):
        lines = item.answer.lines
        return [], [line.code for line in lines if line.role == "required"], [line.why for line in lines]
    if isinstance(item, QueryItem) and not item.options:
        return [], [f"{one.at}: {one.fault}" for one in item.faults], [one.why for one in item.faults]
    options = item.options
    shown = [] if isinstance(item, CodeItem) else [one.shown for one in options]
    return shown, [one.shown for one in options if one.right], [one.why for one in options]

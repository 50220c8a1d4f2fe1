"""Template tags of the data parts: ``{% load ui_data %}``. Tables, menus, tooltips and drawings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from codeward.web.ui.data import MenuItem, Segment, Sorting
from codeward.web.ui.drawing import Bars, Behind, HeatMap, Line, PointsBar, Ranges, Sparkline
from codeward.web.ui.templatetags.ui import icon

__all__ = [
    "bars",
    "due",
    "heat_map",
    "line",
    "menu",
    "points_bar",
    "range_bars",
    "register",
    "segments",
    "skeleton",
    "sparkline",
    "state",
    "table_behind",
    "table_head",
    "tooltip",
]

register = template.Library()

DUE_ICONS = {"over": "warning", "today": "clock"}


@register.inclusion_tag("ui/data/table_head.html")
def table_head(order: Sorting) -> dict[str, Any]:
    """The heads of a table, each a link that sorts by its column."""
    return {"order": order}


@register.inclusion_tag("ui/data/segments.html")
def segments(label: str, choices: Sequence[Segment]) -> dict[str, Any]:
    """A segmented filter: links of which one is chosen."""
    return {"label": label, "choices": choices}


@register.simple_tag
def state(kind: str, word: str, icon_name: str) -> SafeString:
    """A state in a table: icon, word and color, without a box. `kind`: right, partial, wrong, info or ""."""
    return format_html('<span class="state state-{}">{}{}</span>', kind or "plain", icon(icon_name), word)


@register.simple_tag
def due(words: str, kind: str = "") -> SafeString:
    """When something is due. `kind`: over, today, or "" for later, which carries no color."""
    if kind not in DUE_ICONS:
        return format_html('<span class="due">{}</span>', words)
    return format_html('<span class="due due-{}">{}{}</span>', kind, icon(DUE_ICONS[kind]), words)


@register.inclusion_tag("ui/data/menu.html", takes_context=True)
def menu(
    context: dict[str, Any], label: str, items: Sequence[MenuItem], small: bool = False
) -> dict[str, Any]:
    """A menu: a button and the list that it opens."""
    token = context.get("csrf_token", "")
    return {"label": label, "items": items, "small": small, "csrf_token": token}


@register.inclusion_tag("ui/data/tooltip.html")
def tooltip(key: str, shown: str, said: str, icon_name: str = "") -> dict[str, Any]:
    """A word or an icon that says more on hover, focus or tap. `key` is unique in the page.

    With `icon_name` the icon is shown and `shown` is what it is called.
    """
    return {"key": key, "shown": shown, "said": said, "icon_name": icon_name}


@register.inclusion_tag("ui/data/skeleton.html")
def skeleton(kind: str = "lines", count: int = 3) -> dict[str, Any]:
    """What stands where something is still to come. `kind`: lines, rows or card."""
    return {"kind": kind, "places": range(count)}


@register.inclusion_tag("ui/drawing/behind.html")
def table_behind(name: str, behind: Behind) -> dict[str, Any]:
    """The table behind a drawing, which one may open."""
    return {"name": name, "behind": behind}


@register.inclusion_tag("ui/drawing/points.html")
def points_bar(bar: PointsBar) -> dict[str, Any]:
    """What was kept, and what was lost on what."""
    return {"bar": bar}


@register.inclusion_tag("ui/drawing/bars.html")
def bars(name: str, drawn: Bars, table: bool = True) -> dict[str, Any]:
    """Bars by name, grouped where there is more than one series. `table`: with the table behind them."""
    return {"name": name, "drawn": drawn, "table": table, "tall": 18 * len(drawn.series)}


@register.inclusion_tag("ui/drawing/line.html")
def line(
    name: str, drawn: Line, line_name: str = "", ring_name: str = "", band_name: str = "", table: bool = True
) -> dict[str, Any]:
    """A line with its band. The names say in the key what the line, the rings beside it and the band are."""
    names = {"line_name": line_name, "ring_name": ring_name, "band_name": band_name}
    return {"name": name, "drawn": drawn, "table": table, "key": any(names.values()), **names}


@register.inclusion_tag("ui/drawing/sparkline.html")
def sparkline(name: str, drawn: Sparkline, table: bool = False) -> dict[str, Any]:
    """A line as small as a word. `table`: with the table behind it, which needs room of its own."""
    return {"name": name, "drawn": drawn, "table": table}


@register.inclusion_tag("ui/drawing/heat.html")
def heat_map(name: str, drawn: HeatMap, table: bool = True) -> dict[str, Any]:
    """A number for each row and column, as shades."""
    return {"name": name, "drawn": drawn, "table": table}


@register.inclusion_tag("ui/drawing/ranges.html")
def range_bars(name: str, drawn: Ranges, said: str = "", table: bool = True) -> dict[str, Any]:
    """Where most lie and where each lies, on one scale. `said` says what band, dot and line are."""
    return {"name": name, "drawn": drawn, "said": said, "table": table}

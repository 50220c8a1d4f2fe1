"""Drawings made on the server: SVG without inline style, in the colors of the theme, each with a table behind it.

A function here takes numbers and gives the places of a drawing; the tags of ``{% load ui_data %}`` show it.
"""

from __future__ import annotations

from codeward.web.ui.drawing.bars import BarRow, Bars, BarValue, Range, Ranges, bars, ranges
from codeward.web.ui.drawing.heat import HeatMap, heat_map
from codeward.web.ui.drawing.lines import Line, LinePoint, Sparkline, line, sparkline
from codeward.web.ui.drawing.points import PointPart, PointsBar, points_bar
from codeward.web.ui.drawing.scale import Behind

__all__ = [
    "BarRow",
    "BarValue",
    "Bars",
    "Behind",
    "HeatMap",
    "Line",
    "LinePoint",
    "PointPart",
    "PointsBar",
    "Range",
    "Ranges",
    "Sparkline",
    "bars",
    "heat_map",
    "line",
    "points_bar",
    "ranges",
    "sparkline",
]

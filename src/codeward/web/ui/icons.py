"""Icons: stroked paths on a 24 by 24 grid, drawn for Codeward. One dict, so that a page ships only what it shows."""

from __future__ import annotations

ICONS: dict[str, str] = {
    "book": "M4 5a2 2 0 0 1 2-2h13v16H6a2 2 0 0 0-2 2zM4 21V5M19 19v2H6",
    "search": "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5",
    "check": "M4 12.5l5 5L20 6.5",
    "close": "M6 6l12 12M18 6L6 18",
    "plus": "M12 5v14M5 12h14",
    "minus": "M5 12h14",
    "up": "M12 19V5M6 11l6-6 6 6",
    "down": "M12 5v14M6 13l6 6 6-6",
    "left": "M15 5l-7 7 7 7",
    "right": "M9 5l7 7-7 7",
    "flag": "M6 21V4h11l-2 4 2 4H6",
    "partial": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 3v18",
    "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v6M12 7.5v.5",
    "warning": "M12 4L2.5 20h19zM12 10v5M12 17.5v.5",
    "trash": "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5",
    "person": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-4 3.5-6 8-6s8 2 8 6",
    "mail": "M3 6h18v12H3zM3 7l9 7 9-7",
    "document": "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2",
    "link": "M9 15l6-6M11 6l1.5-1.5a4 4 0 0 1 6 6L17 12M13 18l-1.5 1.5a4 4 0 0 1-6-6L7 12",
    "question": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.5v.5",
    "undo": "M8 5L4 9l4 4M4 9h10a5 5 0 0 1 0 10h-4",
    "download": "M12 4v11M7 11l5 5 5-5M5 20h14",
    "lock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "keyboard": "M3 6h18v12H3zM6 10h1M10 10h1M14 10h1M18 10h0M8 14h8",
    "progress": "M4 20V4M4 20h16M8 16v-4M13 16V8M18 16v-7",
    "dot": "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z",
}

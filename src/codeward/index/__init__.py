"""From words to the Alphabetic Index and its tables, as a coder walks them: main term, subterm, code, verify.

>>> from datetime import date
>>> from codeward.index import open_index
>>> found = open_index(date(2026, 5, 12)).find("fracture femur neck left")[0]
>>> found.book, found.source
('index', 'derived')
"""

from typing import TYPE_CHECKING

from codeward.index.check import Check
from codeward.index.desk import Index
from codeward.index.model import BOOKS, COLUMNS, CrossReference, IndexEntry
from codeward.index.opened import close_all, open_index
from codeward.later import later

if TYPE_CHECKING:
    from codeward.index.drugs import Intent, intent
    from codeward.index.opening import cache_path

__all__ = [
    "BOOKS",
    "COLUMNS",
    "Check",
    "CrossReference",
    "Index",
    "IndexEntry",
    "Intent",
    "cache_path",
    "close_all",
    "intent",
    "open_index",
]

__getattr__ = later(
    __name__,
    {
        "drugs": ["Intent", "intent"],
        "opening": ["cache_path"],
    },
)

"""From words to the Alphabetic Index and its tables, as a coder walks them: main term, subterm, code, verify.

>>> from datetime import date
>>> from codeward.index import open_index
>>> found = open_index(date(2026, 5, 12)).find("fracture femur neck left")[0]
>>> found.book, found.source
('index', 'derived')
"""

from codeward.index.check import Check
from codeward.index.desk import Index
from codeward.index.model import BOOKS, COLUMNS, Entry, Reference
from codeward.index.opened import close_all, open_index

__all__ = ["BOOKS", "COLUMNS", "Check", "Entry", "Index", "Reference", "close_all", "open_index"]

"""Words to codes: search over the book's titles and terms, with a lexicon of how people say things.

>>> from codeward.search import open_searcher
>>> open_searcher().search("sugar diabetes")[0].code
'E11.9'
"""

from codeward.search.hit import Hit
from codeward.search.opened import open_searcher
from codeward.search.searcher import Searcher

__all__ = ["Hit", "Searcher", "open_searcher"]

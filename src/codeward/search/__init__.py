"""Words to codes: search over the book's titles and terms, with a lexicon of how people say things.

>>> from codeward.search import open_searcher
>>> open_searcher().search("sugar diabetes")[0].code
'E11.9'
"""

from typing import TYPE_CHECKING

from codeward.later import later
from codeward.search.hit import Hit
from codeward.search.opened import open_searcher
from codeward.search.searcher import Searcher

if TYPE_CHECKING:
    from codeward.search import lexicon, typos
    from codeward.search.allbooks import AllBooks, HeadingHits, Results
    from codeward.search.normal import family
    from codeward.search.opened import index_path, verify
    from codeward.search.reasons import TITLE
    from codeward.search.shapes import results_json

__all__ = [
    "TITLE",
    "AllBooks",
    "HeadingHits",
    "Hit",
    "Results",
    "Searcher",
    "family",
    "index_path",
    "lexicon",
    "open_searcher",
    "results_json",
    "typos",
    "verify",
]

__getattr__ = later(
    __name__,
    {
        "allbooks": ["AllBooks", "HeadingHits", "Results"],
        "normal": ["family"],
        "opened": ["index_path", "verify"],
        "reasons": ["TITLE"],
        "shapes": ["results_json"],
        "": ["lexicon", "typos"],
    },
)

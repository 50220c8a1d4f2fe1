"""What other apps may use of courses. They import from here and nowhere deeper."""

from codeward.web.courses.given import NOTHING, Given, kept_as, split
from codeward.web.courses.prose import Pen, cites, shelf_on
from codeward.web.courses.showing import Shown, shown_item
from codeward.web.courses.standing import Standing, standing_of

__all__ = [
    "NOTHING",
    "Given",
    "Pen",
    "Shown",
    "Standing",
    "cites",
    "kept_as",
    "shelf_on",
    "shown_item",
    "split",
    "standing_of",
]

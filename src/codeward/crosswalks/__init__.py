"""Crosswalks and groupings: from one code system to another, and from codes to categories.

>>> from codeward import crosswalks
>>> [target.code for target in crosswalks.open("hcc").map("E11.22")]
['37']

Adding one is a data file (docs/reference/crosswalks.md). Risk scores are in `codeward.crosswalks.hcc`.
"""

from typing import TYPE_CHECKING

from codeward.crosswalks.crosswalk import Crosswalk, describe, for_code, install, names, open  # noqa: A004
from codeward.crosswalks.descriptor import load as descriptor
from codeward.crosswalks.model import Alternative, Edition, MisplacedDot, Target, reading_order
from codeward.crosswalks.standing import marked, remark
from codeward.crosswalks.successors import Successor, between, successors
from codeward.later import later

if TYPE_CHECKING:
    from codeward.crosswalks import hcc

__all__ = [
    "Alternative",
    "Crosswalk",
    "Edition",
    "MisplacedDot",
    "Successor",
    "Target",
    "between",
    "describe",
    "descriptor",
    "for_code",
    "hcc",
    "install",
    "marked",
    "names",
    "open",
    "reading_order",
    "remark",
    "successors",
]

__getattr__ = later(
    __name__,
    {
        "": ["hcc"],
    },
)

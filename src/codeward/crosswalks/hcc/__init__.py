"""Risk scores (RAF) of CMS's hierarchical condition category models, computed by Codeward from CMS's tables.

>>> from codeward.crosswalks.hcc import Demographics, raf
>>> score = raf(["E11.22", "I50.9"], Demographics.of(72, "F"))
>>> [category.hcc for category in score.hccs]
['37', '226']
"""

from codeward.crosswalks.hcc.demographics import Demographics, DemographicsError
from codeward.crosswalks.hcc.model import Category, Dropped, Factor, Payment, Score, Uncounted
from codeward.crosswalks.hcc.score import raf
from codeward.crosswalks.hcc.tables import UnknownModel, models

__all__ = [
    "Category",
    "Demographics",
    "DemographicsError",
    "Dropped",
    "Factor",
    "Payment",
    "Score",
    "Uncounted",
    "UnknownModel",
    "models",
    "raf",
]

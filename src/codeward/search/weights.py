"""The weights of search, each with its reason. Tuned on the development halves of the query sets only.

A title that says just what is asked earns about 1; everything else is measured against that.
"""

from __future__ import annotations

__all__ = ["AGAINST", "AGAINST_IMPLIED", "AGREES", "AGREES_IMPLIED", "ENDED", "STRUCTURAL", "UNASKED"]

# -- structure: figures and conditions of plain books -------------------------------------------------------
AGREES = 0.16  # a size, an age, "without contrast" that the title has: more than a word more or less
AGAINST = 0.45  # another range or condition: no number of matching words makes it right
AGREES_IMPLIED = (
    0.1  # what the name of a procedure implies ("bronchoscopy" is endoscopic) chooses among equals
)
AGAINST_IMPLIED = 0.2
UNASKED = 0.06  # an additional hour, guidance, contrast that nobody mentioned: the plain service is meant
STRUCTURAL = 0.15  # share of its weight that a word keeps which only says structure
ENDED = 0.25  # an ended code among those weighed; those shown stand below every valid one whatever they earn

"""What a learner of ICD-10-PCS has to know beside the tables, in our own words: operations, procedure words, keys.

- `operations`: every root operation and type with what decides it, an example with a lawful code, confused pairs.
- `terms`: what surgeons call a procedure → the beginnings of the codes it may have, and what word endings mean.
- `keys`: anatomical terms, devices and substances → the value they are coded to.

All of it is data with a source and how it was verified; a row without a source is not shown.
"""

from __future__ import annotations

from codeward.codesets.pcs.content import keys, operations, terms

__all__ = ["keys", "operations", "terms"]

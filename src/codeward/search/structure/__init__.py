"""Structure: figures with their units and conditions, read alike from queries and titles, and how they meet."""

from codeward.search.structure.data import FILES, bound_kinds, facets_by_code, usual
from codeward.search.structure.facet import MARK, Facet, from_word, meets
from codeward.search.structure.read import DENIED, Asked, Structure, facets_of, structure_of

__all__ = [
    "DENIED", "FILES", "MARK", "Asked", "Facet", "Structure", "bound_kinds", "facets_by_code", "facets_of", "from_word",
    "meets", "structure_of", "usual",
]  # fmt: skip

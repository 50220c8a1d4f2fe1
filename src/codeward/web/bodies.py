"""How many bytes a request's body may have, by the kind of its address: the one place that the server asks.

A body over its limit is refused before anything reads it, and never lies in a temporary folder (ASVS 5.2.1, 15.1.3).
"""

from __future__ import annotations

from typing import Final

__all__ = ["FORM", "LIMITS", "REFUSED", "limit"]

REFUSED: Final = "codeward.refused"
"""Where the WSGI environment holds the limit, in bytes, of a body that the server did not take."""

FORM: Final = 262_144
"""Bytes of a form of a page: the longest text that a page takes, with room to spare."""

LIMITS: Final[dict[str, int]] = {
    "/api/v1/": 65_536,
    "/api/v1/scrub": 1_048_576,
    "/api/v1/drg": 1_048_576,
    "/api/v1/price": 1_048_576,
    "/scrub": 1_048_576,
    "/fhir/R4": 2_621_440,
    "/codebook/own/changes": 1_048_576,
    "/office/books/files/": 32_262_144,  # a form with files at once (office.books.uploads)
    "/office/books/pieces/add": 1_048_576,
    "/codebook/own/import": 32_100_000,  # the longest file of marks (ownbook.exchange), and its form around it
}
"""Bytes by how an address begins; every other takes a form."""


def limit(path: str) -> int:
    """Return how many bytes the body of a request to *path* may have; the longest beginning that fits decides."""
    fits = [start for start in LIMITS if path.startswith(start)]
    return LIMITS[max(fits, key=len)] if fits else FORM

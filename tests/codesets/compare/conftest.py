"""Small index files for comparing, the same that the index room's tests are written with."""

from tests.codesets.indexes.conftest import books_of, small

__all__ = ["books_of", "small"]

"""The lists that lie on a coder's desk beside the books."""

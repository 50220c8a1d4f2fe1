"""The derived index: built from the Tabular where no official index is installed, and marked as derived."""

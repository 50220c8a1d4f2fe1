"""Formats of other people: what goes out of and comes into Codeward. Formats only, no Django."""

from codeward.interop import fhir, qti

__all__ = ["fhir", "qti"]

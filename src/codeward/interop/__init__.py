"""Formats of other people: what goes out of and comes into Codeward. Formats only, no Django."""

from codeward.interop import fhir

__all__ = ["fhir"]

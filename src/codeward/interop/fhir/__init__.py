"""FHIR R4 terminology over the books: plain JSON values in, plain JSON values out.

`service.handle` answers one request; the web only reads and writes HTTP.
"""

from codeward.interop.fhir.outcome import outcome
from codeward.interop.fhir.service import Response, handle

__all__ = ["Response", "handle", "outcome"]

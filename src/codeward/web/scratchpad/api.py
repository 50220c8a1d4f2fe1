"""What other apps may use of scratchpads. They import from here and nowhere deeper."""

from __future__ import annotations

from codeward.web.scratchpad.claim import claim_of
from codeward.web.scratchpad.pads import add, current, of

__all__ = ["add", "claim_of", "current", "of"]

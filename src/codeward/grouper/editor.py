"""The Medicare Code Editor: which of its edits a stay sets off.

The library counts an edit and names no code: which code it was comes from the edit's own list, and `edits` says it.
"""

from __future__ import annotations

from typing import NamedTuple

from codeward.claims import Claim
from codeward.grouper import native
from codeward.grouper.grouping import editor_input

__all__ = ["EditCount", "edit_counts"]


class EditCount(NamedTuple):
    """An edit of the Medicare Code Editor that fired: its name in the library, how many times, on which codes."""

    name: str
    times: int
    on: str
    """"diagnosis", "procedure", "both" or "none"."""


def edit_counts(claim: Claim) -> tuple[EditCount, ...]:
    """Return the edits that fire on an inpatient claim, by the lists in force on its discharge date.

    Raises CannotGroup where it is no inpatient claim with a principal diagnosis, and where there is no editor here.
    """
    answer = native.ask("edit", editor_input(claim))
    return tuple(
        EditCount(each["name"], each["count"], each["code_type"].lower()) for each in answer["edits"]
    )

"""What the calculators' commands share: reasons and citations as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from codeward.cli.output import styled

if TYPE_CHECKING:
    from codeward.calculators import Reason

__all__ = ["print_reasons"]


def print_reasons(reasons: Iterable[Reason]) -> None:
    """Print each reason on a line, its citation on the next."""
    for reason in reasons:
        print(f"  {reason.text}")  # noqa: T201
        print(styled(f"    {'; '.join(reason.citation)}", "2"))  # noqa: T201

"""What the JSON API refuses beside what the rooms below do."""

from __future__ import annotations

from codeward.errors import CodewardError

__all__ = ["TooMany", "UnknownRelease"]


class TooMany(CodewardError):  # noqa: N818 - named as it is said
    """One address asked too often for what costs much."""


class UnknownRelease(CodewardError):  # noqa: N818 - named as it is said
    """A release that is not installed."""

"""Scores: what a sitting came to, stored with what judged it."""

from __future__ import annotations

from codeward.web.exams.models import Score, Sitting

__all__ = ["keep"]


def keep(sitting: Sitting, cause: Score.Cause) -> Score:
    """Score a sitting that is closed by the keys of its own questions, and store it as the current one."""
    raise NotImplementedError

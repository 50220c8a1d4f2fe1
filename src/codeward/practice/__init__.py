"""What is done with the curriculum: drills made from the books, mastery from dated evidence, the proof of all of it."""

from __future__ import annotations

__all__: list[str] = []

"""The school's content: charts as YAML and plain text. This module only says where it lies."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

__all__ = ["charts_folder"]


def charts_folder() -> Path:
    """Return the folder that holds one folder for each chart."""
    return Path(str(files(__name__))) / "charts"

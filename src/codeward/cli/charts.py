"""What the commands about charts share: the option for a school's own charts, and reading them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from codeward import settings

if TYPE_CHECKING:
    from codeward.charts import Curriculum

__all__ = ["curriculum_option", "read"]

curriculum_option = click.option(
    "--curriculum",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder of your own charts, beside Codeward's; may be given several times.",
)


def read(folders: tuple[Path, ...]) -> Curriculum:
    """Return Codeward's charts and those in *folders* (in those of CODEWARD_CURRICULUM where none is given)."""
    from codeward.charts import load_curriculum

    return load_curriculum(more=folders or settings.curriculum(), strict=False)

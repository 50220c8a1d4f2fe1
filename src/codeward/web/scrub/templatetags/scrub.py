"""Template tags of the scrub page: ``{% load scrub %}``."""

from __future__ import annotations

from django import template

from codeward.pricing import dollars
from codeward.web.scrub.present import Cell, row_name

register = template.Library()


@register.simple_tag
def amount(cents: int) -> str:
    """Cents as people write them."""
    return dollars(cents)


@register.filter
def shown_id(name: str, section: str) -> str:
    """The letter of a diagnosis, or the number of another row, as it stands before the row."""
    return name if section == "diagnoses" else name[1:]


@register.filter(name="row_name")
def name_of(cells: tuple[Cell, ...], section: str) -> str:
    """What a row is called: its kind and its letter or number."""
    held = next(cell.value for cell in cells if cell.field == "id")
    return row_name(section, held)

"""How long something took, in words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def hours(minutes: float) -> str:
    """Minutes as hours and minutes: "1 h 05 min", "12 min"."""
    whole, rest = divmod(round(minutes), 60)
    if whole:
        return _("%(h)s h %(m)s min") % {"h": whole, "m": f"{rest:02d}"}
    return _("%(m)s min") % {"m": rest}

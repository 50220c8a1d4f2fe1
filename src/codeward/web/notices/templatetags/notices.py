"""Filters of the pages of notices: ``{% load notices %}``."""

from __future__ import annotations

from typing import Any

from django import forms, template

from codeward.web.grants.api import Role

register = template.Library()


@register.filter
def role_name(role: str) -> str:
    """What a role of grants is called; a role that is gone goes by the name it had."""
    return str(Role(role).label) if role in Role.values else role


@register.filter
def chosen(form: forms.Form, name: str) -> Any:
    """What a field of the form holds: what was sent, else what is kept."""
    return form[name].value()

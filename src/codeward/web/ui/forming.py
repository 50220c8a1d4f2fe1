"""What a form's field is set with: its controls, their labels, and how help and errors are wired to them."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm, BoundField, CheckboxInput, MultiWidget, PasswordInput
from django.forms.widgets import CheckboxSelectMultiple, RadioSelect  # the first is a kind of the second
from django.utils.safestring import SafeString

from codeward.web.ui.widgets import DateTimeWidget, Switch

__all__ = ["described", "field_context", "first_control", "summary"]


def field_context(bound: BoundField, kind: str) -> dict[str, Any]:
    """What ui/field.html sets. `kind`: a variant of the look, or the field's own."""
    widget = bound.field.widget
    shared: dict[str, Any] = {"field": bound, "id": bound.auto_id, "kind": kind}
    if isinstance(widget, RadioSelect):
        return shared | {
            "group": "check" if isinstance(widget, CheckboxSelectMultiple) else "radio",
            "options": _options(bound),
        }
    if isinstance(widget, MultiWidget):
        return shared | {"group": "row", "options": _pieces(bound)}
    check = isinstance(widget, CheckboxInput)
    switch = isinstance(widget, Switch)
    # The label stands above the field; a placeholder that repeats it would vanish while one types.
    attrs: dict[str, Any] = {"placeholder": False} | described(bound)
    if switch:
        attrs |= {"role": "switch", "class": "switch"}
    return shared | {
        "widget": bound.as_widget(attrs=attrs),
        "check": check,
        "switch": switch,
        "password": isinstance(widget, PasswordInput),
        "kind": kind or ("switch" if switch else "check" if check else ""),
    }


def described(bound: BoundField) -> dict[str, str]:
    """The attributes by which a control is described by its help and its errors."""
    told = [f"{bound.auto_id}-help"] if bound.help_text else []
    if not bound.errors:
        return {"aria-describedby": " ".join(told)} if told else {}
    return {"aria-describedby": " ".join([*told, f"{bound.auto_id}-error"]), "aria-invalid": "true"}


def first_control(bound: BoundField) -> str:
    """The id of the control that an error's link leads to: of a group the first one."""
    widget = bound.field.widget
    several = isinstance(widget, (RadioSelect, MultiWidget))
    return f"{bound.auto_id}_0" if several else bound.id_for_label


def summary(form: BaseForm) -> list[tuple[str, str, list[str]]]:
    """Each field that has errors as (id of its control, label, errors), in the form's order; those of none first."""
    general = [("", "", [str(error)]) for error in form.non_field_errors()]
    return general + [
        (first_control(bound), str(bound.label), [str(error) for error in bound.errors])
        for bound in form
        if bound.errors
    ]


def _options(bound: BoundField) -> list[dict[str, Any]]:
    """The choices of a group: the control, its label, its hint."""
    hints: dict[str, str] = getattr(bound.field.widget, "hints", {})
    found = []
    for option in bound.subwidgets:
        attrs = option.data["attrs"]
        own = attrs["id"]
        hint = hints.get(str(option.data["value"]), "")
        if hint:
            attrs["aria-describedby"] = f"{own}-hint"
        # `required` on each box of a group would ask for all of them.
        if isinstance(bound.field.widget, CheckboxSelectMultiple):
            attrs.pop("required", None)
            attrs |= {"aria-invalid": "true"} if bound.errors else {}
        found.append({"id": own, "control": option.tag(), "label": option.choice_label, "hint": hint})
    return found


def _pieces(bound: BoundField) -> list[dict[str, Any]]:
    """The controls of a field that has several, such as a day and a time."""
    widget = bound.field.widget
    labels = widget.labels if isinstance(widget, DateTimeWidget) else ()
    attrs: dict[str, Any] = {"id": bound.auto_id} | {
        name: value for name, value in described(bound).items() if name == "aria-invalid"
    }
    if bound.field.required:
        attrs["required"] = True
    context = widget.get_context(bound.html_name, bound.value(), attrs)
    pieces = []
    for number, one in enumerate(context["widget"]["subwidgets"]):
        control: SafeString = widget._render(one["template_name"], {"widget": one})
        label = labels[number] if number < len(labels) else bound.label
        pieces.append({"id": one["attrs"]["id"], "control": control, "label": label, "hint": ""})
    return pieces

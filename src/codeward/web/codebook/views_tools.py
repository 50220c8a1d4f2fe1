"""The calculators: a form, and with it sent the answer with reasons and citations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from codeward.codesets import CODING
from codeward.errors import CodewardError
from codeward.web.codebook import forms, present_maps, present_tools
from codeward.web.codebook.asked import asked_of
from codeward.web.codebook.doors import page, readable

__all__ = ["anesthesia", "em", "mapping", "raf", "tools", "units"]

# The name in an address that makes it a form to go on with, and no question.
FILL = "fill"
# What people try first, as addresses that fill the form.
EXAMPLES = {
    "units": "code=J1885&dose=40+mg&vials=60+mg&payer=medicare",
    "em": "category=office&payer=other&patient=established&problem_stable_chronic=2&risk_prescription_drug=on",
    "anesthesia": "code=00790&minutes=95&payer=medicare&role=physician&factor=20.50&time_rule=tenth",
    "raf": "diagnoses=E11.22+I50.9&age=72&sex=F&model=CMS-HCC+V28%3A2026&dual=none&orec=0",
    "map": "code=E10.21",
}


def _tool(
    request: HttpRequest,
    name: str,
    make: type[forms.ToolForm],
    reckon: Callable[[dict[str, Any]], Any],
    context: dict[str, Any] | None = None,
    *,
    alone: bool = False,
) -> HttpResponse:
    """The page of a calculator. Without anything sent the empty form; an error stands at its field.

    With `alone` a code is enough to answer; else a link with nothing but a code leaves the rest to be filled in.
    """
    sent = {key for key in request.GET if key not in ("on", "page")}
    if FILL in sent:
        # A link that fills in what is known and leaves the rest to be said, such as from a chart.
        form, sent = make(initial={key: request.GET[key][:200] for key in sent - {FILL}}), set()
    elif sent == {"code"} and "code" in make.base_fields and not alone:
        form, sent = make(initial={"code": request.GET["code"][:12]}), set()
    else:
        form = make(request.GET if sent else None)
    answer = None
    if sent and form.is_valid():
        try:
            answer = reckon(form.cleaned_data)
        except CodewardError as error:
            form.refuse(error)
    status = 422 if sent and form.errors else 200
    data = answer.to_json() if answer is not None and hasattr(answer, "to_json") else None
    shown = {
        "form": form,
        "answer": answer,
        "data": data,
        "tool": name,
        "example": EXAMPLES[name],
        **(context or {}),
    }
    return page(request, f"tool_{name}.html", "tools", shown, status)


@readable
def tools(request: HttpRequest) -> HttpResponse:
    """The list of the calculators."""
    return page(request, "tools.html", "tools", {})


@readable
def units(request: HttpRequest) -> HttpResponse:
    """Billing units of a drug, JW and JZ."""
    on = asked_of(request).on
    return _tool(request, "units", forms.UnitsForm, lambda given: present_tools.units(given, on))


@readable
def em(request: HttpRequest) -> HttpResponse:
    """The evaluation and management code of an encounter."""
    on = asked_of(request).on
    return _tool(request, "em", forms.EmForm, lambda given: present_tools.em(given, on))


@readable
def anesthesia(request: HttpRequest) -> HttpResponse:
    """Anesthesia units, the modifier and the amount."""
    on = asked_of(request).on
    return _tool(
        request, "anesthesia", forms.AnesthesiaForm, lambda given: present_tools.anesthesia(given, on)
    )


@readable
def raf(request: HttpRequest) -> HttpResponse:
    """A risk score with each of its addends."""
    return _tool(request, "raf", forms.RafForm, present_tools.risk)


@readable
def mapping(request: HttpRequest) -> HttpResponse:
    """From one code to every system and category that its crosswalks know, or by one that was chosen."""
    on = asked_of(request).on
    context = {"coding": CODING}
    return _tool(request, "map", forms.MapForm, lambda given: _mapped(given, on), context, alone=True)


def _mapped(given: dict[str, Any], on: dt.date | None) -> dict[str, Any]:
    if given["to"]:
        return {"one": present_tools.mapping(given, on)}
    began, problem = present_maps.everything(given["code"], on)
    return {"began": began, "problem": problem}

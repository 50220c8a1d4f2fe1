"""The charts that cite a section of the guidelines, on its page: those that the reader handed in, and no other key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from codeward.charts import Chart
from codeward.web.accounts.api import current_learner
from codeward.web.charts.models import Attempt
from codeward.web.charts.snapshots import charts
from codeward.web.codebook.api import Citing, on_citing

__all__ = ["find", "register"]


def find(request: HttpRequest, section: str) -> Citing:
    """Charts that whoever reads has handed in and whose key cites the section. What a key cites tells what it asks."""
    learner = current_learner(request)
    handed_in: set[str] = set()
    if learner is not None:
        mine = Attempt.objects.filter(learner=learner, state=Attempt.State.SUBMITTED)
        handed_in = set(mine.values_list("chart_id", flat=True))
    every = charts()
    found = (every[one] for one in every if one in handed_in)
    return Citing(
        _("Your charts that turn on it"),
        tuple(
            (reverse("charts:chart", args=(one.id,)), one.title) for one in found if section in _cited(one)
        ),
    )


def _cited(chart: Chart) -> frozenset[str]:
    """Every citation of the chart's key."""
    return frozenset(_of_key(chart))


def _of_key(chart: Chart) -> Iterator[str]:
    key = chart.key
    yield from key.objectives
    yield from key.first_citation
    for held in (key.lines, key.order, key.queries, key.ledger):
        yield from _of_each(held)


def _of_each(held: Iterable[object]) -> Iterator[str]:
    for one in held:
        yield from getattr(one, "citation", ())


def register() -> None:
    """Beside the text of each section, after the lessons."""
    on_citing("charts", find, order=20)

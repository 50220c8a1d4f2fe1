"""The Today page. It stands at the home address, so whoever serves that address calls it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from codeward.web.accounts.api import User
from codeward.web.today.cards import Kind, cards_for

__all__ = ["today"]


def today(request: HttpRequest, learner: User) -> HttpResponse:
    """What to do next, with minutes, and what to know."""
    cards = cards_for(request, learner)
    starts = [card for card in cards if card.kind is Kind.START]
    told = [card for card in cards if card.kind is Kind.ASIDE]
    context: dict[str, Any] = {
        "day": timezone.localdate(),
        "first": starts[0] if starts else None,
        "rows": starts[1:],
        "minutes": sum(card.minutes or 0 for card in starts),
        # A week takes the side; what is told in words stands below what is to do.
        "side": [card for card in told if card.days],
        "asides": [card for card in told if not card.days],
    }
    return render(request, "today/today.html", context)

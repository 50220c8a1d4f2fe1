"""How often something may be done: the one place for rates, by network address or by person.

Rates are counted by allauth's limiter, whose counts are kept under a lock in the database's cache, so that every worker
and host sees the same. Reading the codebook is counted in each worker's memory instead (:class:`Pace`): a look-up costs
milliseconds, and a write for each would cost more than the look-up. Every rate has its line in
docs/reference/limits.md (ASVS 15.1.3); a test asks. How much may be stored is in `quotas`, how long a body may be in
`bodies`, how much work one request may do in `codeward.bounds.Budget`.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from typing import Final, NamedTuple

import structlog
from allauth.core.internal import ratelimit
from django.http import HttpRequest

__all__ = [
    "BATCHES",
    "CLAIMS",
    "COMPARISONS",
    "CONTESTS",
    "EDITS",
    "EXPANSIONS",
    "EXPORTS",
    "GUESTS",
    "INVITATIONS",
    "LIFTINGS",
    "LOOKUPS",
    "MAILS",
    "RATES",
    "ROWS_OF_A_PAGE",
    "SUBMISSIONS",
    "TAKEN",
    "Pace",
    "Rate",
    "allowed",
    "pace",
    "spent",
]


logger = structlog.get_logger("codeward.web.limits")


ROWS_OF_A_PAGE: Final = 50
"""Rows of a table that one page shows: of a queue, the audit, the mails, one's activity."""


class Rate(NamedTuple):
    """So many times within so many seconds, for the request's address or for whatever a key names."""

    name: str
    most: int
    seconds: int


GUESTS: Final = Rate("guest", 60, 3600)
"""New guests of one address: a classroom may start at once."""
SUBMISSIONS: Final = Rate("submit", 1_000, 3600)
"""Charts handed in from one address: each is graded by the whole engine."""
EDITS: Final = Rate("edits", 120, 3600)
"""How often one person may have the edits run over an answer: each run is kept as help used."""
COMPARISONS: Final = Rate("diff", 20, 600)
"""Comparing two releases reads two whole books: so many from one address, page and API together."""
BATCHES: Final = Rate("fhir-batch", 60, 60)
"""FHIR batches of one address."""
EXPANSIONS: Final = Rate("fhir-expand", 240, 60)
"""FHIR value sets expanded for one address."""
CLAIMS: Final = Rate("claim", 240, 60)
"""Claims scrubbed, grouped or priced for one address, page and API together."""
TAKEN: Final = Rate("signup-taken", 10, 3600)
"""How often one address may hear, where no mail confirms it, that a mail address has an account already."""
EXPORTS: Final = Rate("export", 10, 3600)
"""Exports of everything, of one person: each reads every table of theirs."""
CONTESTS: Final = Rate("contest", 60, 86_400)
"""Contests and changes to them, of one person: somebody reads each."""
INVITATIONS: Final = Rate("invitation", 200, 86_400)
"""Invitations that one member of staff sends: each is a mail to somebody who did not ask for it."""
LIFTINGS: Final = Rate("second-step-off", 5, 86_400)
"""How often the office may ask about the second step of one person: each asking is a mail to them."""
MAILS: Final = Rate("mail", 12, 86_400)
"""Mails to one mail address that anybody can cause who knows it: to confirm it, to set a password, and their like."""
LOOKUPS: Final = Rate("look-up", 1_800, 60)
"""Pages and answers of the codebook, the API and FHIR to one address, counted in each worker for itself."""
RATES: Final = (
    GUESTS, SUBMISSIONS, EDITS, COMPARISONS, BATCHES, EXPANSIONS, CLAIMS, TAKEN, EXPORTS, CONTESTS, INVITATIONS,
    LIFTINGS, MAILS, LOOKUPS,
)  # fmt: skip


def allowed(request: HttpRequest, action: str, most: int, seconds: int, *, key: str = "") -> bool:
    """Count one `action` of the request's address; False when there were `most` within the last `seconds`.

    Called with a rate of this file taken apart: ``allowed(request, *GUESTS)``. With a `key`, such as a person's public
    id, it is counted for that instead of the address.
    """
    return _ask(request, action, most, seconds, key, dry_run=False)


def spent(request: HttpRequest, action: str, most: int, seconds: int, *, key: str = "") -> bool:
    """Whether `most` are counted already; counts nothing."""
    return not _ask(request, action, most, seconds, key, dry_run=True)


def _ask(request: HttpRequest, action: str, most: int, seconds: int, key: str, *, dry_run: bool) -> bool:
    usage = ratelimit.consume(
        request,
        app="codeward",
        action=action,
        config={action: f"{most}/{seconds}s/{'key' if key else 'ip'}"},
        key=key or None,
        limit_get=True,
        dry_run=dry_run,
    )
    if usage is None and not dry_run:
        # Who tries too much is worth a look (ASVS 16.3.3). No row of the audit: strangers could fill the table.
        logger.warning("too often", rate=action, address=ratelimit.get_ip(request))
    return usage is not None


class Pace:
    """Counts by address in this process alone, in windows of the rate's seconds. Safe between threads."""

    ADDRESSES = 50_000

    def __init__(self, rate: Rate) -> None:
        self.rate = rate
        self._counts: OrderedDict[str, tuple[int, int]] = OrderedDict()
        self._lock = threading.Lock()

    def allowed(self, request: HttpRequest) -> bool:
        """Count one of the request's address; False beyond the rate.

        This machine itself is not counted: behind a proxy that is not named to us everybody seems to come from it.
        """
        address = ratelimit.get_ip(request)
        if ipaddress.ip_address(address).is_loopback:
            return True
        window = int(time.monotonic() // self.rate.seconds)
        with self._lock:
            began, count = self._counts.pop(address, (window, 0))
            count = count + 1 if began == window else 1
            self._counts[address] = (window, count)
            if len(self._counts) > self.ADDRESSES:
                self._counts.popitem(last=False)
        if count == self.rate.most + 1:  # once a window: refusing must cost less than answering
            logger.warning("too often", rate=self.rate.name, address=address)
        return count <= self.rate.most


pace = Pace(LOOKUPS)

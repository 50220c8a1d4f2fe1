"""How far somebody has come in the guided chart: in a cookie of their browser, so that nobody is made by looking.

What it says is checked when it is read. Whoever writes one by hand only spares themselves the guide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from django.http import HttpRequest, HttpResponse

from codeward.web.accounts.api import keep_choice, kept_choice
from codeward.web.guided.lesson import CODES

__all__ = ["TIPS", "Progress", "keep", "read"]

COOKIE: Final = "cw_first_chart"
DAYS: Final = 90
TIPS: Final = ("read", "find", "check", "add")
_SHAPE: Final = re.compile(
    r"(?P<added>[0-9])\.(?P<words>[0-9]?)\.(?P<hidden>[rfca]{0,4})\.(?P<code>[A-Z0-9]{0,7})", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Progress:
    """`added` codes are in the answer. Of the next one: the passage chosen as its evidence, and the code last checked.

    `hidden`: the tips that were closed.
    """

    added: int = 0
    words: int | None = None
    code: str = ""
    hidden: frozenset[str] = frozenset()

    @property
    def done(self) -> bool:
        """Whether both codes are in the answer."""
        return self.added >= CODES

    def advanced(self) -> Progress:
        """With the code added, and the next one still to do."""
        return replace(self, added=min(self.added + 1, CODES), words=None, code="")


def read(request: HttpRequest) -> Progress:
    """What the browser's cookie says; the beginning for none, or for one that says nothing sensible."""
    found = _SHAPE.fullmatch(kept_choice(request, COOKIE))
    if found is None:
        return Progress()
    code = found["code"]
    return Progress(
        added=min(int(found["added"]), CODES),
        words=int(found["words"]) if found["words"] else None,
        code=f"{code[:3]}.{code[3:]}" if len(code) > 3 else code,
        hidden=frozenset(tip for tip in TIPS if tip[0] in found["hidden"]),
    )


def keep(response: HttpResponse, progress: Progress) -> None:
    """Remember it in this browser."""
    words = "" if progress.words is None else str(progress.words)
    hidden = "".join(sorted(tip[0] for tip in progress.hidden))
    value = f"{progress.added}.{words}.{hidden}.{progress.code.replace('.', '')}"
    keep_choice(response, COOKIE, value, days=DAYS)

"""What happened: everybody reads what concerns themselves; the office's page is the office's row."""

from __future__ import annotations

from django.test import RequestFactory

from codeward.web.audit.api import opened, rows
from codeward.web.grants.table import Area, Need
from tests.web.matrix.kinds import Row, World, by, everyone

OPEN: dict[str, str] = {}


def build(world: World) -> None:
    """Somebody opened the owner's record."""
    request = RequestFactory().get("/")
    request.user = world.other_director
    opened(request, world.owner, None, "director")


ROWS = [
    Row(
        "audit.AuditRow",
        (
            everyone("audit:activity", sign_in=True, shows="Otherdirector"),
            by(Area.AUDIT, Need.READ, "office:audit", shows="Olivemark"),
            by(Area.AUDIT, Need.READ, "office:audit_table", shows="Olivemark"),
        ),
        lambda world: rows(about=world.owner),
    ),
    Row(
        "audit.AuditOrigin",
        (everyone("audit:activity", sign_in=True),),
    ),
]

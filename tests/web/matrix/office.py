"""The office: its queues, whose a row is, jobs, settings."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils import timezone

from codeward.web.grants.table import Area, Need
from codeward.web.office.models import Invitation, Ownership
from codeward.web.school.models import StoredSetting
from tests.web.matrix.kinds import Row, World, by, nobody

OPEN = {
    "office:home": "leads to the first queue that one sees; whoever works not for the school gets a 404 (below)",
}
JOB = uuid.UUID("7a7a7a7a-1111-4222-8333-444444444444")


def build(world: World) -> None:
    """A queue's row that the other director took, and a job that failed."""
    now = timezone.now()
    StoredSetting.objects.create(name="school_name", value="Schoolmark")
    world.things["invitation"] = Invitation.objects.create(
        email="dora@example.org",
        token_hash="x" * 64,
        invited_by=world.other_director,
        made_at=now,
        expires_at=now + timedelta(days=7),
    )
    world.things["ownership"] = Ownership.objects.create(
        queue="second-person", thing=world.things["approval"].public_id, owner=world.other_director
    )


def _row(world: World) -> dict[str, str]:
    return {"name": "second-person", "thing": world.things["approval"].public_id}


def _settings(_world: World) -> dict[str, str]:
    return {"school_name": "Another name", "signup": "closed", "time_zone": "UTC", "contact": ""}


MOVED = frozenset({200, 302, 404, 409, 422})
ROWS = [
    Row(
        "office.Ownership",
        (
            by(Area.PEOPLE, Need.READ, "office:row", args=_row, shows="Otherdirector"),
            by(Area.PEOPLE, Need.WRITE, "office:take", "POST", args=_row, ok=MOVED),
            by(Area.PEOPLE, Need.WRITE, "office:release", "POST", args=_row, ok=MOVED),
            by(Area.PEOPLE, Need.WRITE, "office:hand_over", "POST", args=_row, ok=MOVED),
        ),
        lambda world: Ownership.objects.filter(pk=world.things["ownership"].pk),
    ),
    Row(
        "office.Invitation",
        (
            by(
                Area.PEOPLE,
                Need.DECIDE,
                "office:invite",
                "POST",
                data=lambda _w: {"email": "erin@example.org"},
            ),
            by(
                Area.PEOPLE,
                Need.DECIDE,
                "office:withdraw",
                "POST",
                args=lambda w: {"public_id": w.things["invitation"].public_id},
            ),
            nobody("office:invited", args=lambda _w: {"token": "guessed"}),
        ),
        lambda world: Invitation.objects.filter(pk=world.things["invitation"].pk),
    ),
    Row(
        "school.StoredSetting",
        (
            by(Area.SETTINGS, Need.READ, "office:settings"),
            by(Area.SETTINGS, Need.DECIDE, "office:change_settings", "POST", data=_settings, ok=MOVED),
            # A school that was just installed has nobody with a second step.
            by(Area.SETTINGS, Need.DECIDE, "office:first_run", second_step=False),
            by(
                Area.SETTINGS,
                Need.DECIDE,
                "office:first_run",
                "POST",
                data=_settings,
                ok=MOVED,
                second_step=False,
            ),
        ),
        lambda _world: StoredSetting.objects.all(),
    ),
    Row("jobs.WorkerSign", (by(Area.SETTINGS, Need.READ, "office:health"),)),
    Row(
        "jobs.ChoreRun",
        (
            by(Area.SETTINGS, Need.READ, "office:jobs"),
            by(Area.SETTINGS, Need.WRITE, "office:chore_now", "POST", args=lambda _w: {"name": "roles"}),
        ),
    ),
    Row(
        "django_tasks_database.DBTaskResult",
        (
            by(Area.SETTINGS, Need.READ, "office:jobs"),
            by(Area.SETTINGS, Need.WRITE, "office:job_again", "POST", args=lambda _w: {"job": JOB}),
        ),
    ),
]

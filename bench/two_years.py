"""A learner of two years in the school of CODEWARD_HOME, whose session is printed: what `bench_lessons.py` reads as.

Run in a process of its own, beside the school that it fills. Prints the name of the cookie and its value.
"""

from __future__ import annotations

import os
import random
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from codeward.web.accounts.models import User

DAYS, DRILLS = 730, 8_000


def fill(name: str = "two-years") -> User:
    """Every check of every second lesson answered once, 8,000 drills over all skills, an hour a day."""
    from django.db import transaction
    from django.utils import timezone

    from codeward.curriculum import Pretest, program
    from codeward.practice.mastery import Source
    from codeward.practice.minutes import Way
    from codeward.web.accounts.models import User
    from codeward.web.courses.models import Place
    from codeward.web.learning import standings
    from codeward.web.learning.api import ContentVersion, Given, keep_version
    from codeward.web.learning.log import held
    from codeward.web.learning.models import Response, Span

    learner = User.objects.create_user(
        f"{name}@example.org", "correct horse battery", display_name="Two Years"
    )
    draw, end, day = random.Random(7), timezone.now() - timedelta(days=1), timedelta(days=1)
    given = []
    for lesson in list(program().lessons.values())[::2]:
        before = {item.id for block in lesson.of(Pretest) for item in block.items}
        for item in lesson.items.values():
            text = {"item.json": item.model_dump_json(by_alias=True)}
            version = keep_version(ContentVersion.Kind.ITEM, item.id, item.version, text)
            source = Source.PRETEST if item.id in before else Source.CHECK
            given.append(
                {"skill": item.skill, "source": source, "item": item.id, "version": version, "option": "#0"}
            )
        Place.objects.create(learner=learner, lesson=lesson.id, section=lesson.sections[-1].slug)
    skills = sorted(program().skills)
    given += [
        {
            "skill": draw.choice(skills),
            "source": Source.DRILL,
            "item": f"side:{n}",
            "generator": "side",
            "seed": n,
        }
        for n in range(DRILLS)
    ]
    draw.shuffle(given)
    rows = []
    for n, one in enumerate(given):
        row = Given(right=draw.random() < 0.85, client_key=UUID(int=n), **one).row(learner)  # type: ignore[arg-type]
        row.at, row.first = end - DAYS * day * (1 - n / len(given)), True
        rows.append(row)
    Response.objects.bulk_create(rows, batch_size=1_000)
    Span.objects.bulk_create(
        Span(
            learner=learner, way=way, content_id=f"d{n % 9}", seconds=1_800,
            began_at=end - n * day, last_at=end - n * day + day / 48,
        )
        for n in range(DAYS)
        for way in (Way.LESSON, Way.DRILL)
    )  # fmt: skip
    with transaction.atomic():
        log = held(learner)
        log.last_at = end
        standings.refold(log)
        log.save()
    return learner


def main() -> None:
    """Fill the school and print the session."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "codeward.web.conf.django")
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(fill(), backend="codeward.web.accounts.backends.AccountBackend")
    print(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)


if __name__ == "__main__":
    main()

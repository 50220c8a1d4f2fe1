"""Scores of 10,000 practice exams of 100 questions made again after keys were corrected, and everybody told.

    python bench/bench_regrade.py [--sittings 10000]

The peer is the plain loop: every sitting scored whole again, one transaction each, nobody told. It does a part of the
sittings in the same run, and its pace is counted up. On SQLite, or on what CODEWARD_BENCH_DATABASE_URL names: an empty
database.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from typing import Any

from measure import Row, show

WANTED = 60.0
"""Seconds for all of them (issue 14)."""
FORMS, PART = 100, 200


def made(sittings: int) -> None:
    """Learners, forms of the bank, sittings that were handed in, and what they answered."""
    from django.db import connection

    from codeward.practice import Size
    from codeward.web.accounts.models import User
    from codeward.web.exams import forms, judging, scores
    from codeward.web.exams.clock import now
    from codeward.web.exams.models import Score, Sitting
    from codeward.web.exams.papers import edition_of, paper_of

    people = [User(email=f"{n}@example.org") for n in range(sittings)]
    User.objects.bulk_create(people)
    drawn = [forms.make_form("CPC", Size(), people[0], seed=n) for n in range(FORMS)]
    at = now()
    rows = [
        Sitting(
            form=drawn[n % FORMS], learner=one, exam="CPC", number=1, timed=False, state="submitted",
            closed_by="learner", started_at=at, closed_at=at,
        )
        for n, one in enumerate(people)
    ]  # fmt: skip
    Sitting.objects.bulk_create(rows, batch_size=500)
    series = "SELECT 1 AS place UNION ALL SELECT place + 1 FROM places WHERE place < 100"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO exams_answer"
            " (sitting_id, place, sequence, given, flagged, struck, note, marks, seconds, saved_at)"
            f" WITH RECURSIVE places AS ({series})"
            " SELECT s.id, p.place, 1, '#' || ((s.id + p.place) %% 4), %s, '', '', '[]', 60, s.started_at"
            " FROM exams_sitting s, places p, exams_form f WHERE f.id = s.form_id AND p.place <= f.items",
            [False],
        )
    judge, known, kept = judging.Judge(), {}, []
    for one in rows:
        place = (one.form_id, one.pk % 4)
        if place not in known:
            paper = paper_of(one.form)
            judged = judge.of([(item.id, item.version) for item in paper.items])
            given = {item.id: f"#{(one.pk + n) % 4}" for n, item in enumerate(paper.items, 1)}
            items, answers = scores.judged(judge, paper, given, judged)
            result = scores.result_of(paper, edition_of(paper), items, answers, frozenset())
            known[place] = scores.told_of(result, judged.keys, {})
        kept.append(Score(sitting=one, number=1, current=True, cause="submitted", **known[place]))
    Score.objects.bulk_create(kept, batch_size=500)


def corrected() -> int:
    """Correct keys until every form has one; return how many."""
    from codeward.curriculum import SbaItem, program
    from codeward.web.exams.models import Form

    bank: Any = program().form_items
    left = {form.pk: {one["id"] for one in form.paper["items"]} for form in Form.objects.all()}
    turned = 0
    while left:
        choices = [
            name for name in {n for names in left.values() for n in names} if isinstance(bank[name], SbaItem)
        ]
        name = max(sorted(choices), key=lambda one: sum(one in names for names in left.values()))
        item = bank[name]
        wrong = next(one.wrong for one in item.options if not one.right)
        was = next(n for n, one in enumerate(item.options) if one.right)
        options = tuple(
            one.model_copy(
                update={"right": n == (was + 1) % 4, "wrong": None if n == (was + 1) % 4 else wrong}
            )
            for n, one in enumerate(item.options)
        )
        fixed = item.model_copy(update={"options": options})
        fixed.__dict__.pop("version", None)
        bank[name] = fixed
        left = {pk: names for pk, names in left.items() if name not in names}
        turned += 1
    return turned


def main() -> int:
    """Print the table; 1 where it takes longer than wanted."""
    told = argparse.ArgumentParser()
    told.add_argument("--sittings", type=int, default=10_000)
    sittings = told.parse_args().sittings
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(CODEWARD_HOME=home, DJANGO_SETTINGS_MODULE="codeward.web.conf.django")
        os.environ.update(
            CODEWARD_LOG_LEVEL="ERROR",
            CODEWARD_DATABASE_URL=os.environ.get("CODEWARD_BENCH_DATABASE_URL", ""),
        )
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection, transaction

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        from codeward.web.exams import scores
        from codeward.web.exams.models import Score, Sitting
        from codeward.web.exams.regrading import regrade

        made(sittings)
        keys = corrected()
        start = time.perf_counter()
        for one in Sitting.objects.select_related("form", "learner").order_by("pk")[:PART]:
            with transaction.atomic():
                scores.keep(one, Score.Cause.KEY)
        peer = (time.perf_counter() - start) * sittings / PART
        Score.objects.filter(number=2).delete()
        Score.objects.update(current=True)
        start, busy = time.perf_counter(), time.process_time()
        done = regrade()
        ours, busy = time.perf_counter() - start, time.process_time() - busy
        start = time.perf_counter()
        again = regrade()
        idle = time.perf_counter() - start
        vendor = connection.vendor
        connection.close()
    assert (done.made, again.made) == (sittings, 0), (done, again)
    what = f"{sittings:,} sittings scored again and told ({keys} keys, {vendor})"
    rows: list[Row] = [(what, f"{ours:.1f} s", f"{peer:.1f} s", peer / ours, 1.0)]
    rows.append(("within a minute", f"{ours:.1f} s", f"{WANTED:.0f} s", WANTED / ours, 1.0))
    failed = show("Scores made again, beside each scored whole again and untold", rows)
    print(f"Of that this process was busy for {busy:.1f} s")
    print(f"Run again where nothing is behind: {idle:.1f} s")
    return failed


if __name__ == "__main__":
    sys.exit(main())

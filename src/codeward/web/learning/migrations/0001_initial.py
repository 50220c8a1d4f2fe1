"""Versions of content, taken over from charts as they stand; the log of answers, and what follows from it."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import codeward.web.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0006_factors_encrypted"),
        ("charts", "0007_versions_by_their_new_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # The table is there: charts made it, and gave it its name (charts.0007).
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="ContentVersion",
                    fields=[
                        ("digest", models.CharField(max_length=16, primary_key=True, serialize=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("chart", "chart"), ("lesson", "lesson"), ("item", "item")],
                                max_length=10,
                            ),
                        ),
                        ("content_id", models.CharField(db_index=True, max_length=64)),
                        ("files", models.JSONField()),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
            ]
        ),
        migrations.CreateModel(
            name="Log",
            fields=[
                (
                    "learner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="learning_log",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("stored", models.PositiveIntegerField(default=0)),
                ("last_at", models.DateTimeField(blank=True, null=True)),
                ("rules", models.PositiveSmallIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("client_key", models.UUIDField()),
                ("skill", models.CharField(max_length=40)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("chart", "chart"),
                            ("check", "check in a lesson"),
                            ("drill", "drill"),
                            ("pretest", "question before a lesson"),
                            ("placement", "placement"),
                            ("test_out", "test-out"),
                            ("recheck", "re-check"),
                            ("exam", "practice exam"),
                            ("review", "review"),
                        ],
                        max_length=10,
                    ),
                ),
                ("item", models.CharField(max_length=120)),
                ("generator", models.CharField(blank=True, max_length=24)),
                ("seed", models.BigIntegerField(blank=True, null=True)),
                ("book", models.CharField(blank=True, max_length=64)),
                ("sitting", models.CharField(blank=True, max_length=16)),
                ("kind", models.CharField(choices=[("typed", "typed"), ("choice", "chosen")], max_length=6)),
                ("level", models.PositiveSmallIntegerField()),
                ("timed", models.BooleanField(default=False)),
                ("mixed", models.BooleanField(default=False)),
                ("hints", models.PositiveSmallIntegerField(default=0)),
                ("first", models.BooleanField()),
                ("right", models.BooleanField()),
                ("credit", models.FloatField()),
                ("option", models.CharField(blank=True, max_length=120)),
                ("seconds", models.PositiveIntegerField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responses",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="learning.contentversion",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [
                    models.Index(fields=["learner", "skill", "at"], name="learning_response_skill"),
                    models.Index(
                        condition=models.Q(("first", True), ("source", "check")),
                        fields=["learner"],
                        include=("item", "right"),
                        name="learning_response_checks",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("learner", "client_key"), name="learning_response_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("first", True)),
                        fields=("learner", "item"),
                        name="learning_response_one_first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "source__in",
                                [
                                    "chart",
                                    "check",
                                    "drill",
                                    "pretest",
                                    "placement",
                                    "test_out",
                                    "recheck",
                                    "exam",
                                    "review",
                                ],
                            )
                        ),
                        name="learning_response_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["typed", "choice"])), name="learning_response_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 3)),
                        name="learning_response_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("credit__gte", 0), ("credit__lte", 1)),
                        name="learning_response_credit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("generator", ""), ("seed", None), ("version__isnull", False)),
                            models.Q(
                                ("seed__isnull", False),
                                ("version", None),
                                models.Q(("generator", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="learning_response_of_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Span",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("lesson", "lesson"),
                            ("guided_chart", "guided_chart"),
                            ("live", "live"),
                            ("marked", "marked"),
                            ("chart", "chart"),
                            ("drill", "drill"),
                            ("cards", "cards"),
                            ("test", "test"),
                        ],
                        max_length=14,
                    ),
                ),
                ("content_id", models.CharField(max_length=64)),
                ("began_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="spans",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["began_at", "id"],
                "indexes": [models.Index(fields=["learner", "last_at"], name="learning_span_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_at__gte", models.F("began_at"))),
                        name="learning_span_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "way__in",
                                [
                                    "lesson",
                                    "guided_chart",
                                    "live",
                                    "marked",
                                    "chart",
                                    "drill",
                                    "cards",
                                    "test",
                                ],
                            )
                        ),
                        name="learning_span_way",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("skill", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("learning", "learning"),
                            ("passed", "passed"),
                            ("kept", "kept"),
                            ("slipped", "slipped"),
                        ],
                        max_length=10,
                    ),
                ),
                ("window", models.CharField(blank=True, max_length=10)),
                ("fresh", models.PositiveIntegerField(default=0)),
                ("right", models.PositiveIntegerField(default=0)),
                ("since_slip", models.PositiveSmallIntegerField(default=0)),
                ("recheck", models.CharField(blank=True, max_length=4)),
                ("passed_at", models.DateTimeField(blank=True, null=True)),
                ("first_recheck_at", models.DateTimeField(blank=True, null=True)),
                ("kept_at", models.DateTimeField(blank=True, null=True)),
                ("slipped_at", models.DateTimeField(blank=True, null=True)),
                ("last_at", models.DateTimeField(blank=True, null=True)),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("learner", "skill"), name="learning_standing_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["new", "learning", "passed", "kept", "slipped"])),
                        name="learning_standing_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TestOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    codeward.web.ids.PublicIdField(
                        default=codeward.web.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("lesson", models.CharField(max_length=64)),
                ("skills", models.JSONField()),
                ("items", models.JSONField()),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ends_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("right", models.PositiveSmallIntegerField(default=0)),
                ("passed", models.BooleanField(default=False)),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="test_outs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["started_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("learner", "lesson"),
                        name="learning_testout_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("passed", False), ("ended_at__isnull", False), _connector="OR"),
                        name="learning_testout_passed_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("started_at"))),
                        name="learning_testout_time",
                    ),
                ],
            },
        ),
    ]

"""Columns and tables for grades that are only added to; 0003 fills them from the old grades."""

import django.db.models.deletion
from django.db import migrations, models

EDITION = [
    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
    ("system", models.CharField(max_length=40)),
    ("edition", models.CharField(max_length=60)),
    ("digest", models.CharField(blank=True, max_length=64)),
]


class Migration(migrations.Migration):
    dependencies = [("charts", "0001_initial")]

    operations = [
        migrations.AlterField(
            "grade",
            "attempt",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="grades", to="charts.attempt"
            ),
        ),
        migrations.AddField(
            "grade", "number", models.PositiveIntegerField(default=1), preserve_default=False
        ),
        migrations.AddField("grade", "current", models.BooleanField(default=True), preserve_default=False),
        migrations.AddField(
            "grade",
            "supersedes",
            models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="superseded_by",
                to="charts.grade",
            ),
        ),
        migrations.AddField(
            "grade",
            "cause",
            models.CharField(
                choices=[
                    ("submitted", "handed in"),
                    ("key", "the key was corrected"),
                    ("rules", "the rules of grading or the books were corrected"),
                ],
                default="submitted",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "grade",
            "snapshot",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grades",
                to="charts.chartsnapshot",
            ),
        ),
        migrations.AddField("grade", "points", models.FloatField(default=0.0), preserve_default=False),
        migrations.AddField("grade", "possible", models.FloatField(default=0.0), preserve_default=False),
        migrations.AddField("grade", "rule", models.TextField(default=""), preserve_default=False),
        migrations.AddField("grade", "in_force", models.BooleanField(default=True), preserve_default=False),
        migrations.AddField("grade", "figures", models.JSONField(default=dict), preserve_default=False),
        migrations.AddField("grade", "more", models.JSONField(default=dict)),
        migrations.CreateModel(
            name="GradeRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveIntegerField()),
                ("row", models.CharField(max_length=12)),
                ("verdict", models.CharField(max_length=24)),
                ("points", models.FloatField()),
                ("possible", models.FloatField()),
                ("reason", models.TextField()),
                ("rule", models.CharField(blank=True, max_length=40)),
                ("mine", models.JSONField(null=True)),
                ("key", models.JSONField(null=True)),
                ("citation", models.JSONField(default=list)),
                ("path", models.JSONField(default=list)),
                ("axes", models.JSONField(default=list)),
                ("evidence", models.JSONField(default=dict)),
                ("more", models.JSONField(default=dict)),
                (
                    "grade",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="charts.grade"
                    ),
                ),
            ],
            options={
                "ordering": ["grade", "place"],
                "constraints": [
                    models.UniqueConstraint(fields=("grade", "place"), name="charts_graderow_place"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AttemptEdition",
            fields=[
                *EDITION,
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editions",
                        to="charts.attempt",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("attempt", "system"), name="charts_attemptedition_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="GradeEdition",
            fields=[
                *EDITION,
                (
                    "grade",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editions",
                        to="charts.grade",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("grade", "system"), name="charts_gradeedition_once")
                ],
            },
        ),
    ]

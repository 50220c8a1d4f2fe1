"""What the old grades were kept in goes, and the database holds the rules of grades that are only added to."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("charts", "0003_old_grades_as_rows")]

    operations = [
        migrations.AlterField(
            "grade",
            "snapshot",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grades",
                to="charts.chartsnapshot",
            ),
        ),
        migrations.RemoveField("grade", "result"),
        migrations.RemoveField("grade", "release"),
        migrations.RemoveField("grade", "key_version"),
        migrations.RemoveField("attempt", "release"),
        migrations.AddConstraint(
            "grade",
            models.CheckConstraint(
                condition=models.Q(("cause__in", ["submitted", "key", "rules"])), name="charts_grade_cause"
            ),
        ),
        migrations.AddConstraint(
            "grade",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cause", "submitted"), ("number", 1), ("supersedes", None)),
                    models.Q(
                        ("number__gt", 1),
                        ("supersedes__isnull", False),
                        models.Q(("cause", "submitted"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="charts_grade_first_supersedes_none",
            ),
        ),
        migrations.AddConstraint(
            "grade", models.UniqueConstraint(fields=("attempt", "number"), name="charts_grade_number")
        ),
        migrations.AddConstraint(
            "grade",
            models.UniqueConstraint(
                condition=models.Q(("current", True)), fields=("attempt",), name="charts_grade_one_current"
            ),
        ),
    ]

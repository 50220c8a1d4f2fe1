"""The grades of rules 1, one JSON column each, become rows. Their words stay as they were told."""

from django.db import migrations

SYSTEM = "icd10cm"
HEAD = ("points", "possible", "rule", "in_force", "figures")
ROW = (
    "verdict",
    "points",
    "possible",
    "reason",
    "mine",
    "key",
    "citation",
    "path",
    "axes",
    "evidence",
)
# Told by other columns, or by the rows.
ELSEWHERE = {
    *HEAD,
    "score",
    "rows",
    "differences",
    "release",
    "key_version",
    "rules_version",
    "chart",
    "answer",
}


def forwards(apps, schema_editor):
    """Spread each grade's JSON over columns and rows; name the one edition that was recorded."""
    grade_model = apps.get_model("charts", "Grade")
    row_model = apps.get_model("charts", "GradeRow")
    grade_edition = apps.get_model("charts", "GradeEdition")
    attempt_edition = apps.get_model("charts", "AttemptEdition")
    for grade in grade_model.objects.select_related("attempt").iterator(chunk_size=200):
        told = grade.result
        for name in HEAD:
            setattr(grade, name, told[name])
        grade.snapshot_id = grade.attempt.snapshot_id
        grade.more = {name: value for name, value in told.items() if name not in ELSEWHERE}
        grade.save()
        row_model.objects.bulk_create(
            row_model(
                grade=grade,
                place=place,
                row=row["id"],
                rule=row.get("rule") or "",
                **{name: row[name] for name in ROW},
                more={name: value for name, value in row.items() if name not in {"id", "rule", *ROW}},
            )
            for place, row in enumerate(told["rows"])
        )
        grade_edition.objects.create(grade=grade, system=SYSTEM, edition=grade.release)
    attempts = apps.get_model("charts", "Attempt").objects.values_list("pk", "release")
    attempt_edition.objects.bulk_create(
        (
            attempt_edition(attempt_id=pk, system=SYSTEM, edition=release)
            for pk, release in attempts.iterator(chunk_size=500)
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("charts", "0002_grades_as_rows")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]

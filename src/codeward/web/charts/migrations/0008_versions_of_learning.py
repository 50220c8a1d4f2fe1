"""Attempts and grades refer to the learning app's versions. Their columns and the table are the same: no row moves."""

import django.db.models.deletion
from django.db import migrations, models


def version(related_name):
    """The reference, as both models hold it."""
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        to="learning.contentversion",
    )


class Migration(migrations.Migration):
    dependencies = [("charts", "0007_versions_by_their_new_names"), ("learning", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField("attempt", "snapshot", version("attempts")),
                migrations.AlterField("grade", "snapshot", version("grades")),
                migrations.DeleteModel("ChartSnapshot"),
            ]
        )
    ]
